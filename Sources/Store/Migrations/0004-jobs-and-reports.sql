-- Custom reports, their schedules and recipients, the queue of exports, and email notifications.
-- Units: see 0001-records.sql.

CREATE TABLE custom_reports (
  key {key},
  id text NOT NULL UNIQUE,
  -- The owner.
  user_key {int} NOT NULL REFERENCES users (key),
  -- Empty for the name of the report's type.
  name text NOT NULL,
  type text NOT NULL,
  -- Filters and columns, as JSON.
  choice text NOT NULL,
  created_at {int} NOT NULL,
  changed_at {int} NOT NULL
) {plain};
CREATE INDEX custom_reports_user ON custom_reports (user_key, changed_at);

-- The recipients of a report: users, and the members of groups.
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

-- Recipients that removed the report from their list.
CREATE TABLE report_refusals (
  report_key {int} NOT NULL REFERENCES custom_reports (key),
  user_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (report_key, user_key)
) {clustered};

CREATE TABLE report_schedules (
  report_key {int} PRIMARY KEY REFERENCES custom_reports (key),
  -- The recurrence, as JSON.
  rule text NOT NULL,
  -- The format of the files.
  format text NOT NULL,
  -- Earlier runs do not count as unused.
  counted_from {int} NOT NULL,
  -- The next run; null while the schedule is paused, and after the last run.
  due_at {int},
  -- Why the schedule is paused: owner, unused or stopped.
  pause text
) {plain};
CREATE INDEX report_schedules_due ON report_schedules (due_at);

CREATE TABLE report_runs (
  key {key},
  report_key {int} NOT NULL REFERENCES custom_reports (key),
  due_at {int} NOT NULL,
  ran_at {int} NOT NULL,
  -- When the first of its files was ready.
  made_at {int},
  -- When one of its files was first downloaded.
  fetched_at {int},
  UNIQUE (report_key, due_at)
) {plain};

-- A file that is created in the background, with the rights that its user has at that time.
CREATE TABLE jobs (
  key {key},
  id text NOT NULL UNIQUE,
  user_key {int} NOT NULL REFERENCES users (key),
  -- Which file, as JSON.
  request text NOT NULL,
  -- waiting, running, done, failed or cancelled.
  state text NOT NULL,
  created_at {int} NOT NULL,
  -- The next try is not started before this.
  due_at {int} NOT NULL,
  -- The worker's lease, and when it expires unless it is renewed; then any worker can continue.
  lease text,
  lease_until {int},
  -- The number of tries that failed, and of tries whose worker stopped.
  failures {int} NOT NULL,
  losses {int} NOT NULL,
  -- Why the last try failed (`JobFailure`).
  reason text,
  rows_expected {int},
  rows_done {int} NOT NULL,
  -- The name in the folder of files, and the name under which it is downloaded.
  file text,
  file_name text,
  -- In bytes.
  size {int},
  -- 1 if the user could see everyone; otherwise `job_users` has the users in the file.
  sees_everybody {int},
  finished_at {int},
  expires_at {int},
  -- The run of a schedule that created the job (a key of `report_runs`), null if a user requested it; and what its
  -- email says about the run, as JSON (`ScheduledRun`).
  run_key {int},
  occasion text
) {plain};
CREATE INDEX jobs_user ON jobs (user_key, created_at);
CREATE INDEX jobs_state ON jobs (state, due_at);
CREATE INDEX jobs_run ON jobs (run_key);

CREATE TABLE job_users (
  job_key {int} NOT NULL REFERENCES jobs (key),
  user_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (job_key, user_key)
) {clustered};

-- Hashes of the keys in the links of emails, which open a job's file.
CREATE TABLE job_keys (hash text PRIMARY KEY, job_key {int} NOT NULL REFERENCES jobs (key)) {plain};
CREATE INDEX job_keys_job ON job_keys (job_key);

-- The queue of email notifications.
CREATE TABLE letters (
  key {key},
  -- What it is about: see `EmailNotification.Kind`.
  kind text NOT NULL,
  -- The recipient; null if only the address that was entered is known.
  user_key {int} REFERENCES users (key),
  -- The address that was entered, whether or not there is such a user, or a user's former address.
  account text,
  -- The network address of the request.
  address text,
  -- The date of the deletion.
  about {int},
  made_at {int} NOT NULL,
  -- waiting, sent, failed or dropped.
  state text NOT NULL,
  -- The next try is not started before this.
  due_at {int} NOT NULL,
  failures {int} NOT NULL,
  -- The report that was paused, stopped or taken over; the report may be deleted.
  report_key {int},
  -- The job whose file is ready or could not be created.
  job_key {int} REFERENCES jobs (key),
  -- The user who caused it, for the limit of emails per sender; null for the recipient and the server.
  sender_key {int}
) {plain};
CREATE INDEX letters_state ON letters (state, due_at);
CREATE INDEX letters_account ON letters (account, made_at);
CREATE INDEX letters_address ON letters (address, made_at);
-- A deletion is announced once.
CREATE UNIQUE INDEX letters_about ON letters (user_key, about) WHERE about IS NOT NULL;
CREATE UNIQUE INDEX letters_job ON letters (job_key) WHERE job_key IS NOT NULL;
CREATE INDEX letters_sender ON letters (sender_key, made_at) WHERE sender_key IS NOT NULL;
CREATE INDEX letters_user ON letters (user_key, made_at) WHERE user_key IS NOT NULL;

-- The last date whose automatic deletions are done: at most one row.
CREATE TABLE auto_deletion_days (day {int} PRIMARY KEY) {plain};
