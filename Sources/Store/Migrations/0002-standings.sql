-- Standings: a pure function of a user's facts and the curriculum. The standings of affected users are recomputed in
-- the transaction that imports the records; `tallybook verify` checks them. A mean is stored as a sum of scores and the
-- number of scores. Withdrawn facts do not count. Units: see 0001-records.sql.

-- One row for each user, current or deleted, with everything that the list of users sorts by. The numbers are those of
-- `Statistic.stored`.
CREATE TABLE user_standings (
  user_key {int} PRIMARY KEY REFERENCES users (key),
  -- Copies of the user's id, email address and sort keys; `deleted` is 1 if the user is deleted.
  id text NOT NULL,
  deleted {int} NOT NULL,
  email text NOT NULL,
  last_name_key text NOT NULL,
  first_name_key text NOT NULL,
  -- Seconds of all attempts.
  time_spent {int} NOT NULL,
  last_activity {int},
  direct_reports {int} NOT NULL,
  answered_questions {int} NOT NULL,
  answer_score_sum {int} NOT NULL,
  answer_score_count {int} NOT NULL,
  posted_messages {int} NOT NULL,
  -- Scores of attempts and assessment results.
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  -- Seconds; of several attempts on a course in a program session, only the most recent one counts.
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

-- All of a user's attempts on a course, in any session or none.
CREATE TABLE course_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  course_key {int} NOT NULL REFERENCES courses (key),
  -- The number of attempts, their time, and the highest progress.
  attempts {int} NOT NULL,
  time_spent {int} NOT NULL,
  progress {int} NOT NULL,
  -- Of the most recent attempt with a score.
  score {int},
  last_activity {int} NOT NULL,
  -- The earliest completion.
  first_completed_at {int},
  PRIMARY KEY (user_key, course_key)
) {clustered};
-- The players of a course, all or in the window: for its page, the players of an author, and the author card.
CREATE INDEX course_standings_course ON course_standings (course_key, last_activity, user_key);
-- A user's courses, latest activity first; likewise questions.
CREATE INDEX course_standings_activity ON course_standings (user_key, last_activity);

CREATE TABLE question_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  question_key {int} NOT NULL REFERENCES questions (key),
  -- The number of answers.
  answers {int} NOT NULL,
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  last_activity {int} NOT NULL,
  PRIMARY KEY (user_key, question_key)
) {clustered};
CREATE INDEX question_standings_activity ON question_standings (user_key, last_activity);

CREATE TABLE tag_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  tag_key {int} NOT NULL REFERENCES tags (key),
  -- Scores of answers to the tag's questions.
  training_sum {int} NOT NULL,
  training_count {int} NOT NULL,
  -- Scores of the tag's assessments.
  assessment_sum {int} NOT NULL,
  assessment_count {int} NOT NULL,
  -- The number of answers and assessment results, with or without a score.
  work {int} NOT NULL,
  PRIMARY KEY (user_key, tag_key)
) {clustered};

-- Only blocks and sessions with a counting fact have a row; in others, a user's progress is 0.
CREATE TABLE block_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  program_session_key {int} NOT NULL REFERENCES program_sessions (key),
  -- The block's position in the program.
  position {int} NOT NULL,
  progress {int} NOT NULL,
  -- Of the most recent attempt or result.
  score {int},
  -- The time of the most recent attempt, and the number of attempts; null for an item without attempts.
  time_spent {int},
  attempts {int},
  last_activity {int},
  -- When the block was first done.
  done_at {int},
  PRIMARY KEY (user_key, program_session_key, position)
) {clustered};

CREATE TABLE program_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  program_session_key {int} NOT NULL REFERENCES program_sessions (key),
  -- The mean over mandatory blocks (all if none is mandatory), rounded down to a whole percent; null without blocks.
  progress {int},
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  time_spent {int} NOT NULL,
  last_activity {int},
  completed_at {int},
  PRIMARY KEY (user_key, program_session_key)
) {clustered};
-- Who may open the page of a session: its users include those with a standing who were never enrolled.
CREATE INDEX program_standings_session ON program_standings (program_session_key, user_key);

-- As `block_standings`. A step that is a program session has the mean of that session's scores.
CREATE TABLE step_standings (
  user_key {int} NOT NULL REFERENCES users (key),
  path_session_key {int} NOT NULL REFERENCES path_sessions (key),
  -- The step's position in the path.
  position {int} NOT NULL,
  progress {int} NOT NULL,
  score_sum {int} NOT NULL,
  score_count {int} NOT NULL,
  -- The best score of the attempts, which a minimum score is compared with.
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
  -- As in `program_standings`.
  progress {int},
  -- The exact mean of the steps' scores, as a fraction; no score if the denominator is 0.
  score_numerator {int} NOT NULL,
  score_denominator {int} NOT NULL,
  time_spent {int} NOT NULL,
  last_activity {int},
  completed_at {int},
  PRIMARY KEY (user_key, path_session_key)
) {clustered};

-- The version of the definitions that the standings follow (`StandingsVersion`): at most one row; none in a store
-- without standings.
CREATE TABLE standings_version (version {int} PRIMARY KEY) {plain};
