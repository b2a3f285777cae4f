-- When an attempt ceased to be the most recent one stands in its own row: see Statistics/Standings/Supersession.swift.
ALTER TABLE attempts ADD COLUMN superseded_at {int};
ALTER TABLE attempts ADD COLUMN overtaken_at {int};
UPDATE attempts SET superseded_at = s.superseded_at, overtaken_at = s.overtaken_at FROM superseded_attempts AS s
WHERE s.user_key = attempts.user_key AND s.id = attempts.id;
DROP TABLE superseded_attempts;
