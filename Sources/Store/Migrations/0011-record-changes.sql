-- How often records have changed: what was computed from them stays right until then (docs/decisions/0066).
CREATE TABLE record_changes (
  name text PRIMARY KEY,
  number {int} NOT NULL
) {plain};
