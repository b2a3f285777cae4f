-- Custom reports. The owner alone sees them. name: that of the file, empty for the type's own. choice: filters and columns, as JSON.
CREATE TABLE custom_reports (
  key {key},
  id text NOT NULL UNIQUE,
  user_key {int} NOT NULL REFERENCES users (key),
  name text NOT NULL,
  type text NOT NULL,
  choice text NOT NULL,
  created_at {int} NOT NULL,
  changed_at {int} NOT NULL
) {plain};
CREATE INDEX custom_reports_user ON custom_reports (user_key, changed_at);
