-- What the lists of courses and questions sum up, without reading facts.

-- The score of the user's earliest scored answer, and the number of answers with a score of 100.
ALTER TABLE question_standings ADD COLUMN first_score {int};
ALTER TABLE question_standings ADD COLUMN full_scores {int} NOT NULL DEFAULT 0;
CREATE INDEX question_standings_question ON question_standings
  (question_key, user_key, answers, score_sum, score_count, last_activity, first_score, full_scores);

-- Has everything that the list of courses sums, so that the rows of a course are read from it only.
DROP INDEX course_standings_course;
CREATE INDEX course_standings_course ON course_standings
  (course_key, last_activity, user_key, attempts, time_spent, progress, score);
