-- Ways in: passwords, sessions of the web, tokens of programs. Secrets are kept as hashes alone.

CREATE TABLE passwords (user_key {int} PRIMARY KEY REFERENCES users (key), hash text NOT NULL, set_at {int} NOT NULL) {plain};

CREATE TABLE web_sessions (
  hash text PRIMARY KEY,
  user_key {int} NOT NULL REFERENCES users (key),
  csrf text NOT NULL,
  created_at {int} NOT NULL,
  last_seen_at {int} NOT NULL
) {plain};
CREATE INDEX web_sessions_user ON web_sessions (user_key);

CREATE TABLE tokens (
  key {key},
  hash text NOT NULL UNIQUE,
  user_key {int} NOT NULL REFERENCES users (key),
  name text NOT NULL,
  read_only {int} NOT NULL,
  created_at {int} NOT NULL,
  expires_at {int},
  revoked_at {int}
) {plain};

CREATE TABLE signin_failures (account text NOT NULL, address text NOT NULL, at {int} NOT NULL) {plain};
CREATE INDEX signin_failures_account ON signin_failures (account, at);
CREATE INDEX signin_failures_address ON signin_failures (address, at);

-- Who looked at whose statistics; append-only.
CREATE TABLE audit_log (
  key {key},
  at {int} NOT NULL,
  viewer_key {int} NOT NULL REFERENCES users (key),
  action text NOT NULL,
  subject_key {int} REFERENCES users (key),
  filters text NOT NULL,
  row_count {int}
) {plain};
CREATE INDEX audit_log_subject ON audit_log (subject_key, at);
