-- Where each user stands (ARCHITECTURE.md, Standings): a pure function of the user's records, made anew for the
-- touched users in the transaction that takes records in, and checked by `tallybook verify`.

-- One row per user, current and deleted, with all that the list of users sorts by.
CREATE TABLE user_standings (
  user_key {int} PRIMARY KEY REFERENCES users (key),
  id text NOT NULL {bytes},
  deleted {int} NOT NULL,
  email text NOT NULL,
  last_name_key text NOT NULL,
  first_name_key text NOT NULL,
  time_spent {int} NOT NULL,
  last_activity {int},
  direct_reports {int} NOT NULL,
  answered_questions {int} NOT NULL,
  answer_score_sum {int} NOT NULL,
  answer_score_count {int} NOT NULL,
  posted_messages {int} NOT NULL,
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  total_time_spent {int} NOT NULL,
  completed_courses {int} NOT NULL,
  attended_classrooms {int} NOT NULL,
  completed_programs {int} NOT NULL,
  assigned_programs {int} NOT NULL,
  completed_paths {int} NOT NULL,
  assigned_paths {int} NOT NULL
) {plain};
CREATE INDEX user_standings_name ON user_standings (deleted, last_name_key, first_name_key, id);
CREATE INDEX user_standings_first_name ON user_standings (deleted, first_name_key, last_name_key, id);
CREATE INDEX user_standings_email ON user_standings (deleted, email, last_name_key, first_name_key, id);
CREATE INDEX user_standings_time_up ON user_standings (deleted, time_spent, last_name_key, first_name_key, id);
CREATE INDEX user_standings_time_down ON user_standings (deleted, time_spent DESC, last_name_key, first_name_key, id);
CREATE INDEX user_standings_activity_up ON user_standings (deleted, last_activity, last_name_key, first_name_key, id);
CREATE INDEX user_standings_activity_down
  ON user_standings (deleted, last_activity DESC, last_name_key, first_name_key, id);
CREATE INDEX user_standings_reports_up ON user_standings (deleted, direct_reports, last_name_key, first_name_key, id);
CREATE INDEX user_standings_reports_down
  ON user_standings (deleted, direct_reports DESC, last_name_key, first_name_key, id);

-- Attempts that a more recent one on the same course in the same program session has replaced, with what a report
-- needs to take their time away again; see Statistics/Standings/Supersession.swift.
CREATE TABLE superseded_attempts (
  user_key {int} NOT NULL REFERENCES users (key),
  id text NOT NULL {bytes},
  program_session_key {int} NOT NULL REFERENCES program_sessions (key),
  path_session_key {int} REFERENCES path_sessions (key),
  last_activity_at {int} NOT NULL,
  time_spent {int} NOT NULL,
  superseded_at {int},
  overtaken_at {int},
  PRIMARY KEY (user_key, id)
) {clustered};

CREATE TABLE course_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  course_key {int} NOT NULL REFERENCES courses (key),
  attempts {int} NOT NULL,
  time_spent {int} NOT NULL,
  progress {int} NOT NULL,
  score {int},
  last_activity {int} NOT NULL,
  first_completed_at {int},
  PRIMARY KEY (user_key, course_key)
) {clustered};

CREATE TABLE question_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  question_key {int} NOT NULL REFERENCES questions (key),
  answers {int} NOT NULL,
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  last_activity {int} NOT NULL,
  PRIMARY KEY (user_key, question_key)
) {clustered};

CREATE TABLE tag_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  tag_key {int} NOT NULL REFERENCES tags (key),
  training_sum {int} NOT NULL,
  training_count {int} NOT NULL,
  assessment_sum {int} NOT NULL,
  assessment_count {int} NOT NULL,
  work {int} NOT NULL,
  PRIMARY KEY (user_key, tag_key)
) {clustered};

-- Only blocks and steps in which something happened; the others stand at nothing.
CREATE TABLE block_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  program_session_key {int} NOT NULL REFERENCES program_sessions (key),
  position {int} NOT NULL,
  progress {int} NOT NULL,
  score {int},
  time_spent {int},
  attempts {int},
  last_activity {int},
  done_at {int},
  PRIMARY KEY (user_key, program_session_key, position)
) {clustered};

CREATE TABLE program_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  program_session_key {int} NOT NULL REFERENCES program_sessions (key),
  progress {int},
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  time_spent {int} NOT NULL,
  last_activity {int},
  completed_at {int},
  PRIMARY KEY (user_key, program_session_key)
) {clustered};

-- A step's score is the fraction score_sum / score_count: that of a program step is its session's exact mean.
CREATE TABLE step_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  path_session_key {int} NOT NULL REFERENCES path_sessions (key),
  position {int} NOT NULL,
  progress {int} NOT NULL,
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  best_score {int},
  time_spent {int},
  attempts {int},
  last_activity {int},
  done_at {int},
  PRIMARY KEY (user_key, path_session_key, position)
) {clustered};

CREATE TABLE path_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  path_session_key {int} NOT NULL REFERENCES path_sessions (key),
  progress {int},
  score_numerator {int} NOT NULL,
  score_denominator {int} NOT NULL,
  time_spent {int} NOT NULL,
  last_activity {int},
  completed_at {int},
  PRIMARY KEY (user_key, path_session_key)
) {clustered};
