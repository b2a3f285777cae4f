-- What the sources of records did (docs/spec/sources.md).

-- Sources that have run; those without runs are found by what they wrote.
CREATE TABLE sources (
  name text PRIMARY KEY,
  kind text NOT NULL
) {plain};

-- Imports of a source, each all or nothing. Those that failed are kept too.
CREATE TABLE source_runs (
  key {key},
  source text NOT NULL,
  -- By the machine's clock.
  started_at {int} NOT NULL,
  seconds {int} NOT NULL,
  -- Rows read, by table or file of the source: a JSON object.
  rows_read text NOT NULL,
  -- By kind of record, how many are new, changed, the same, and closed or withdrawn: a JSON object with lists.
  records text NOT NULL,
  note_count {int} NOT NULL,
  -- All notes, as CSV; NULL if there are none, or for an older run.
  notes text,
  -- Why nothing was imported; NULL: it was.
  error text
) {plain};
CREATE INDEX source_runs_source ON source_runs (source, key);
