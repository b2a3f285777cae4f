-- An entry without a viewer is about what the server did by itself, or somebody on its machine by a command.
ALTER TABLE audit_log ALTER COLUMN viewer_key DROP NOT NULL;
