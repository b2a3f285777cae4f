-- Links by which somebody sets a password, as hashes. kind: invitation or reset. Who has any was asked in once.
CREATE TABLE password_links (
  hash text PRIMARY KEY,
  user_key {int} NOT NULL REFERENCES users (key),
  kind text NOT NULL CHECK (kind IN ('invitation', 'reset')),
  made_at {int} NOT NULL,
  expires_at {int} NOT NULL
) {plain};
CREATE INDEX password_links_user ON password_links (user_key);

-- Letters that are not about a file. kind: invitation, reset or deletion. user_key: to whom, or account: the address that
-- was typed, of somebody or nobody. address: the network address that asked. about: the day of the deletion.
-- state: waiting, sent, failed or dropped.
CREATE TABLE letters (
  key {key},
  kind text NOT NULL,
  user_key {int} REFERENCES users (key),
  account text,
  address text,
  about {int},
  made_at {int} NOT NULL,
  state text NOT NULL,
  due_at {int} NOT NULL,
  failures {int} NOT NULL
) {plain};
CREATE INDEX letters_state ON letters (state, due_at);
CREATE INDEX letters_account ON letters (account, made_at);
CREATE INDEX letters_address ON letters (address, made_at);
CREATE UNIQUE INDEX letters_about ON letters (user_key, about) WHERE about IS NOT NULL;

-- The last day whose auto-deletions are carried out; one row, once there is any.
CREATE TABLE auto_deletion_days (day {int} PRIMARY KEY) {plain};
CREATE INDEX users_auto_delete_on ON users (auto_delete_on) WHERE auto_delete_on IS NOT NULL AND deleted_at IS NULL;
