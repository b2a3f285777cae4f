"""What an analyst's report is asked for, as conditions that DuckDB and PostgreSQL both understand."""

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
        "archived_at", "deleted_at", "enrolled_at", "unenrolled_at", "since", "until",
    ]},
}
GROUPS = "SELECT g.id, g.name, p.name FROM groups AS g LEFT JOIN groups AS p ON p.id = g.parent"


def conditions(filters):
    """The parts of the report's SQL that the filters decide."""
    chosen = {key: [text(value) for value in filters.get(key, [])] for key in ["groups", "users"]}
    for kind in ["program", "path"]:
        own = [name.split(":", 1)[1] for name in filters.get("sessions", []) if name.startswith(kind + ":")]
        chosen[kind] = [text(value) for value in own]
    return {
        "people": " AND ".join(["u.deleted_at IS NULL", *people_filters(chosen, filters)]),
        "named": named(chosen, filters),
        "chosen_program": chosen_program(chosen, filters),
        "posts": "false" if filters.get("sessions") else "true",
        **{f"in_{column}": in_range(column, filters) for column in [
            "last_activity_at", "assessed_at", "created_at", "enrolled_at", "completed"]},
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
    """Ids and titles of (id, name, parent's name), in order; groups of one name carry their parent's name as well."""
    count = {}
    for _, own, _ in groups:
        count[own] = count.get(own, 0) + 1
    titles = [(id, f"{own} ({parent})" if count[own] > 1 and parent else own) for id, own, parent in groups]
    return sorted(titles, key=lambda row: (folded(row[1]), row[0]))


def folded(words):
    """What names are ordered by: without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).casefold()


def text(value):
    return "'" + value.replace("'", "''") + "'"


def name(value):
    return value.replace('"', '""')
