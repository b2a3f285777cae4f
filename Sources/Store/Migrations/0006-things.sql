-- Who stands in a program session without ever having been enrolled, and which certificates name a session: for the
-- pages of sessions. Both tables are small beside the facts.
CREATE INDEX program_standings_session ON program_standings (program_session_key, user_key);
CREATE INDEX certificates_program ON certificates (program_session_key, user_key) WHERE program_session_key IS NOT NULL;
CREATE INDEX certificates_path ON certificates (path_session_key, user_key) WHERE path_session_key IS NOT NULL;
