-- Reports that come by themselves, and reports that are shared.

-- rule: the calendar, as JSON. counted_from: runs before it do not count towards being paused. due_at: the next run; empty while the
-- schedule is paused, and once it is over. pause: owner or unused.
CREATE TABLE report_schedules (
  report_key {int} PRIMARY KEY REFERENCES custom_reports (key),
  rule text NOT NULL,
  format text NOT NULL,
  counted_from {int} NOT NULL,
  due_at {int},
  pause text
) {plain};
CREATE INDEX report_schedules_due ON report_schedules (due_at);

-- What ran. due_at: when it was to, ran_at: when it did. made_at: the first of its files was there. fetched_at: somebody downloaded one.
CREATE TABLE report_runs (
  key {key},
  report_key {int} NOT NULL REFERENCES custom_reports (key),
  due_at {int} NOT NULL,
  ran_at {int} NOT NULL,
  made_at {int},
  fetched_at {int},
  UNIQUE (report_key, due_at)
) {plain};

-- run_key: the run that made the job, empty for what somebody asked for. occasion: what its letter says of the run, as JSON.
ALTER TABLE jobs ADD COLUMN run_key {int};
ALTER TABLE jobs ADD COLUMN occasion text;
CREATE INDEX jobs_run ON jobs (run_key);

-- With whom a report is shared, and who took it off their list again.
CREATE TABLE report_users (
  report_key {int} NOT NULL REFERENCES custom_reports (key),
  user_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (report_key, user_key)
) {clustered};
CREATE INDEX report_users_user ON report_users (user_key);

CREATE TABLE report_groups (
  report_key {int} NOT NULL REFERENCES custom_reports (key),
  group_key {int} NOT NULL REFERENCES groups (key),
  PRIMARY KEY (report_key, group_key)
) {clustered};
CREATE INDEX report_groups_group ON report_groups (group_key);

CREATE TABLE report_refusals (
  report_key {int} NOT NULL REFERENCES custom_reports (key),
  user_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (report_key, user_key)
) {clustered};
