"""The filters of the analyst's report, as conditions that DuckDB and PostgreSQL both understand."""

import unicodedata

TABLES = [
    "assessment_results", "attempts", "attendances", "classroom_slots", "custom_fields", "enrolments", "groups",
    "managers", "memberships", "posts", "program_blocks", "program_sessions", "users",
]
TYPES = {
    "score": "DECIMAL(5,2)", "progress": "DECIMAL(5,2)", "time_spent": "BIGINT", "mandatory": "BOOLEAN",
    "position": "INTEGER",
    **{name: "TIMESTAMP" for name in [
        "started_at", "last_activity_at", "completed_at", "assessed_at", "starts_at", "ends_at", "created_at",
        "archived_at", "deleted_at", "enrolled_at", "unenrolled_at", "since", "until", "answered_at", "delivered_at",
    ]},
}
# Mandatory blocks of each session, and all blocks that users have done.
NEEDED_AND_DONE = """
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
  WHERE a.status = 'present' AND a.program_session IS NOT NULL)
"""
ASSIGNED_AND_MESSAGES = """
assigned AS (
  SELECT "user", count(DISTINCT session) AS sessions FROM enrolments
  WHERE kind = 'program' AND unenrolled_at IS NULL AND origin <> 'self' AND {chosen_program} AND {in_enrolled_at}
  GROUP BY "user"),
messages AS (
  SELECT author AS "user", count(*) AS messages FROM posts WHERE {posts} AND {in_created_at} GROUP BY author)
"""
GROUPS = "SELECT g.id, g.name, p.name FROM groups AS g LEFT JOIN groups AS p ON p.id = g.parent"


def conditions(filters):
    """The parts of the report's SQL that depend on the filters."""
    chosen = {key: [text(value) for value in filters.get(key, [])] for key in ["groups", "users"]}
    for kind in ["program", "path"]:
        own = [name.split(":", 1)[1] for name in filters.get("sessions", []) if name.startswith(kind + ":")]
        chosen[kind] = [text(value) for value in own]
    parts = {
        "people": " AND ".join(["u.deleted_at IS NULL", *people_filters(chosen, filters)]),
        "named": named(chosen, filters),
        "chosen_program": chosen_program(chosen, filters),
        "posts": "false" if filters.get("sessions") else "true",
        **{f"in_{column}": in_range(column, filters) for column in [
            "last_activity_at", "assessed_at", "created_at", "enrolled_at", "completed"]},
    }
    return parts | {
        "needed_and_done": NEEDED_AND_DONE, "assigned_and_messages": ASSIGNED_AND_MESSAGES.format(**parts),
    }


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
        parts.append(f"{column} < TIMESTAMP '{filters['to']}' + INTERVAL '1 DAY'")
    return " AND ".join(parts) or "true"


def titled(groups):
    """Ids and titles of (id, name, parent's name), in order; groups with equal names also have their parent's name."""
    count = {}
    for _, own, _ in groups:
        count[own] = count.get(own, 0) + 1
    titles = [(id, f"{own} ({parent})" if count[own] > 1 and parent else own) for id, own, parent in groups]
    return sorted(titles, key=lambda row: (folded(row[1]), row[0]))


def folded(words):
    """The sort key of names: without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).casefold()


def text(value):
    return "'" + value.replace("'", "''") + "'"


def name(value):
    return value.replace('"', '""')
