"""The report Summary by group × month, with all columns, as an analyst would write it in DuckDB, live from Parquet files.
Runs where DuckDB is installed (`reports.py` sees to that), as a program of its own:

  analyst_summary.py export RECORDS PARQUET          the records folder's CSV files as Parquet, once
  analyst_summary.py report PARQUET OUT FROM TO      the report as CSV; prints the seconds without loading DuckDB's library

FROM and TO are days. What a column means is in `docs/spec/insights.md`; nothing here is taken from Tallybook.
"""

import pathlib
import sys
import time

import duckdb

from analyst import export
from questions import GROUPS, NEEDED_AND_DONE, TABLES, in_range, text, titled

# Equal names among the rows show their parent's, too.
SHOWN = """ WHERE g.id IN (
  SELECT m."group" FROM memberships AS m JOIN users AS u ON u.id = m."user" AND u.deleted_at IS NULL WHERE m.until IS NULL)"""
MORE = ["answers", "certificates", "path_sessions", "path_steps"]


def report(folder, out, first, last):
    database = duckdb.connect()
    for table in [*TABLES, *MORE]:
        database.execute(f"CREATE VIEW {table} AS FROM '{folder / table}.parquet'")
    groups = titled(database.execute(GROUPS + SHOWN).fetchall())
    titles = ", ".join(f"({text(id)}, {text(title)})" for id, title in groups)
    database.execute(COPY.format(
        out=out, titles=titles, needed_and_done=NEEDED_AND_DONE, in_at=in_range('"at"', {"from": first, "to": last}),
        first=first, last=last))


def monthly(columns, source):
    """Sums of a source by user and month; its instant is called at."""
    return f"""
      SELECT "user", date_trunc('month', "at") AS month, {columns} FROM ({source})
      WHERE {{in_at}} AND "user" IN (SELECT id FROM people) GROUP BY ALL"""


MEAN = "CAST(sum(score) * 100 AS BIGINT)"
COMPLETED = 'SELECT "user", {owner}, min(instant) AS "at" FROM {sessions} GROUP BY ALL'
SUMS = " UNION ALL BY NAME ".join([
    monthly(f"1 AS active, sum(time_spent) AS seconds, {MEAN} AS scores, count(score) AS scored",
            'SELECT *, last_activity_at AS "at" FROM attempts'),
    monthly("sum(time_spent) AS counted", """
      SELECT *, last_activity_at AS "at" FROM attempts
      QUALIFY program_session IS NULL OR row_number() OVER (
        PARTITION BY "user", program_session, course, date_trunc('month', last_activity_at), last_activity_at >= '{first}',
          last_activity_at < TIMESTAMP '{last}' + INTERVAL '1 DAY'
        ORDER BY started_at DESC, last_activity_at DESC, id DESC) = 1"""),
    monthly(f"{MEAN} AS scores, count(score) AS scored", 'SELECT *, assessed_at AS "at" FROM assessment_results'),
    monthly("count(*) AS courses", """
      SELECT "user", course, min(coalesce(completed_at, last_activity_at)) AS "at" FROM attempts WHERE progress = 100
      GROUP BY ALL"""),
    monthly("count(*) AS programs", COMPLETED.format(owner="program", sessions="(FROM program_done SEMI JOIN enrolments "
            "ON enrolments.kind = 'program' AND enrolments.session = program_done.session "
            'AND enrolments."user" = program_done."user")')),
    monthly("count(*) AS paths", COMPLETED.format(owner="path", sessions="path_done")),
    monthly("""count(DISTINCT session) FILTER (kind = 'program') AS assigned_programs,
      count(DISTINCT path) FILTER (kind = 'path') AS assigned_paths""", """
      SELECT e.*, s.path, e.enrolled_at AS "at" FROM enrolments AS e
      LEFT JOIN path_sessions AS s ON e.kind = 'path' AND s.id = e.session
      WHERE e.unenrolled_at IS NULL AND e.origin <> 'self'"""),
    monthly("count(DISTINCT classroom) AS classrooms", """
      SELECT a."user", s.classroom, s.starts_at AS "at" FROM attendances AS a JOIN classroom_slots AS s ON s.id = a.slot
      WHERE a.status = 'present'"""),
    monthly("count(*) AS messages", 'SELECT author AS "user", created_at AS "at" FROM posts'),
    monthly(f"count(*) AS answers, {MEAN} AS answer_scores, count(score) AS answers_scored",
            'SELECT *, answered_at AS "at" FROM answers'),
    monthly("count(*) AS certificates", 'SELECT *, delivered_at AS "at" FROM certificates'),
])
TIME = "format('{{{{}}}}:{{{{:02d}}}}:{{{{:02d}}}}', {0} // 3600, {0} // 60 % 60, {0} % 60)"
TIMES = {name: TIME.format(f"coalesce({name}, 0)::BIGINT") for name in ["seconds", "counted"]}
PER_USER = TIME.format("((2 * coalesce(seconds, 0) + users) // (2 * users))::BIGINT")
COPY = """
COPY (
  WITH
    people AS (SELECT id FROM users WHERE deleted_at IS NULL),
    {needed_and_done},
    program_done AS (
      SELECT d."user", session, n.program, max(instant) AS instant
      FROM (SELECT "user", session, kind, item, min(instant) AS instant FROM done GROUP BY ALL) AS d
      JOIN needed AS n USING (session, kind, item)
      GROUP BY d."user", session, n.program, n.blocks HAVING count(*) = n.blocks),
    steps AS (
      SELECT s.id AS session, s.path, b.kind, b.item, count(*) OVER (PARTITION BY s.id) AS blocks
      FROM path_sessions AS s JOIN path_steps AS b ON b.path = s.path
      WHERE b.mandatory OR NOT EXISTS (SELECT 1 FROM path_steps AS o WHERE o.path = s.path AND o.mandatory)),
    step_done AS (
      SELECT "user", path_session AS session, 'course' AS kind, course AS item,
        coalesce(completed_at, last_activity_at) AS instant
      FROM attempts WHERE progress = 100 AND path_session IS NOT NULL
      UNION ALL
      SELECT "user", path_session, 'assessment', assessment, assessed_at FROM assessment_results WHERE path_session IS NOT NULL
      UNION ALL
      SELECT a."user", a.path_session, 'classroom', s.classroom, s.starts_at
      FROM attendances AS a JOIN classroom_slots AS s ON s.id = a.slot
      WHERE a.status = 'present' AND a.path_session IS NOT NULL
      UNION ALL
      SELECT d."user", s.session, 'program', d.session, d.instant
      FROM program_done AS d JOIN steps AS s ON s.kind = 'program' AND s.item = d.session),
    path_done AS (
      SELECT d."user", session, n.path, max(instant) AS instant
      FROM (SELECT "user", session, kind, item, min(instant) AS instant FROM step_done GROUP BY ALL) AS d
      JOIN steps AS n USING (session, kind, item)
      SEMI JOIN (SELECT "user", session FROM enrolments WHERE kind = 'path') AS e USING ("user", session)
      GROUP BY d."user", session, n.path, n.blocks HAVING count(*) = n.blocks),
    sums AS (""" + SUMS + """),
    member AS (
      SELECT DISTINCT p.id AS "user", m."group" FROM people AS p
      LEFT JOIN memberships AS m ON m."user" = p.id AND m.until IS NULL),
    sizes AS (SELECT "group", count(*) AS users FROM member GROUP BY "group"),
    months AS (
      SELECT unnest(generate_series(
        date_trunc('month', TIMESTAMP '{first}'), TIMESTAMP '{last}', INTERVAL '1 MONTH')) AS month),
    totals AS (
      SELECT "group", month, sum(COLUMNS(* EXCLUDE ("group", "user", month)))
      FROM member JOIN sums USING ("user") GROUP BY "group", month),
    titles (id, title) AS (VALUES {titles})
  SELECT coalesce(title, '(none)') AS "Group", strftime(g.month, '%Y-%m') AS "Month", users AS "Users",
    coalesce(active, 0)::BIGINT AS "Active users",
    (20000 * coalesce(active, 0) + users) // (2 * users) / 100 AS "Active",
    """ + TIMES["seconds"] + """ AS "Time spent", """ + TIMES["counted"] + """ AS "Total time spent",
    CASE WHEN scored > 0 THEN (2 * scores + scored) // (2 * scored) / 100 END AS "Avg score",
    coalesce(courses, 0)::BIGINT, coalesce(programs, 0)::BIGINT, coalesce(paths, 0)::BIGINT,
    coalesce(assigned_programs, 0)::BIGINT, coalesce(assigned_paths, 0)::BIGINT, coalesce(classrooms, 0)::BIGINT,
    coalesce(messages, 0)::BIGINT, coalesce(answers, 0)::BIGINT,
    CASE WHEN answers_scored > 0 THEN (2 * answer_scores + answers_scored) // (2 * answers_scored) / 100 END,
    coalesce(certificates, 0)::BIGINT, """ + PER_USER + """
  FROM (SELECT * FROM sizes CROSS JOIN months) AS g
  LEFT JOIN totals ON totals."group" IS NOT DISTINCT FROM g."group" AND totals.month = g.month
  LEFT JOIN titles ON titles.id = g."group"
  ORDER BY title IS NULL, title, g.month
) TO '{out}' (HEADER, DELIMITER ',')
"""


if __name__ == "__main__":
    if sys.argv[1] == "export":
        export(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), [*TABLES, *MORE])
    else:
        start = time.perf_counter()
        report(pathlib.Path(sys.argv[2]), *sys.argv[3:])
        print(time.perf_counter() - start)
