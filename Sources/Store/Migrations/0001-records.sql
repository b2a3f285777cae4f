-- Records, one table for each kind, and the link tables of their lists.
--
-- In all migrations, instants are seconds since 1970-01-01 UTC, dates are days since 1970-01-01, durations are seconds,
-- percentages and scores are hundredths of a percent (10000: 100 %), booleans are 0 or 1. A list is a JSON array of ids.
-- `key` is internal to the store, `id` is the id that records use. An integer `…_key` is the key of another row, a text
-- `name_key` or `statement_key` is a sort key (`sortKey`). Placeholders in braces: see `Migrator`.

CREATE TABLE custom_fields (
  key {key}, id text NOT NULL UNIQUE, title text NOT NULL, type text NOT NULL CHECK (type IN ('text', 'date'))
) {plain};

-- Deleted users keep their row.
CREATE TABLE users (
  key {key},
  id text NOT NULL UNIQUE,
  -- Normalized (`EmailAddress`); unique among current users.
  email text NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  title text,
  additional_information text,
  -- BCP 47, such as `de` or `pt-BR`.
  language text,
  -- IANA, such as `Europe/Vienna`.
  time_zone text,
  created_at {int} NOT NULL,
  -- How the user was created: invitation, admin, import, api, self_registration, sso, scim or founder.
  channel text NOT NULL,
  -- Id of a user, who may come later in the same file.
  invited_by text,
  -- The date on which the user is deleted automatically, at 00:00 in the platform's time zone.
  auto_delete_on {int},
  deleted_at {int},
  -- The values of custom fields, a JSON object by id of the field; `custom_values` has them in rows.
  custom text
) {plain};
CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;
-- Directories and single sign-on look up deleted users by address too.
CREATE INDEX users_any_email ON users (email);
CREATE INDEX users_auto_delete_on ON users (auto_delete_on) WHERE auto_delete_on IS NOT NULL AND deleted_at IS NULL;
-- Deleted users are excluded from the counts of courses, groups, tags and sessions.
CREATE INDEX users_deleted ON users (deleted_at, key) WHERE deleted_at IS NOT NULL;

CREATE TABLE custom_values (
  user_key {int} NOT NULL REFERENCES users (key),
  custom_field_key {int} NOT NULL REFERENCES custom_fields (key),
  -- A date is YYYY-MM-DD.
  value text NOT NULL,
  PRIMARY KEY (user_key, custom_field_key)
) {clustered};

-- A relation is open while it has no `until`. Its source is the one that wrote it last (`Source`); a snapshot only
-- closes relations of its own source.
CREATE TABLE managers (
  user_key {int} NOT NULL REFERENCES users (key),
  manager_key {int} NOT NULL REFERENCES users (key),
  since {int},
  until {int},
  source text NOT NULL DEFAULT 'records',
  PRIMARY KEY (user_key, manager_key),
  CHECK (user_key <> manager_key)
) {clustered};
CREATE INDEX managers_manager ON managers (manager_key, user_key, until);

-- The earlier intervals of relations that were opened again.
CREATE TABLE manager_history (
  user_key {int} NOT NULL REFERENCES users (key),
  manager_key {int} NOT NULL REFERENCES users (key),
  since {int},
  until {int} NOT NULL,
  PRIMARY KEY (user_key, manager_key, until)
) {clustered};

CREATE TABLE groups (
  key {key},
  id text NOT NULL UNIQUE,
  name text NOT NULL,
  -- Id of a group, which may come later in the same file; the platform has none.
  parent text,
  created_at {int},
  name_key text NOT NULL
) {plain};
CREATE INDEX groups_parent ON groups (parent);

-- `until` and `source` as in `managers`.
CREATE TABLE memberships (
  user_key {int} NOT NULL REFERENCES users (key),
  group_key {int} NOT NULL REFERENCES groups (key),
  role text NOT NULL CHECK (role IN ('learner', 'author', 'coach', 'user_admin', 'admin', 'owner')),
  since {int},
  until {int},
  source text NOT NULL DEFAULT 'records',
  PRIMARY KEY (user_key, group_key, role)
) {clustered};
CREATE INDEX memberships_group ON memberships (group_key, role, user_key, until);

-- The earlier intervals of memberships that were opened again.
CREATE TABLE membership_history (
  user_key {int} NOT NULL REFERENCES users (key),
  group_key {int} NOT NULL REFERENCES groups (key),
  role text NOT NULL,
  since {int},
  until {int} NOT NULL,
  PRIMARY KEY (user_key, group_key, role, until)
) {clustered};

CREATE TABLE courses (
  key {key},
  id text NOT NULL UNIQUE,
  name text NOT NULL,
  author_key {int} NOT NULL REFERENCES users (key),
  -- A list, also in `course_co_authors`.
  co_authors text,
  group_key {int} REFERENCES groups (key),
  -- Id of a course, which may come later in the same file.
  duplicate_of text,
  created_at {int} NOT NULL,
  published_at {int},
  published_by_key {int} REFERENCES users (key),
  archived_at {int},
  url text,
  name_key text NOT NULL
) {plain};
CREATE INDEX courses_author ON courses (author_key);
CREATE INDEX courses_duplicate ON courses (duplicate_of);
-- For the author's card.
CREATE INDEX courses_publisher ON courses (published_by_key) WHERE published_by_key IS NOT NULL;

CREATE TABLE course_co_authors (
  owner_key {int} NOT NULL REFERENCES courses (key),
  member_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};
CREATE INDEX course_co_authors_member ON course_co_authors (member_key);

CREATE TABLE tags (key {key}, id text NOT NULL UNIQUE, name text NOT NULL, name_key text NOT NULL) {plain};

CREATE TABLE questions (
  key {key},
  id text NOT NULL UNIQUE,
  course_key {int} REFERENCES courses (key),
  -- The type of the interaction, as in cmi5 and xAPI (`Interaction`).
  interaction text NOT NULL,
  statement text NOT NULL,
  -- The choices as JSON (`Choices`), and the pattern of the correct response.
  choices text,
  correct text,
  -- A list, also in `question_tags`.
  tags text,
  statement_key text NOT NULL
) {plain};

CREATE TABLE question_tags (
  owner_key {int} NOT NULL REFERENCES questions (key),
  member_key {int} NOT NULL REFERENCES tags (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};
CREATE INDEX question_tags_member ON question_tags (member_key);

CREATE TABLE assessments (
  key {key},
  id text NOT NULL UNIQUE,
  name text NOT NULL,
  -- A list, also in `assessment_tags`.
  tags text,
  name_key text NOT NULL
) {plain};

CREATE TABLE assessment_tags (
  owner_key {int} NOT NULL REFERENCES assessments (key),
  member_key {int} NOT NULL REFERENCES tags (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};
CREATE INDEX assessment_tags_member ON assessment_tags (member_key);

CREATE TABLE classrooms (key {key}, id text NOT NULL UNIQUE, name text NOT NULL, name_key text NOT NULL) {plain};

CREATE TABLE classroom_slots (
  key {key},
  id text NOT NULL UNIQUE,
  classroom_key {int} NOT NULL REFERENCES classrooms (key),
  starts_at {int} NOT NULL,
  ends_at {int}
) {plain};

CREATE TABLE programs (key {key}, id text NOT NULL UNIQUE, name text NOT NULL, name_key text NOT NULL) {plain};

-- The block's kind says which of its keys is set: course, assessment or classroom.
CREATE TABLE program_blocks (
  program_key {int} NOT NULL REFERENCES programs (key),
  position {int} NOT NULL CHECK (position >= 1),
  kind text NOT NULL,
  course_key {int} REFERENCES courses (key),
  assessment_key {int} REFERENCES assessments (key),
  classroom_key {int} REFERENCES classrooms (key),
  mandatory {int} NOT NULL CHECK (mandatory IN (0, 1)),
  PRIMARY KEY (program_key, position)
) {clustered};

CREATE TABLE program_sessions (
  key {key},
  id text NOT NULL UNIQUE,
  program_key {int} NOT NULL REFERENCES programs (key),
  name text NOT NULL,
  created_at {int} NOT NULL,
  starts_at {int},
  ends_at {int},
  -- A list, also in `program_session_instructors`.
  instructors text,
  name_key text NOT NULL
) {plain};
CREATE INDEX program_sessions_program ON program_sessions (program_key);

CREATE TABLE program_session_instructors (
  owner_key {int} NOT NULL REFERENCES program_sessions (key),
  member_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};

CREATE TABLE paths (key {key}, id text NOT NULL UNIQUE, name text NOT NULL, name_key text NOT NULL) {plain};

-- The step's kind says which of its keys is set: course, assessment, classroom or program (`program_session_key`).
CREATE TABLE path_steps (
  path_key {int} NOT NULL REFERENCES paths (key),
  position {int} NOT NULL CHECK (position >= 1),
  kind text NOT NULL,
  course_key {int} REFERENCES courses (key),
  assessment_key {int} REFERENCES assessments (key),
  classroom_key {int} REFERENCES classrooms (key),
  program_session_key {int} REFERENCES program_sessions (key),
  mandatory {int} NOT NULL CHECK (mandatory IN (0, 1)),
  min_score {int},
  attempts_limit {int},
  due_after_days {int},
  PRIMARY KEY (path_key, position)
) {clustered};

CREATE TABLE path_sessions (
  key {key},
  id text NOT NULL UNIQUE,
  path_key {int} NOT NULL REFERENCES paths (key),
  name text NOT NULL,
  created_at {int} NOT NULL,
  starts_at {int},
  ends_at {int},
  -- A list, also in `path_session_instructors`.
  instructors text,
  name_key text NOT NULL
) {plain};
CREATE INDEX path_sessions_path ON path_sessions (path_key);

CREATE TABLE path_session_instructors (
  owner_key {int} NOT NULL REFERENCES path_sessions (key),
  member_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};

-- An enrolment in a program session or in a path session. `source` as in `managers`.
CREATE TABLE enrolments (
  -- program or path.
  kind text NOT NULL,
  program_session_key {int} REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  user_key {int} NOT NULL REFERENCES users (key),
  -- individual, group or self.
  origin text NOT NULL,
  -- The group through which the user is enrolled.
  group_key {int} REFERENCES groups (key),
  enrolled_at {int} NOT NULL,
  unenrolled_at {int},
  source text NOT NULL DEFAULT 'records',
  CHECK ((program_session_key IS NULL) <> (path_session_key IS NULL))
) {plain};
CREATE UNIQUE INDEX enrolments_key ON enrolments
  (user_key, coalesce(program_session_key, 0), coalesce(path_session_key, 0), origin, coalesce(group_key, 0));
CREATE INDEX enrolments_program ON enrolments (program_session_key, user_key) WHERE program_session_key IS NOT NULL;
CREATE INDEX enrolments_path ON enrolments (path_session_key, user_key) WHERE path_session_key IS NOT NULL;

-- Facts. A table `all_…` has every fact; queries use the view without the prefix, which excludes withdrawn facts
-- (docs/decisions/0038). A migration that adds a column to such a table must create its view again. A user's facts are
-- stored together: except for posts and reactions, the primary key begins with the user, and ids are unique per user.

CREATE TABLE all_attempts (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL,
  course_key {int} NOT NULL REFERENCES courses (key),
  program_session_key {int} REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  started_at {int} NOT NULL,
  last_activity_at {int} NOT NULL,
  time_spent {int} NOT NULL CHECK (time_spent >= 0),
  progress {int} NOT NULL CHECK (progress BETWEEN 0 AND 10000),
  score {int} CHECK (score BETWEEN 0 AND 10000),
  completed_at {int},
  language text,
  -- Derived, when more recent attempts replaced this one: see `Supersession`.
  superseded_at {int},
  overtaken_at {int},
  withdrawn_at {int},
  PRIMARY KEY (user_key, id),
  CHECK (last_activity_at >= started_at)
) {clustered};

CREATE TABLE all_answers (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL,
  question_key {int} NOT NULL REFERENCES questions (key),
  -- Id of an attempt of the same user.
  attempt text,
  answered_at {int} NOT NULL,
  -- In the notation of the question's interaction.
  response text,
  score {int} CHECK (score BETWEEN 0 AND 10000),
  withdrawn_at {int},
  PRIMARY KEY (user_key, id)
) {clustered};

CREATE TABLE all_assessment_results (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL,
  assessment_key {int} NOT NULL REFERENCES assessments (key),
  program_session_key {int} REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  assessed_at {int} NOT NULL,
  assessor_key {int} REFERENCES users (key),
  passed {int} CHECK (passed IN (0, 1)),
  score {int} CHECK (score BETWEEN 0 AND 10000),
  withdrawn_at {int},
  PRIMARY KEY (user_key, id)
) {clustered};

CREATE TABLE all_attendances (
  user_key {int} NOT NULL REFERENCES users (key),
  slot_key {int} NOT NULL REFERENCES classroom_slots (key),
  -- registered, present or absent.
  status text NOT NULL,
  program_session_key {int} REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  withdrawn_at {int},
  PRIMARY KEY (user_key, slot_key)
) {clustered};

CREATE TABLE all_certificates (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL,
  name text NOT NULL,
  -- path, program or external.
  kind text NOT NULL,
  path_session_key {int} REFERENCES path_sessions (key),
  program_session_key {int} REFERENCES program_sessions (key),
  delivered_at {int} NOT NULL,
  expires_at {int},
  name_key text NOT NULL,
  withdrawn_at {int},
  PRIMARY KEY (user_key, id)
) {clustered};
CREATE INDEX certificates_program ON all_certificates (program_session_key, user_key, withdrawn_at)
  WHERE program_session_key IS NOT NULL;
CREATE INDEX certificates_path ON all_certificates (path_session_key, user_key, withdrawn_at)
  WHERE path_session_key IS NOT NULL;

CREATE TABLE all_posts (
  key {key},
  id text NOT NULL UNIQUE,
  author_key {int} NOT NULL REFERENCES users (key),
  -- message, comment or correction.
  kind text NOT NULL,
  -- group, session, profile, course, path, learning_need or project. `place_id` is an id of that kind, and one of the
  -- keys `place_…` is set if there is such a record.
  place text NOT NULL,
  place_id text,
  -- Id of a post, which may come later in the same file.
  reply_to text,
  created_at {int} NOT NULL,
  archived_at {int},
  text text,
  place_group_key {int} REFERENCES groups (key),
  place_program_session_key {int} REFERENCES program_sessions (key),
  place_path_session_key {int} REFERENCES path_sessions (key),
  place_user_key {int} REFERENCES users (key),
  place_course_key {int} REFERENCES courses (key),
  place_path_key {int} REFERENCES paths (key),
  withdrawn_at {int}
) {plain};
-- Has all columns that the number of posts by author needs.
CREATE INDEX posts_author ON all_posts (author_key, created_at, kind, place, reply_to, withdrawn_at);
CREATE INDEX posts_reply ON all_posts (reply_to, created_at) WHERE reply_to IS NOT NULL;
CREATE INDEX posts_course ON all_posts (place_course_key, created_at) WHERE place_course_key IS NOT NULL;

-- A reaction to a post or to a course.
CREATE TABLE all_reactions (
  key {key},
  id text NOT NULL UNIQUE,
  user_key {int} NOT NULL REFERENCES users (key),
  -- like, learned, useful, outdated, question or not_useful.
  kind text NOT NULL,
  post_key {int} REFERENCES all_posts (key),
  course_key {int} REFERENCES courses (key),
  -- Id of an activity of the course; activities are not records.
  activity text,
  created_at {int} NOT NULL,
  withdrawn_at {int},
  CHECK ((post_key IS NULL) <> (course_key IS NULL))
) {plain};
CREATE INDEX reactions_user ON all_reactions (user_key, kind, created_at);
CREATE INDEX reactions_post ON all_reactions (post_key, created_at) WHERE post_key IS NOT NULL;
CREATE INDEX reactions_course ON all_reactions (course_key, created_at) WHERE course_key IS NOT NULL;

CREATE VIEW attempts AS SELECT * FROM all_attempts WHERE withdrawn_at IS NULL;
CREATE VIEW answers AS SELECT * FROM all_answers WHERE withdrawn_at IS NULL;
CREATE VIEW assessment_results AS SELECT * FROM all_assessment_results WHERE withdrawn_at IS NULL;
CREATE VIEW attendances AS SELECT * FROM all_attendances WHERE withdrawn_at IS NULL;
CREATE VIEW certificates AS SELECT * FROM all_certificates WHERE withdrawn_at IS NULL;
CREATE VIEW posts AS SELECT * FROM all_posts WHERE withdrawn_at IS NULL;
CREATE VIEW reactions AS SELECT * FROM all_reactions WHERE withdrawn_at IS NULL;
