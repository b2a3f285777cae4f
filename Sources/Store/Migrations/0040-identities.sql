-- By what other systems know a user (sources.md). seen_address: what the provider of an `oidc` identity last said the e-mail
-- address is; no record has it.
CREATE TABLE identities (
  user_key {int} NOT NULL REFERENCES users (key),
  kind text NOT NULL,
  value text NOT NULL {bytes},
  seen_address text,
  PRIMARY KEY (kind, value)
) {clustered};
CREATE INDEX identities_user ON identities (user_key, kind);

-- The externalId of a user is the identity of kind scim from now on. Of several users with the same one, those have it
-- whom the directory sees, and of these the latest.
INSERT INTO identities (user_key, kind, value)
SELECT max(user_key), 'scim', external_id FROM directory_users
WHERE external_id <> '' AND removed_at IS NULL GROUP BY external_id ON CONFLICT DO NOTHING;
INSERT INTO identities (user_key, kind, value)
SELECT max(user_key), 'scim', external_id FROM directory_users
WHERE external_id <> '' GROUP BY external_id ON CONFLICT DO NOTHING;
DROP INDEX directory_users_external_id;
ALTER TABLE directory_users DROP COLUMN external_id;

-- ended_at: when the directory deleted or deactivated the user, until they are back. manager_reference: whom the directory
-- names as manager, by whatever it calls them, while there is no such user; manager_reference_key: in lower case.
ALTER TABLE directory_users ADD COLUMN ended_at {int};
ALTER TABLE directory_users ADD COLUMN manager_reference text {bytes};
ALTER TABLE directory_users ADD COLUMN manager_reference_key text;
UPDATE directory_users SET ended_at = (SELECT u.deleted_at FROM users AS u WHERE u.key = directory_users.user_key);
CREATE INDEX directory_users_manager_reference ON directory_users (manager_reference);
CREATE INDEX directory_users_manager_reference_key ON directory_users (manager_reference_key);

-- The groups in which a directory lists a user who is deactivated: they are a learner there again when they are back.
CREATE TABLE directory_memberships (
  user_key {int} NOT NULL REFERENCES users (key),
  group_key {int} NOT NULL REFERENCES groups (key),
  PRIMARY KEY (user_key, group_key)
) {clustered};
CREATE INDEX directory_memberships_group ON directory_memberships (group_key);
