"""The General stats report as an analyst would have DuckDB write it, live from Parquet files. Runs where DuckDB is
installed (`reports.py` sees to that), as a program of its own:

  analyst.py export RECORDS PARQUET          the records folder's CSV files as Parquet, once
  analyst.py report PARQUET OUT FILTERS      the report as CSV; prints the seconds without loading DuckDB's library

FILTERS is a JSON object: groups, users, sessions (lists), from and to (days). What a column means is in
`spec/statistics.md`; nothing here is taken from Tallybook.
"""

import json
import pathlib
import sys
import time
import unicodedata

import duckdb

TABLES = [
    "assessment_results", "attempts", "attendances", "classroom_slots", "custom_fields", "enrolments", "groups",
    "managers", "memberships", "posts", "program_blocks", "program_sessions", "users",
]
TYPES = {
    "score": "DECIMAL(5,2)", "progress": "DECIMAL(5,2)", "time_spent": "BIGINT", "mandatory": "BOOLEAN",
    "position": "INTEGER",
    **{name: "TIMESTAMP" for name in [
        "started_at", "last_activity_at", "completed_at", "assessed_at", "starts_at", "ends_at", "created_at",
        "archived_at", "deleted_at", "enrolled_at", "unenrolled_at", "since", "until",
    ]},
}


def export(records, folder):
    folder.mkdir(parents=True, exist_ok=True)
    database = duckdb.connect()
    for table in TABLES:
        source = f"read_csv('{records / table}.csv', all_varchar = true, header = true)"
        names = [row[0] for row in database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        columns = ", ".join(f'CAST("{name}" AS {TYPES.get(name, "VARCHAR")}) AS "{name}"' for name in names)
        database.execute(f"COPY (SELECT {columns} FROM {source}) TO '{folder / table}.parquet' (FORMAT parquet)")


def report(folder, out, filters):
    database = duckdb.connect()
    for table in TABLES:
        database.execute(f"CREATE VIEW {table} AS FROM '{folder / table}.parquet'")
    titles = group_titles(database)
    chosen = {key: [text(value) for value in filters.get(key, [])] for key in ["groups", "users"]}
    for kind in ["program", "path"]:
        own = [name.split(":", 1)[1] for name in filters.get("sessions", []) if name.startswith(kind + ":")]
        chosen[kind] = [text(value) for value in own]
    database.execute(COPY.format(
        out=out, people=" AND ".join(["u.deleted_at IS NULL", *people_filters(chosen, filters)]),
        named=named(chosen, filters), chosen_program=chosen_program(chosen, filters),
        posts="false" if filters.get("sessions") else "true", custom=custom_columns(database),
        groups=", ".join(text(id) for id, _ in titles),
        shown=", ".join(f'g."{name(id)}" AS "{name(title)}"' for id, title in titles),
        **{f"in_{column}": in_range(column, filters) for column in [
            "last_activity_at", "assessed_at", "created_at", "enrolled_at", "completed"]}))


def people_filters(chosen, filters):
    conditions = []
    if filters.get("groups"):
        conditions.append('u.id IN (SELECT "user" FROM memberships WHERE until IS NULL AND "group" IN (%s))'
                          % ", ".join(chosen["groups"]))
    if filters.get("users"):
        conditions.append(f"u.id IN ({', '.join(chosen['users'])})")
    if filters.get("sessions"):
        conditions.append('u.id IN (SELECT "user" FROM enrolments WHERE %s)' % " OR ".join(
            f"(kind = '{kind}' AND session IN ({', '.join(chosen[kind])}))" for kind in ["program", "path"]
            if chosen[kind]))
    return conditions


def named(chosen, filters):
    """Whether a fact names one of the chosen sessions."""
    if not filters.get("sessions"):
        return "true"
    return "(" + " OR ".join(
        f"{kind}_session IN ({', '.join(chosen[kind])})" for kind in ["program", "path"] if chosen[kind]) + ")"


def chosen_program(chosen, filters):
    if not filters.get("sessions"):
        return "true"
    return f"session IN ({', '.join(chosen['program'])})" if chosen["program"] else "false"


def in_range(column, filters):
    parts = []
    if filters.get("from"):
        parts.append(f"{column} >= TIMESTAMP '{filters['from']}'")
    if filters.get("to"):
        parts.append(f"{column} < TIMESTAMP '{filters['to']}' + INTERVAL 1 DAY")
    return " AND ".join(parts) or "true"


def group_titles(database):
    """Ids and titles in order; groups of one name carry their parent's name as well."""
    rows = database.execute("SELECT g.id, g.name, p.name FROM groups g LEFT JOIN groups p ON p.id = g.parent").fetchall()
    count = {}
    for _, own, _ in rows:
        count[own] = count.get(own, 0) + 1
    titled = [(id, f"{own} ({parent})" if count[own] > 1 and parent else own) for id, own, parent in rows]
    return sorted(titled, key=lambda row: (folded(row[1]), row[0]))


def custom_columns(database):
    fields = database.execute("SELECT id, title, type FROM custom_fields").fetchall()
    columns = []
    for id, title, kind in sorted(fields, key=lambda row: (folded(row[1]), row[0])):
        value = f'u."custom:{id}"'
        if kind == "date":
            value = f"strftime(CAST({value} AS DATE), '%d/%m/%Y')"
        columns.append(f'{value} AS "{name(title)}"')
    return ", ".join(columns)


def folded(words):
    """What names are ordered by: without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).casefold()


def text(value):
    return "'" + value.replace("'", "''") + "'"


def name(value):
    return value.replace('"', '""')


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
    needed AS (
      SELECT s.id AS session, s.program, b.kind, b.item, count(*) OVER (PARTITION BY s.id) AS blocks
      FROM program_sessions AS s JOIN program_blocks AS b ON b.program = s.program
      WHERE b.mandatory OR NOT EXISTS (
        SELECT 1 FROM program_blocks AS o WHERE o.program = s.program AND o.mandatory)),
    done AS (
      SELECT "user", program_session AS session, 'course' AS kind, course AS item,
        coalesce(completed_at, last_activity_at) AS instant
      FROM attempts WHERE progress = 100 AND program_session IS NOT NULL
      UNION ALL
      SELECT "user", program_session, 'assessment', assessment, assessed_at
      FROM assessment_results WHERE program_session IS NOT NULL
      UNION ALL
      SELECT a."user", a.program_session, 'classroom', s.classroom, s.starts_at
      FROM attendances AS a JOIN classroom_slots AS s ON s.id = a.slot
      WHERE a.status = 'present' AND a.program_session IS NOT NULL),
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
    assigned AS (
      SELECT "user", count(DISTINCT session) AS sessions FROM enrolments
      WHERE kind = 'program' AND unenrolled_at IS NULL AND origin <> 'self' AND {chosen_program} AND {in_enrolled_at}
      GROUP BY "user"),
    messages AS (
      SELECT author AS "user", count(*) AS messages FROM posts WHERE {posts} AND {in_created_at} GROUP BY author),
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
