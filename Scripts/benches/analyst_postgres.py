"""The General stats report as an analyst would write it in PostgreSQL, from tables of the unchanged records.

What a column means is in `docs/spec/statistics.md`; nothing here is taken from Tallybook.
"""

import csv
import io

from benches.questions import GROUPS, TABLES, TYPES, conditions, folded, name, text, titled

# Indexes that an analyst would add to find a user's rows.
INDEXED = ["assessment_results", "attempts", "attendances", "enrolments", "managers", "memberships"]


class Analyst:
    """A database with only the records."""

    def __init__(self, postgres, records):
        self.postgres = postgres
        postgres.new_database("analyst")
        for table in TABLES:
            with open(records / f"{table}.csv", newline="", encoding="utf-8") as file:
                names = next(csv.reader(file))
            columns = ", ".join(f'"{column}" {TYPES.get(column, "text")}' for column in names)
            postgres.psql("analyst", f"CREATE TABLE {table} ({columns})",
                          f"\\copy {table} from '{records / table}.csv' with (format csv, header)")
        for table in INDEXED:
            postgres.psql("analyst", f'CREATE INDEX ON {table} ("user")')
        postgres.psql("analyst", "CREATE INDEX ON users (id)", "VACUUM ANALYZE")
        self.titles = titled(self.rows(GROUPS))
        fields = sorted(self.rows("SELECT id, title, type FROM custom_fields"), key=lambda row: (folded(row[1]), row[0]))
        self.custom = [(title, custom_column(id, kind)) for id, title, kind in fields]

    def rows(self, sql):
        return list(csv.reader(io.StringIO(self.postgres.psql("analyst", f"COPY ({sql}) TO STDOUT (FORMAT csv)"))))

    def report(self, out, filters):
        """Writes the file and returns the cost."""
        heads = ["Last name", "First name", "Email", *(title for title, _ in self.custom), "Additional information",
                 "Managers", "Avg score", "Completed programs", "Assigned programs", "Messages", "Total time spent",
                 *(title for _, title in self.titles)]
        rows = out.with_suffix(".rows")
        sql = REPORT.format(
            custom=", ".join(column for _, column in self.custom),
            groups=", ".join(f"""max('x') FILTER (WHERE "group" = {text(id)}) AS "{name(id)}\"""" for id, _ in self.titles),
            shown=", ".join(f'g."{name(id)}"' for id, _ in self.titles), **conditions(filters))
        one_line = " ".join(sql.split())
        cost = self.postgres.run(*self.postgres.command("analyst", f"\\copy ({one_line}) to '{rows}' with (format csv)"))
        # PostgreSQL cuts a column's name off at 63 bytes, so the titles are written here.
        with open(out, "w", newline="", encoding="utf-8") as file, open(rows, newline="", encoding="utf-8") as body:
            csv.writer(file).writerow(heads)
            file.writelines(body)
        rows.unlink()
        return cost


def custom_column(id, kind):
    value = f'u."custom:{name(id)}"'
    return f"to_char({value}::date, 'DD/MM/YYYY')" if kind == "date" else value


REPORT = """
  WITH
    people AS (SELECT u.* FROM users AS u WHERE {people}),
    facts AS (
      SELECT * FROM attempts WHERE "user" IN (SELECT id FROM people) AND {named} AND {in_last_activity_at}),
    results AS (
      SELECT * FROM assessment_results WHERE "user" IN (SELECT id FROM people) AND {named} AND {in_assessed_at}),
    scores AS (
      SELECT "user", CAST(sum(score) * 100 AS BIGINT) AS total, count(score) AS number
      FROM (SELECT "user", score FROM facts UNION ALL SELECT "user", score FROM results) AS s GROUP BY "user"),
    last AS (
      SELECT DISTINCT ON ("user", program_session, course) "user", time_spent FROM facts WHERE program_session IS NOT NULL
      ORDER BY "user", program_session, course, started_at DESC, last_activity_at DESC, id DESC),
    counted AS (
      SELECT "user", time_spent FROM facts WHERE program_session IS NULL UNION ALL SELECT "user", time_spent FROM last),
    times AS (SELECT "user", sum(time_spent)::bigint AS seconds FROM counted GROUP BY "user"),
    {needed_and_done},
    blocks AS (
      SELECT d."user", session, n.program, n.blocks, kind, item, min(d.instant) AS instant
      FROM done AS d JOIN needed AS n USING (session, kind, item)
      WHERE "user" IN (SELECT id FROM people) AND {chosen_program}
      GROUP BY "user", session, program, blocks, kind, item),
    sessions AS (
      SELECT "user", session, program, max(instant) AS instant FROM blocks
      WHERE ("user", session) IN (SELECT "user", session FROM enrolments WHERE kind = 'program')
      GROUP BY "user", session, program, blocks HAVING count(*) = blocks),
    programs AS (
      SELECT "user", count(*) AS programs
      FROM (SELECT "user", program, min(instant) AS completed FROM sessions GROUP BY "user", program) AS p
      WHERE {in_completed} GROUP BY "user"),
    {assigned_and_messages},
    superiors AS (
      SELECT m."user", string_agg(p.email, ', ' ORDER BY p.email COLLATE "C") AS emails
      FROM managers AS m JOIN users AS p ON p.id = m.manager AND p.deleted_at IS NULL
      WHERE m.until IS NULL GROUP BY m."user"),
    member AS (
      SELECT "user", {groups} FROM memberships WHERE until IS NULL AND "user" IN (SELECT id FROM people) GROUP BY "user")
  SELECT u.last_name, u.first_name, u.email, {custom}, u.additional_information, superiors.emails,
    trim_scale(((2 * scores.total + scores.number) / (2 * scores.number))::numeric / 100),
    coalesce(programs.programs, 0), coalesce(assigned.sessions, 0), coalesce(messages.messages, 0),
    coalesce(seconds, 0) / 3600 || ':' || lpad((coalesce(seconds, 0) / 60 % 60)::text, 2, '0')
      || ':' || lpad((coalesce(seconds, 0) % 60)::text, 2, '0'),
    {shown}
  FROM people AS u
    LEFT JOIN superiors ON superiors."user" = u.id
    LEFT JOIN scores ON scores."user" = u.id AND scores.number > 0
    LEFT JOIN times ON times."user" = u.id
    LEFT JOIN programs ON programs."user" = u.id
    LEFT JOIN assigned ON assigned."user" = u.id
    LEFT JOIN messages ON messages."user" = u.id
    LEFT JOIN member AS g ON g."user" = u.id
  ORDER BY lower(u.last_name), lower(u.first_name), u.id
"""
