-- Letters that do not decompose (ø, ł, æ …) sort and are found as o, l, ae: statistics.md, rule 8. {folded COLUMN} is the column
-- with `foldedLetters` replaced, which makes the key of today out of the key of before.
UPDATE groups SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE courses SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE tags SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE questions SET statement_key = {folded statement_key}
WHERE statement_key <> {folded statement_key};
UPDATE assessments SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE classrooms SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE programs SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE program_sessions SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE paths SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE path_sessions SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE all_certificates SET name_key = {folded name_key}
WHERE name_key <> {folded name_key};
UPDATE user_standings SET last_name_key = {folded last_name_key}, first_name_key = {folded first_name_key}
WHERE last_name_key <> {folded last_name_key} OR first_name_key <> {folded first_name_key};
