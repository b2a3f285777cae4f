"""The General stats report as an analyst would write it in DuckDB, live from Parquet files. Runs where DuckDB is
installed (`reports.py` sees to that), as a program of its own:

  analyst.py export RECORDS PARQUET          the records folder's CSV files as Parquet, once
  analyst.py report PARQUET OUT FILTERS      the report as CSV; prints the seconds without loading DuckDB's library

FILTERS is a JSON object: groups, users, sessions (lists), from and to (days). What a column means is in
`docs/spec/statistics.md`; nothing here is taken from Tallybook.
"""

import json
import pathlib
import sys
import time

import duckdb

from questions import GROUPS, TABLES, TYPES, conditions, folded, name, text, titled


def export(records, folder, tables=TABLES):
    folder.mkdir(parents=True, exist_ok=True)
    database = duckdb.connect()
    for table in tables:
        source = f"read_csv('{records / table}.csv', all_varchar = true, header = true)"
        names = [row[0] for row in database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        columns = ", ".join(f'CAST("{name}" AS {TYPES.get(name, "VARCHAR")}) AS "{name}"' for name in names)
        database.execute(f"COPY (SELECT {columns} FROM {source}) TO '{folder / table}.parquet' (FORMAT parquet)")


def report(folder, out, filters):
    database = duckdb.connect()
    for table in TABLES:
        database.execute(f"CREATE VIEW {table} AS FROM '{folder / table}.parquet'")
    titles = titled(database.execute(GROUPS).fetchall())
    database.execute(COPY.format(
        out=out, custom=custom_columns(database), groups=", ".join(text(id) for id, _ in titles),
        shown=", ".join(f'g."{name(id)}" AS "{name(title)}"' for id, title in titles), **conditions(filters)))


def custom_columns(database):
    fields = database.execute("SELECT id, title, type FROM custom_fields").fetchall()
    columns = []
    for id, title, kind in sorted(fields, key=lambda row: (folded(row[1]), row[0])):
        value = f'u."custom:{id}"'
        if kind == "date":
            value = f"strftime(CAST({value} AS DATE), '%d/%m/%Y')"
        columns.append(f'{value} AS "{name(title)}"')
    return ", ".join(columns)


COPY = """
COPY (
  WITH
    people AS (SELECT u.* FROM users AS u WHERE {people}),
    facts AS (
      SELECT * FROM attempts SEMI JOIN people ON people.id = attempts."user" WHERE {named} AND {in_last_activity_at}),
    results AS (
      SELECT * FROM assessment_results SEMI JOIN people ON people.id = assessment_results."user"
      WHERE {named} AND {in_assessed_at}),
    scores AS (
      SELECT "user", CAST(sum(score) * 100 AS BIGINT) AS total, count(score) AS number
      FROM (SELECT "user", score FROM facts UNION ALL SELECT "user", score FROM results) GROUP BY "user"),
    counted AS (
      SELECT "user", time_spent FROM facts WHERE program_session IS NULL
      UNION ALL
      SELECT "user", time_spent FROM facts WHERE program_session IS NOT NULL
      QUALIFY row_number() OVER (
        PARTITION BY "user", program_session, course ORDER BY started_at DESC, last_activity_at DESC, id DESC) = 1),
    times AS (SELECT "user", sum(time_spent) AS seconds FROM counted GROUP BY "user"),
    {needed_and_done},
    blocks AS (
      SELECT d."user", session, n.program, n.blocks, d.kind, d.item, min(d.instant) AS instant
      FROM done AS d SEMI JOIN people ON people.id = d."user" JOIN needed AS n USING (session, kind, item)
      WHERE {chosen_program} GROUP BY ALL),
    sessions AS (
      SELECT "user", session, program, max(instant) AS instant FROM blocks
      SEMI JOIN (SELECT * FROM enrolments WHERE kind = 'program') AS e USING ("user", session)
      GROUP BY "user", session, program, blocks HAVING count(*) = blocks),
    programs AS (
      SELECT "user", count(*) AS programs
      FROM (SELECT "user", program, min(instant) AS completed FROM sessions GROUP BY "user", program)
      WHERE {in_completed} GROUP BY "user"),
    {assigned_and_messages},
    superiors AS (
      SELECT m."user", string_agg(p.email, ', ' ORDER BY p.email) AS emails
      FROM managers AS m JOIN users AS p ON p.id = m.manager AND p.deleted_at IS NULL
      WHERE m.until IS NULL GROUP BY m."user"),
    member AS (
      PIVOT (
        SELECT "user", "group", 'x' AS x FROM memberships SEMI JOIN people ON people.id = memberships."user"
        WHERE until IS NULL)
      ON "group" IN ({groups}) USING first(x) GROUP BY "user")
  SELECT u.last_name AS "Last name", u.first_name AS "First name", u.email AS "Email", {custom},
    u.additional_information AS "Additional information", superiors.emails AS "Managers",
    (2 * scores.total + scores.number) // (2 * scores.number) / 100 AS "Avg score",
    coalesce(programs.programs, 0) AS "Completed programs", coalesce(assigned.sessions, 0) AS "Assigned programs",
    coalesce(messages.messages, 0) AS "Messages",
    format('{{}}:{{:02d}}:{{:02d}}', coalesce(seconds, 0)::BIGINT // 3600, coalesce(seconds, 0)::BIGINT // 60 % 60,
      coalesce(seconds, 0)::BIGINT % 60) AS "Total time spent",
    {shown}
  FROM people AS u
    LEFT JOIN superiors ON superiors."user" = u.id
    LEFT JOIN scores ON scores."user" = u.id AND scores.number > 0
    LEFT JOIN times ON times."user" = u.id
    LEFT JOIN programs ON programs."user" = u.id
    LEFT JOIN assigned ON assigned."user" = u.id
    LEFT JOIN messages ON messages."user" = u.id
    LEFT JOIN member AS g ON g."user" = u.id
  ORDER BY lower(strip_accents(u.last_name)), lower(strip_accents(u.first_name)), u.id
) TO '{out}' (HEADER, DELIMITER ',')
"""


if __name__ == "__main__":
    if sys.argv[1] == "export":
        export(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        start = time.perf_counter()
        report(pathlib.Path(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4]))
        print(time.perf_counter() - start)
