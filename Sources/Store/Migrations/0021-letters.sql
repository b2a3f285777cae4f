-- All letters wait in one queue. kind: also job (about the file of a job), address (its user has another e-mail address, the
-- letter goes to the former one, account) and password (it was changed).
ALTER TABLE letters ADD COLUMN job_key {int} REFERENCES jobs (key);
INSERT INTO letters (kind, user_key, job_key, made_at, state, due_at, failures)
SELECT 'job', user_key, key, created_at, mail, mail_due_at, mail_failures FROM jobs WHERE mail <> 'none';
CREATE UNIQUE INDEX letters_job ON letters (job_key) WHERE job_key IS NOT NULL;
DROP INDEX jobs_mail;
ALTER TABLE jobs DROP COLUMN mail;
ALTER TABLE jobs DROP COLUMN mail_due_at;
ALTER TABLE jobs DROP COLUMN mail_failures;
