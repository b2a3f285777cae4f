-- What derivation keeps of statements (docs/spec/xapi.md), so that a new statement costs as much as its learner's others.
--
-- A `position` is the place of a statement in their order: its instant as 33 digits, then its id. A `subject` or
-- `activity` is the SHA-256 of an IRI. A `user_id` is the id of a user who may not exist yet.

-- Activities that belong to a course, as records.
CREATE TABLE activities (
  key {key},
  -- An IRI.
  id text NOT NULL UNIQUE,
  -- Id of a course, which may come later.
  course text NOT NULL,
  required {int} NOT NULL CHECK (required IN (0, 1)),
  name text,
  name_key text NOT NULL
) {plain};
CREATE INDEX activities_course ON activities (course);
CREATE INDEX courses_url ON courses (substr(url, 1, 200)) WHERE url IS NOT NULL;

-- The Agents that are actors of statements.
CREATE TABLE statement_actors (
  -- SHA-256 of the identifier.
  hash text PRIMARY KEY,
  kind text NOT NULL,
  value text NOT NULL,
  -- Null while the statements wait for someone to say whose they are.
  user_id text
) {plain};
CREATE INDEX statement_actors_user ON statement_actors (user_id);

-- The statements from which records are derived, or would be if their actor were known.
CREATE TABLE read_statements (
  statement_key {int} PRIMARY KEY REFERENCES statements (key),
  actor text NOT NULL,
  position text NOT NULL
) {plain};
CREATE INDEX read_statements_actor ON read_statements (actor, statement_key);

-- The activities of each such statement with a known actor.
CREATE TABLE activity_mentions (
  activity text NOT NULL,
  -- 1 if the statement defines the activity, 2 if it proves that the activity is content, 3 if both, else 0.
  role {int} NOT NULL,
  position text NOT NULL,
  statement_key {int} NOT NULL REFERENCES statements (key),
  PRIMARY KEY (activity, role, position)
) {clustered};
CREATE INDEX activity_mentions_statement ON activity_mentions (statement_key);

-- What these statements together say about an activity.
CREATE TABLE statement_activities (
  hash text PRIMARY KEY,
  iri text NOT NULL,
  -- JSON: of each property its value and the position of the statement with it.
  definition text NOT NULL,
  -- 1 if a statement proves that the activity is content.
  proven {int} NOT NULL CHECK (proven IN (0, 1))
) {plain};

-- What a learner contributes to records that users share.
CREATE TABLE learner_traces (
  -- `TraceKind`.
  kind text NOT NULL,
  subject text NOT NULL,
  position text NOT NULL,
  -- Empty for what follows from all learners.
  user_id text NOT NULL,
  -- The IRI of the subject.
  iri text NOT NULL,
  detail text,
  PRIMARY KEY (kind, subject, position, user_id)
) {clustered};
CREATE INDEX learner_traces_user ON learner_traces (user_id, kind);

-- The records that follow from statements.
CREATE TABLE derived_records (
  kind text NOT NULL,
  -- Empty for shared records.
  user_id text NOT NULL,
  -- The id; of an enrolment the session and the origin, of a program's block the program.
  id text NOT NULL,
  -- Of shared records.
  subject text,
  -- JSON, without empty fields.
  fields text NOT NULL,
  -- new, changed, removed: to be written; written; imported: a record with this id was imported, and stays as it is;
  -- refused: an import would refuse it.
  state text NOT NULL CHECK (state IN ('new', 'changed', 'removed', 'written', 'imported', 'refused')),
  PRIMARY KEY (kind, user_id, id)
) {clustered};
CREATE INDEX derived_records_user ON derived_records (user_id, kind);
CREATE INDEX derived_records_subject ON derived_records (subject) WHERE subject IS NOT NULL;
CREATE INDEX derived_records_pending ON derived_records (kind, state) WHERE state <> 'written';

-- The imported courses and activities that the derived records follow from: to find those that an import changed.
CREATE TABLE derivation_inputs (
  -- course or activity.
  kind text NOT NULL,
  id text NOT NULL,
  -- The URL of a course; the course of an activity.
  target text NOT NULL,
  -- Of an activity.
  required {int} NOT NULL,
  PRIMARY KEY (kind, id)
) {clustered};

-- What derived records do not follow yet: `all`, before the platform has an owner; `address` and `identity` of people;
-- `courses` and activities.
CREATE TABLE derivation_changes (
  kind text NOT NULL,
  -- The address, or the kind and value of the identity; else empty.
  id text NOT NULL,
  PRIMARY KEY (kind, id)
) {clustered};
-- Earlier versions only stored statements.
INSERT INTO derivation_changes (kind, id) SELECT 'all', '' WHERE EXISTS (SELECT 1 FROM statements);
