"""The report Summary compared with DuckDB's, and General stats with conditions compared with it without."""

import csv
import pathlib
import sys

from benches.demo import count, filled_store
from benches.measuring import DATA, ROOT, output, run, say, table
from benches.reports import line, parquet_folder, python

ANALYST = pathlib.Path(__file__).with_name("analyst_summary.py")
YEAR = ("2025-04-01", "2026-03-15")
COLUMNS = [
    "users", "active_users", "active_share", "time_spent", "total_time_spent", "average_score", "completed_courses",
    "completed_programs", "completed_paths", "assigned_programs", "assigned_paths", "attended_classrooms", "messages",
    "answered_questions", "average_answer_score", "certificates", "time_per_user",
]
COMPARISON = "import sys; from benches.summaries import differences; print(differences(*sys.argv[1:]))"
CONDITIONS = {
    "a stored statistic": ["average_score:ge:60"], "an email address": ["email:contains:a"],
    "a name and a count": ["last_name:starts:m", "messages:ge:1"],
}


def measure_summaries(options):
    users = options.sizes[2]
    store, parquet = filled_store(options, users), parquet_folder(options, users, "parquet-summary", ANALYST)
    rows = [summary(options, store, parquet)]
    for name, period in {"": [], ", the last 90 days": ["--from", "2025-12-16", "--to", "2026-03-15"]}.items():
        for title, conditions in CONDITIONS.items():
            rows.append(conditioned(options, store, f"General stats{name}, a condition on {title}", period, conditions))
    head = ["rows", "Tallybook", "compared with", "ratio", "peak memory", "of the other"]
    return table([f"{users:,} users, {count(users, 'attempts'):,} attempts", *head], rows)


def summary(options, store, parquet):
    """By group × month with all columns; both files must have the same cells."""
    ours, theirs = [], []
    words = ["--by", "group", "--by", "month", "--from", YEAR[0], "--to", YEAR[1]]
    words += [word for column in COLUMNS for word in ["--column", column]]
    for _ in range(options.runs):
        ours.append(report(options, store, "summary", "ours.csv", words))
        cost = run(python(), ANALYST, "report", parquet, DATA / "duckdb.csv", *YEAR)
        cost.wall = float((DATA / "output.txt").read_text())
        theirs.append(cost)
    # In a separate process: this process's peak memory would count for its children.
    different = output(sys.executable, "-c", COMPARISON, DATA / "ours.csv", DATA / "duckdb.csv", cwd=ROOT / "Scripts")
    if different:
        sys.exit(f"Tallybook's summary and DuckDB's differ.\n{different}")
    return said(line("Summary by group × month, all columns; DuckDB", rows_of("ours.csv"), ours, theirs))


def conditioned(options, store, name, period, conditions):
    """The report with the conditions and without them, in turn."""
    words = [word for condition in conditions for word in ["--where", condition]]
    with_them, without = [], []
    for _ in range(options.runs):
        with_them.append(report(options, store, "general-stats", "with.csv", period + words))
        without.append(report(options, store, "general-stats", "without.csv", period))
    return said(line(name, rows_of("with.csv"), with_them, without))


def report(options, store, type, file, words):
    return run(options.program, "report", type, "--store", store, "--as", "owner@example.com", "--out", DATA / file, *words)


def said(row):
    say(" | ".join(row))
    return row


def rows_of(file):
    return len(cells(DATA / file)) - 1


def cells(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return [[cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell.removesuffix(".0") for cell in row]
                for row in csv.reader(file)]


def differences(ours, theirs):
    """Describes the differences between two files; nothing if both have the same rows, in any order."""
    one, other = sorted(cells(ours)[1:]), sorted(cells(theirs)[1:])
    if one == other:
        return ""
    wrong = [pair for pair in zip(one, other) if pair[0] != pair[1]][:2]
    return f"{len(one)} and {len(other)} rows, such as {wrong}"
