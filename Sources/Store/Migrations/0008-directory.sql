-- What a directory (SCIM) has told of users and groups and no record holds. Who has no row here came in another way.
-- user_name: where it is not the e-mail address, as written, and in lower case. manager_key: whom the directory has
-- named, among the managers that the user may have. says_active: 0 once the directory has taken its statement on
-- `active` away. removed_at: deleted by the directory, rather than deactivated; not found until there again.

CREATE TABLE directory_users (
  user_key {int} PRIMARY KEY REFERENCES users (key),
  external_id text {bytes},
  user_name text,
  user_name_key text,
  manager_key {int} REFERENCES users (key),
  says_active {int} NOT NULL CHECK (says_active IN (0, 1)),
  modified_at {int} NOT NULL,
  removed_at {int}
) {plain};
CREATE INDEX directory_users_external_id ON directory_users (external_id);
CREATE INDEX directory_users_name ON directory_users (user_name_key);

CREATE TABLE directory_groups (
  group_key {int} PRIMARY KEY REFERENCES groups (key),
  external_id text {bytes},
  modified_at {int} NOT NULL,
  removed_at {int}
) {plain};
CREATE INDEX directory_groups_external_id ON directory_groups (external_id);

-- Directories look everybody up by e-mail address, deleted users too; so does single sign-on.
CREATE INDEX users_any_email ON users (email);

-- Nonces of ID tokens that have signed somebody in: each is good for once.
CREATE TABLE used_nonces (hash text PRIMARY KEY, used_at {int} NOT NULL) {plain};
