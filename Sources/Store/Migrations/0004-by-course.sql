-- Who played a course, and who did lately: for a course's page, the players of an author and the author's card.
CREATE INDEX course_standings_course ON course_standings (course_key, last_activity, user_key);
