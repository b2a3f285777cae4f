-- What is made later: a file each, for somebody, with their rights at that time.

-- request: which file, as JSON. state: waiting, running, done, failed or cancelled. due_at: not to be begun before.
-- lease, lease_until: who works on it, and until when they are believed to - one that has run out is anybody's.
-- reason: why the last try failed. file: name in the folder of files. file_name: the name that people get.
-- sees_everybody: made by somebody who sees everybody - else job_users holds whom it is about.
-- mail: the letter about it: none, waiting, sent or failed.
CREATE TABLE jobs (
  key {key},
  id text NOT NULL UNIQUE,
  user_key {int} NOT NULL REFERENCES users (key),
  request text NOT NULL,
  state text NOT NULL,
  created_at {int} NOT NULL,
  due_at {int} NOT NULL,
  lease text,
  lease_until {int},
  failures {int} NOT NULL,
  losses {int} NOT NULL,
  reason text,
  rows_expected {int},
  rows_done {int} NOT NULL,
  file text,
  file_name text,
  size {int},
  sees_everybody {int},
  finished_at {int},
  expires_at {int},
  mail text NOT NULL,
  mail_due_at {int} NOT NULL,
  mail_failures {int} NOT NULL
) {plain};
CREATE INDEX jobs_user ON jobs (user_key, created_at);
CREATE INDEX jobs_state ON jobs (state, due_at);
CREATE INDEX jobs_mail ON jobs (mail, mail_due_at);

CREATE TABLE job_users (
  job_key {int} NOT NULL REFERENCES jobs (key),
  user_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (job_key, user_key)
) {clustered};

-- Hashes of the keys in the links of letters.
CREATE TABLE job_keys (hash text PRIMARY KEY, job_key {int} NOT NULL REFERENCES jobs (key)) {plain};
CREATE INDEX job_keys_job ON job_keys (job_key);
