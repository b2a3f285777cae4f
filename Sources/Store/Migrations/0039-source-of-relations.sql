-- Which source wrote a relation last (sources.md, Source): a snapshot ends those of its own source alone. All facts come
-- from records so far.
ALTER TABLE managers ADD COLUMN source text NOT NULL DEFAULT 'records';
ALTER TABLE memberships ADD COLUMN source text NOT NULL DEFAULT 'records';
ALTER TABLE enrolments ADD COLUMN source text NOT NULL DEFAULT 'records';
