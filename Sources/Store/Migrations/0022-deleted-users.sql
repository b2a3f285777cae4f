-- Who is deleted is left out of what is counted per course, group, tag and session.
CREATE INDEX users_deleted ON users (deleted_at, key) WHERE deleted_at IS NOT NULL;
