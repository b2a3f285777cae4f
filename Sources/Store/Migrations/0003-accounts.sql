-- Credentials, the limits of signing in, identities, what a directory has stated, and the audit log.
-- Secrets are stored only as hashes. Units: see 0001-records.sql.

CREATE TABLE passwords (
  user_key {int} PRIMARY KEY REFERENCES users (key),
  -- Argon2id, in the PHC string format.
  hash text NOT NULL,
  set_at {int} NOT NULL
) {plain};

-- Unused links with which a user sets a password; a used link is deleted. For `kind`, see `PasswordLink`.
CREATE TABLE password_links (
  hash text PRIMARY KEY,
  user_key {int} NOT NULL REFERENCES users (key),
  kind text NOT NULL CHECK (kind IN ('invitation', 'reset')),
  made_at {int} NOT NULL,
  expires_at {int} NOT NULL
) {plain};
CREATE INDEX password_links_user ON password_links (user_key);

-- Signed-in browsers.
CREATE TABLE web_sessions (
  hash text PRIMARY KEY,
  user_key {int} NOT NULL REFERENCES users (key),
  -- The CSRF secret that every form includes.
  csrf text NOT NULL,
  created_at {int} NOT NULL,
  last_seen_at {int} NOT NULL,
  -- Where the user signed in: the network address (an IPv6 address by its /64), and the browser's User-Agent.
  address text,
  agent text
) {plain};
CREATE INDEX web_sessions_user ON web_sessions (user_key);

-- How often all sessions of a user have been ended: a session that was opened before, and is not written yet, is not
-- written afterwards.
CREATE TABLE session_ends (user_key {int} PRIMARY KEY REFERENCES users (key), ends {int} NOT NULL) {plain};

-- API tokens.
CREATE TABLE tokens (
  key {key},
  hash text NOT NULL UNIQUE,
  user_key {int} NOT NULL REFERENCES users (key),
  name text NOT NULL,
  -- 1 if the token may only read.
  read_only {int} NOT NULL,
  created_at {int} NOT NULL,
  expires_at {int},
  revoked_at {int},
  last_used_at {int}
) {plain};
CREATE INDEX tokens_user ON tokens (user_key);

-- Nonces of ID tokens with which someone has signed in: each can be used once.
CREATE TABLE used_nonces (hash text PRIMARY KEY, used_at {int} NOT NULL) {plain};

-- Recent failed sign-ins. `account` is the address that was entered, whether or not there is such a user.
CREATE TABLE signin_failures (account text NOT NULL, address text NOT NULL, at {int} NOT NULL) {plain};
CREATE INDEX signin_failures_account ON signin_failures (account, at);
CREATE INDEX signin_failures_address ON signin_failures (address, at);

-- The number of failures of an account that followed one another without a pause of 15 minutes, and the last of them.
CREATE TABLE signin_accounts (account text PRIMARY KEY, failures {int} NOT NULL, last_at {int} NOT NULL) {plain};

-- The network addresses from which a user signed in lately: they need not wait after failures from other addresses.
CREATE TABLE signin_addresses (
  user_key {int} NOT NULL REFERENCES users (key),
  address text NOT NULL,
  at {int} NOT NULL,
  PRIMARY KEY (user_key, address)
) {plain};

-- The names by which other systems know a user: see docs/decisions/0040.
CREATE TABLE identities (
  user_key {int} NOT NULL REFERENCES users (key),
  kind text NOT NULL,
  value text NOT NULL,
  -- The email address that the provider of an `oidc` identity named last; not part of the record.
  seen_address text,
  PRIMARY KEY (kind, value)
) {clustered};
CREATE INDEX identities_user ON identities (user_key, kind);

-- What a directory (SCIM) has stated about a user and no record contains. Users of other sources have no row.
CREATE TABLE directory_users (
  user_key {int} PRIMARY KEY REFERENCES users (key),
  -- As the directory writes it, and folded for comparison; null if it is the email address.
  user_name text,
  user_name_key text,
  -- The manager that the directory named, one of the managers that the user may have.
  manager_key {int} REFERENCES users (key),
  -- 0 after the directory has removed its statement about `active`.
  says_active {int} NOT NULL CHECK (says_active IN (0, 1)),
  modified_at {int} NOT NULL,
  -- When the directory deleted the user, who is then not found by SCIM; null if it deactivated the user.
  removed_at {int},
  -- When the directory deleted or deactivated the user, until the user is active again.
  ended_at {int},
  -- A manager that the directory named but that does not exist yet: as it was sent, and folded for comparison.
  manager_reference text,
  manager_reference_key text
) {plain};
CREATE INDEX directory_users_name ON directory_users (user_name_key);
CREATE INDEX directory_users_manager_reference ON directory_users (manager_reference);
CREATE INDEX directory_users_manager_reference_key ON directory_users (manager_reference_key);

CREATE TABLE directory_groups (
  group_key {int} PRIMARY KEY REFERENCES groups (key),
  external_id text,
  modified_at {int} NOT NULL,
  removed_at {int}
) {plain};
CREATE INDEX directory_groups_external_id ON directory_groups (external_id);

-- The groups in which a directory lists a deactivated user, who becomes a learner there again when reactivated.
CREATE TABLE directory_memberships (
  user_key {int} NOT NULL REFERENCES users (key),
  group_key {int} NOT NULL REFERENCES groups (key),
  PRIMARY KEY (user_key, group_key)
) {clustered};
CREATE INDEX directory_memberships_group ON directory_memberships (group_key);

-- Views and downloads of statistics, and changes to accounts; append-only.
CREATE TABLE audit_log (
  key {key},
  at {int} NOT NULL,
  -- Null for the server itself, or a command on its machine.
  viewer_key {int} REFERENCES users (key),
  -- Such as `user.view` or `users.download`.
  action text NOT NULL,
  -- The user whose statistics were viewed or whose account was changed; null for a list.
  subject_key {int} REFERENCES users (key),
  -- As in the URL, at most 2 KiB.
  filters text NOT NULL,
  -- The number of rows in a page, list or file.
  row_count {int}
) {plain};
CREATE INDEX audit_log_subject ON audit_log (subject_key, at);
