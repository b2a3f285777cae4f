-- Facts that their source took back (sources.md, Withdrawal). The tables keep all of them; who reads reads the views,
-- in which those that were withdrawn are not there, so that no statement can forget it. See decision 0038.

ALTER TABLE attempts RENAME TO all_attempts;
ALTER TABLE answers RENAME TO all_answers;
ALTER TABLE assessment_results RENAME TO all_assessment_results;
ALTER TABLE attendances RENAME TO all_attendances;
ALTER TABLE certificates RENAME TO all_certificates;
ALTER TABLE posts RENAME TO all_posts;
ALTER TABLE reactions RENAME TO all_reactions;

ALTER TABLE all_attempts ADD COLUMN withdrawn_at {int};
ALTER TABLE all_answers ADD COLUMN withdrawn_at {int};
ALTER TABLE all_assessment_results ADD COLUMN withdrawn_at {int};
ALTER TABLE all_attendances ADD COLUMN withdrawn_at {int};
ALTER TABLE all_certificates ADD COLUMN withdrawn_at {int};
ALTER TABLE all_posts ADD COLUMN withdrawn_at {int};
ALTER TABLE all_reactions ADD COLUMN withdrawn_at {int};

-- What is counted in an index alone goes on to be.
DROP INDEX posts_author;
CREATE INDEX posts_author ON all_posts (author_key, created_at, kind, place, reply_to, withdrawn_at);
DROP INDEX certificates_program;
CREATE INDEX certificates_program ON all_certificates (program_session_key, user_key, withdrawn_at)
  WHERE program_session_key IS NOT NULL;
DROP INDEX certificates_path;
CREATE INDEX certificates_path ON all_certificates (path_session_key, user_key, withdrawn_at)
  WHERE path_session_key IS NOT NULL;

-- A migration that adds a column to one of the tables makes its view anew: PostgreSQL keeps the columns of its making.
CREATE VIEW attempts AS SELECT * FROM all_attempts WHERE withdrawn_at IS NULL;
CREATE VIEW answers AS SELECT * FROM all_answers WHERE withdrawn_at IS NULL;
CREATE VIEW assessment_results AS SELECT * FROM all_assessment_results WHERE withdrawn_at IS NULL;
CREATE VIEW attendances AS SELECT * FROM all_attendances WHERE withdrawn_at IS NULL;
CREATE VIEW certificates AS SELECT * FROM all_certificates WHERE withdrawn_at IS NULL;
CREATE VIEW posts AS SELECT * FROM all_posts WHERE withdrawn_at IS NULL;
CREATE VIEW reactions AS SELECT * FROM all_reactions WHERE withdrawn_at IS NULL;
