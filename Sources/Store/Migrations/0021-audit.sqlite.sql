-- An entry without a viewer is about what the server did by itself, or somebody on its machine by a command.
CREATE TABLE audit_log_2 (
  key {key},
  at {int} NOT NULL,
  viewer_key {int} REFERENCES users (key),
  action text NOT NULL,
  subject_key {int} REFERENCES users (key),
  filters text NOT NULL,
  row_count {int}
) {plain};
INSERT INTO audit_log_2 (key, at, viewer_key, action, subject_key, filters, row_count)
SELECT key, at, viewer_key, action, subject_key, filters, row_count FROM audit_log;
DROP TABLE audit_log;
ALTER TABLE audit_log_2 RENAME TO audit_log;
CREATE INDEX audit_log_subject ON audit_log (subject_key, at);
