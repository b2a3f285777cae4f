-- The statement store of the xAPI door, the documents of its clients, and their credentials (docs/spec/xapi.md).
-- Instants of this file are in microseconds since 1970, except those of credentials and tokens, which are in seconds.

-- The keys and secrets by which clients sign in to the door. They are not tokens of users.
CREATE TABLE xapi_credentials (
  key {key},
  -- What the client sends as its user name.
  id text NOT NULL UNIQUE,
  secret_hash text NOT NULL,
  name text NOT NULL,
  -- Names of scopes, separated by blanks.
  scopes text NOT NULL,
  -- 1 if statements with well-known errors are repaired or set aside, and not refused.
  lenient {int} NOT NULL CHECK (lenient IN (0, 1)),
  -- 0 if no records are derived from the statements.
  derive {int} NOT NULL CHECK (derive IN (0, 1)),
  created_at {int} NOT NULL,
  revoked_at {int},
  last_used_at {int}
) {plain};

-- Access tokens of OAuth 2.0 (client credentials).
CREATE TABLE xapi_access_tokens (
  hash text PRIMARY KEY,
  credential_key {int} NOT NULL REFERENCES xapi_credentials (key),
  -- 1 if the token may read, and if it may write, within the scopes of the credential.
  reads {int} NOT NULL CHECK (reads IN (0, 1)),
  writes {int} NOT NULL CHECK (writes IN (0, 1)),
  expires_at {int} NOT NULL
) {plain};
CREATE INDEX xapi_access_tokens_credential ON xapi_access_tokens (credential_key, expires_at);

CREATE TABLE statements (
  key {key},
  -- In lower case.
  id text NOT NULL UNIQUE,
  -- As it came, with an id, but without what the store has in other columns.
  body text NOT NULL,
  -- Before its repair in lenient mode, null if it needed none.
  original text,
  -- Increases with the key.
  stored {int} NOT NULL,
  -- The version of xAPI of a statement that does not state it.
  version text NOT NULL,
  -- An Agent, as JSON.
  authority text NOT NULL,
  credential_key {int} REFERENCES xapi_credentials (key),
  derive {int} NOT NULL CHECK (derive IN (0, 1)),
  -- The id of the statement that is the object, whether or not it exists.
  reference_id text,
  voiding {int} NOT NULL CHECK (voiding IN (0, 1)),
  voided {int} NOT NULL CHECK (voided IN (0, 1))
) {plain};
CREATE INDEX statements_stored ON statements (stored, key);
CREATE INDEX statements_reference ON statements (reference_id, key);
CREATE INDEX statements_credential ON statements (credential_key, stored, key);

-- Equal copies of a statement that came later with other definitions, or by a credential that derives.
CREATE TABLE statement_copies (
  key {key},
  statement_key {int} NOT NULL REFERENCES statements (key),
  body text NOT NULL,
  stored {int} NOT NULL,
  credential_key {int} REFERENCES xapi_credentials (key),
  derive {int} NOT NULL CHECK (derive IN (0, 1))
) {plain};
CREATE INDEX statement_copies_statement ON statement_copies (statement_key);

-- What statements are found by: a hash of a filter and its value. The target is the statement itself, or the one that
-- it refers to and that has the value.
CREATE TABLE statement_terms (
  term text NOT NULL,
  stored {int} NOT NULL,
  statement_key {int} NOT NULL REFERENCES statements (key),
  target_key {int} NOT NULL REFERENCES statements (key),
  PRIMARY KEY (term, stored, statement_key, target_key)
) {clustered};

-- Statements that a lenient credential sent and that could not be repaired, each as it came.
CREATE TABLE refused_statements (
  key {key},
  id text NOT NULL,
  body text NOT NULL,
  reason text NOT NULL,
  credential_key {int} REFERENCES xapi_credentials (key),
  refused_at {int} NOT NULL
) {plain};
CREATE INDEX refused_statements_id ON refused_statements (id);

-- The data of attachments by their SHA-2, in base64.
CREATE TABLE attachments (sha2 text PRIMARY KEY, data text NOT NULL) {plain};

-- What statements say about activities, as JSON: of each property the value that came last, of texts all languages.
CREATE TABLE activity_definitions (
  -- SHA-256 of the activity's IRI.
  hash text PRIMARY KEY,
  definition text NOT NULL
) {plain};

-- The names that statements give to an actor.
CREATE TABLE actor_names (
  -- SHA-256 of the actor's identifier.
  actor text NOT NULL,
  name_hash text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (actor, name_hash)
) {clustered};

-- Documents of the resources state, activity profile and agent profile.
CREATE TABLE xapi_documents (
  -- SHA-256 of the resource, the activity and the agent.
  place text NOT NULL,
  -- Empty for documents without a registration.
  registration text NOT NULL,
  -- SHA-256 of the id.
  id_hash text NOT NULL,
  id text NOT NULL,
  content_type text NOT NULL,
  -- In base64.
  data text NOT NULL,
  -- SHA-1 of the data.
  sha1 text NOT NULL,
  updated {int} NOT NULL,
  PRIMARY KEY (place, registration, id_hash)
) {plain};
