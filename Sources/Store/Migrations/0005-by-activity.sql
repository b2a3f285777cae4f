-- A user's courses and questions, latest activity first: the first page of thousands without reading them all.
CREATE INDEX course_standings_activity ON course_standings (user_key, last_activity);
CREATE INDEX question_standings_activity ON question_standings (user_key, last_activity);
