-- Records as they were handed over (records.md). Instants are seconds UTC, dates are days since 1970-01-01,
-- percentages and scores are hundredths, booleans are 0 and 1, lists are JSON arrays of ids.
-- `key` is ours; `id` is the platform's. Facts of a user lie together: (user_key, id) is their primary key.

CREATE TABLE custom_fields (
  key {key}, id text NOT NULL UNIQUE {bytes}, title text NOT NULL, type text NOT NULL CHECK (type IN ('text', 'date'))
) {plain};

CREATE TABLE users (
  key {key},
  id text NOT NULL UNIQUE {bytes},
  email text NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  title text,
  additional_information text,
  language text,
  time_zone text,
  created_at {int} NOT NULL,
  channel text NOT NULL,
  invited_by text,
  auto_delete_on {int},
  deleted_at {int},
  custom text
) {plain};
CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;

CREATE TABLE custom_values (
  user_key {int} NOT NULL REFERENCES users (key),
  custom_field_key {int} NOT NULL REFERENCES custom_fields (key),
  value text NOT NULL,
  PRIMARY KEY (user_key, custom_field_key)
) {clustered};

CREATE TABLE managers (
  user_key {int} NOT NULL REFERENCES users (key),
  manager_key {int} NOT NULL REFERENCES users (key),
  since {int},
  until {int},
  PRIMARY KEY (user_key, manager_key),
  CHECK (user_key <> manager_key)
) {clustered};
CREATE INDEX managers_manager ON managers (manager_key, user_key, until);

CREATE TABLE groups (
  key {key}, id text NOT NULL UNIQUE {bytes}, name text NOT NULL, parent text, created_at {int}, name_key text NOT NULL
) {plain};
CREATE INDEX groups_parent ON groups (parent);

CREATE TABLE memberships (
  user_key {int} NOT NULL REFERENCES users (key),
  group_key {int} NOT NULL REFERENCES groups (key),
  role text NOT NULL CHECK (role IN ('learner', 'author', 'coach', 'user_admin', 'admin', 'owner')),
  since {int},
  until {int},
  PRIMARY KEY (user_key, group_key, role)
) {clustered};
CREATE INDEX memberships_group ON memberships (group_key, role, user_key, until);

-- Every earlier interval of a membership or a manager relation that was opened again.
CREATE TABLE membership_history (
  user_key {int} NOT NULL REFERENCES users (key),
  group_key {int} NOT NULL REFERENCES groups (key),
  role text NOT NULL,
  since {int},
  until {int} NOT NULL,
  PRIMARY KEY (user_key, group_key, role, until)
) {clustered};

CREATE TABLE manager_history (
  user_key {int} NOT NULL REFERENCES users (key),
  manager_key {int} NOT NULL REFERENCES users (key),
  since {int},
  until {int} NOT NULL,
  PRIMARY KEY (user_key, manager_key, until)
) {clustered};

CREATE TABLE courses (
  key {key},
  id text NOT NULL UNIQUE {bytes},
  name text NOT NULL,
  author_key {int} NOT NULL REFERENCES users (key),
  co_authors text,
  group_key {int} REFERENCES groups (key),
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

CREATE TABLE course_co_authors (
  owner_key {int} NOT NULL REFERENCES courses (key),
  member_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};
CREATE INDEX course_co_authors_member ON course_co_authors (member_key);

CREATE TABLE tags (key {key}, id text NOT NULL UNIQUE {bytes}, name text NOT NULL, name_key text NOT NULL) {plain};

CREATE TABLE questions (
  key {key},
  id text NOT NULL UNIQUE {bytes},
  course_key {int} REFERENCES courses (key),
  interaction text NOT NULL,
  statement text NOT NULL,
  choices text,
  correct text,
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
  key {key}, id text NOT NULL UNIQUE {bytes}, name text NOT NULL, tags text, name_key text NOT NULL
) {plain};

CREATE TABLE assessment_tags (
  owner_key {int} NOT NULL REFERENCES assessments (key),
  member_key {int} NOT NULL REFERENCES tags (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};
CREATE INDEX assessment_tags_member ON assessment_tags (member_key);

CREATE TABLE classrooms (key {key}, id text NOT NULL UNIQUE {bytes}, name text NOT NULL, name_key text NOT NULL) {plain};

CREATE TABLE classroom_slots (
  key {key},
  id text NOT NULL UNIQUE {bytes},
  classroom_key {int} NOT NULL REFERENCES classrooms (key),
  starts_at {int} NOT NULL,
  ends_at {int}
) {plain};

CREATE TABLE programs (key {key}, id text NOT NULL UNIQUE {bytes}, name text NOT NULL, name_key text NOT NULL) {plain};

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
  id text NOT NULL UNIQUE {bytes},
  program_key {int} NOT NULL REFERENCES programs (key),
  name text NOT NULL,
  created_at {int} NOT NULL,
  starts_at {int},
  ends_at {int},
  instructors text,
  name_key text NOT NULL
) {plain};
CREATE INDEX program_sessions_program ON program_sessions (program_key);

CREATE TABLE program_session_instructors (
  owner_key {int} NOT NULL REFERENCES program_sessions (key),
  member_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};

CREATE TABLE paths (key {key}, id text NOT NULL UNIQUE {bytes}, name text NOT NULL, name_key text NOT NULL) {plain};

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
  id text NOT NULL UNIQUE {bytes},
  path_key {int} NOT NULL REFERENCES paths (key),
  name text NOT NULL,
  created_at {int} NOT NULL,
  starts_at {int},
  ends_at {int},
  instructors text,
  name_key text NOT NULL
) {plain};
CREATE INDEX path_sessions_path ON path_sessions (path_key);

CREATE TABLE path_session_instructors (
  owner_key {int} NOT NULL REFERENCES path_sessions (key),
  member_key {int} NOT NULL REFERENCES users (key),
  PRIMARY KEY (owner_key, member_key)
) {clustered};

CREATE TABLE enrolments (
  kind text NOT NULL,
  program_session_key {int} REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  user_key {int} NOT NULL REFERENCES users (key),
  origin text NOT NULL,
  group_key {int} REFERENCES groups (key),
  enrolled_at {int} NOT NULL,
  unenrolled_at {int},
  CHECK ((program_session_key IS NULL) <> (path_session_key IS NULL))
) {plain};
CREATE UNIQUE INDEX enrolments_key ON enrolments
  (user_key, coalesce(program_session_key, 0), coalesce(path_session_key, 0), origin, coalesce(group_key, 0));
CREATE INDEX enrolments_program ON enrolments (program_session_key, user_key) WHERE program_session_key IS NOT NULL;
CREATE INDEX enrolments_path ON enrolments (path_session_key, user_key) WHERE path_session_key IS NOT NULL;

CREATE TABLE attempts (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL {bytes},
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
  PRIMARY KEY (user_key, id),
  CHECK (last_activity_at >= started_at)
) {clustered};

CREATE TABLE answers (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL {bytes},
  question_key {int} NOT NULL REFERENCES questions (key),
  attempt text,
  answered_at {int} NOT NULL,
  response text,
  score {int} CHECK (score BETWEEN 0 AND 10000),
  PRIMARY KEY (user_key, id)
) {clustered};

CREATE TABLE assessment_results (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL {bytes},
  assessment_key {int} NOT NULL REFERENCES assessments (key),
  program_session_key {int} REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  assessed_at {int} NOT NULL,
  assessor_key {int} REFERENCES users (key),
  passed {int} CHECK (passed IN (0, 1)),
  score {int} CHECK (score BETWEEN 0 AND 10000),
  PRIMARY KEY (user_key, id)
) {clustered};

CREATE TABLE attendances (
  user_key {int} NOT NULL REFERENCES users (key),
  slot_key {int} NOT NULL REFERENCES classroom_slots (key),
  status text NOT NULL,
  program_session_key {int} REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  PRIMARY KEY (user_key, slot_key)
) {clustered};

CREATE TABLE certificates (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL {bytes},
  name text NOT NULL,
  kind text NOT NULL,
  path_session_key {int} REFERENCES path_sessions (key),
  program_session_key {int} REFERENCES program_sessions (key),
  delivered_at {int} NOT NULL,
  expires_at {int},
  name_key text NOT NULL,
  PRIMARY KEY (user_key, id)
) {clustered};

CREATE TABLE posts (
  key {key},
  id text NOT NULL UNIQUE {bytes},
  author_key {int} NOT NULL REFERENCES users (key),
  kind text NOT NULL,
  place text NOT NULL,
  place_id text,
  reply_to text,
  created_at {int} NOT NULL,
  archived_at {int},
  text text,
  place_group_key {int} REFERENCES groups (key),
  place_program_session_key {int} REFERENCES program_sessions (key),
  place_path_session_key {int} REFERENCES path_sessions (key),
  place_user_key {int} REFERENCES users (key),
  place_course_key {int} REFERENCES courses (key),
  place_path_key {int} REFERENCES paths (key)
) {plain};
CREATE INDEX posts_author ON posts (author_key, created_at, kind, place, reply_to);
CREATE INDEX posts_reply ON posts (reply_to, created_at) WHERE reply_to IS NOT NULL;
CREATE INDEX posts_course ON posts (place_course_key, created_at) WHERE place_course_key IS NOT NULL;

CREATE TABLE reactions (
  key {key},
  id text NOT NULL UNIQUE {bytes},
  user_key {int} NOT NULL REFERENCES users (key),
  kind text NOT NULL,
  post_key {int} REFERENCES posts (key),
  course_key {int} REFERENCES courses (key),
  activity text,
  created_at {int} NOT NULL,
  CHECK ((post_key IS NULL) <> (course_key IS NULL))
) {plain};
CREATE INDEX reactions_user ON reactions (user_key, kind, created_at);
CREATE INDEX reactions_post ON reactions (post_key, created_at) WHERE post_key IS NOT NULL;
CREATE INDEX reactions_course ON reactions (course_key, created_at) WHERE course_key IS NOT NULL;
