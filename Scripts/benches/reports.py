"""The General stats report, compared with DuckDB's, live from Parquet files of the same facts."""

import collections
import csv
import json
import pathlib
import re
import statistics
import sys
import unicodedata

from benches.demo import count, demo_folder, filled_store
from benches.measuring import DATA, ROOT, output, run, say, table

ANALYST = pathlib.Path(__file__).with_name("analyst.py")
DUCKDB = "duckdb==2.0.1"
COMPARISON = "import sys; from benches.reports import differences; print(differences(*sys.argv[1:]))"


def measure_reports(options):
    """Both in turn, each time as a file; every row must be equal in both."""
    users = options.sizes[2]
    store, parquet = filled_store(options, users), parquet_folder(options, users)
    memory = {users: 0}
    rows = []
    for name, filters in filters_of(users).items():
        ours, theirs = [], []
        for _ in range(options.runs):
            ours.append(tallybook(options, store, filters))
            theirs.append(duckdb(parquet, filters))
        # In a separate process: this process's peak memory would count for its children.
        different = output(sys.executable, "-c", COMPARISON, DATA / "ours.csv", DATA / "duckdb.csv", cwd=ROOT / "Scripts")
        if different:
            sys.exit(f"{name}: Tallybook's file and DuckDB's differ.\n{different}")
        memory[users] = max(memory[users], *(cost.memory for cost in ours))
        rows.append(line(name, lines_of(DATA / "ours.csv"), ours, theirs))
        say(" | ".join(rows[-1]))
    rows.append(growth(options, memory, users))
    head = ["General stats as CSV", "rows", "Tallybook", "DuckDB", "ratio", "peak memory", "DuckDB's"]
    return table([f"{head[0]}, {users:,} users, {count(users, 'attempts'):,} attempts", *head[1:]], rows)


def filters_of(users):
    """The report's filters, by the names of the command's options."""
    folder = DATA / f"demo-{users}"
    groups = common(folder / "memberships.csv", "group")
    programs = [f"program:{id}" for id in common(folder / "enrolments.csv", "session", kind="program")]
    paths = [f"path:{id}" for id in common(folder / "enrolments.csv", "session", kind="path")]
    quarter = {"from": "2025-12-16", "to": "2026-03-15"}
    return {
        "unfiltered": {},
        "date: the last 90 days": quarter,
        "date: all days there are": {"from": "2000-01-01", "to": "2030-12-31"},
        "group: the largest": {"groups": groups[:1]},
        "groups: the 50 largest": {"groups": groups[:50]},
        "users: 100 of them": {"users": [f"u{number * users // 100}" for number in range(100)]},
        "session: the largest of a program": {"sessions": programs[:1]},
        "sessions: the largest 20 of programs and 20 of paths": {"sessions": programs[:20] + paths[:20]},
        "the 50 largest groups, the last 90 days": {"groups": groups[:50], **quarter},
    }


def common(path, column, **wanted):
    """The values of a column, the most frequent first."""
    with open(path, newline="") as file:
        rows = csv.DictReader(file)
        found = collections.Counter(row[column] for row in rows if all(row[key] == wanted[key] for key in wanted))
    return sorted(found, key=lambda value: (-found[value], value))


def tallybook(options, store, filters):
    words = []
    for key, value in filters.items():
        for one in [value] if isinstance(value, str) else value:
            words += ["--" + key.removesuffix("s"), one]
    return run(options.program, "report", "general-stats", "--store", store, "--as", "owner@example.com",
               "--out", DATA / "ours.csv", *words)


def duckdb(parquet, filters):
    """The cost by DuckDB's own clock, without loading its library."""
    cost = run(python(), ANALYST, "report", parquet, DATA / "duckdb.csv", json.dumps(filters))
    cost.wall = float((DATA / "output.txt").read_text())
    return cost


def line(name, rows, ours, theirs):
    ratio = statistics.median(a.wall / b.wall for a, b in zip(ours, theirs))
    wall, other = (statistics.median(cost.wall for cost in costs) for costs in [ours, theirs])
    memory, others = (max(cost.memory for cost in costs) for costs in [ours, theirs])
    return [name, f"{rows:,}", f"{wall:.2f} s", f"{other:.2f} s", f"**{ratio:.2f} ×**", f"{memory:.0f} MB", f"{others:.0f} MB"]


def growth(options, memory, users):
    """The largest memory of the reports, relative to the same reports of the smaller platform."""
    smaller = options.sizes[1]
    store = filled_store(options, smaller)
    least = max(tallybook(options, store, filters).memory for filters in filters_of(smaller).values())
    return [f"memory, relative to {smaller:,} users", "", "", "", f"**{memory[users] / least:.2f} ×**",
            f"{memory[users]:.0f} MB; {least:.0f} MB", ""]


def parquet_folder(options, users, name="parquet", program=ANALYST):
    """The facts of a demo platform as written by DuckDB; rewritten when the records change."""
    records, folder = demo_folder(options, users), DATA / f"{name}-{users}"
    done, version = folder / "version", (DATA / f"demo-{users}.version").read_text()
    if not (done.exists() and done.read_text() == version):
        cost = run(python(), program, "export", records, folder)
        say(f"wrote Parquet files of {users} users: {cost}")
        done.write_text(version)
    return folder


def python():
    """A Python with DuckDB, in a separate folder."""
    folder = ROOT / ".build" / "bench-python"
    if not (folder / DUCKDB).exists():
        output(sys.executable, "-m", "venv", "--clear", folder)
        output(folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", DUCKDB)
        (folder / DUCKDB).touch()
    return folder / "bin" / "python"


def differences(ours, theirs):
    """Describes the differences between two files; None if every row has the same cells."""
    (head, rows), (other_head, other_rows) = digests(ours), digests(theirs)
    # DuckDB numbers columns with equal names: groups whose parents have equal names too.
    other_head = [re.sub(r"_\d+$", "", title) for title in other_head]
    if head != other_head:
        return f"The columns: {[pair for pair in zip(head, other_head) if pair[0] != pair[1]][:5]}"
    wrong = [key for key in rows.keys() | other_rows.keys() if rows.get(key) != other_rows.get(key)]
    if not wrong:
        return "" if is_in_order(ours) else "The rows of ours are not in the order of last name and first name."
    one, other = row_of(ours, wrong[0]), row_of(theirs, wrong[0])
    cells = [(title, *pair) for title, *pair in zip(head, one or other, other or one) if pair[0] != pair[1]]
    return f"{len(wrong)} rows of {len(rows)} and {len(other_rows)}, such as {wrong[0]}: {cells[:8]}"


def is_in_order(path):
    """Not comparable: DuckDB strips other characters as accents than statistics.md (Devanagari's vowels)."""
    rows = rows_of(path)
    next(rows)
    names = [(folded(row[0]), folded(row[1])) for row in rows]
    return all(one <= other for one, other in zip(names, names[1:]))


def folded(words):
    dropped = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return dropped.casefold()


def digests(path):
    """The header, and the rest of each row by email address."""
    rows = rows_of(path)
    return next(rows), {row[2]: hash(tuple(row)) for row in rows}


def row_of(path, email):
    return next((row for row in rows_of(path) if row[2] == email), None)


def rows_of(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.reader(file)
        head = next(rows)
        mean = head.index("Avg score")
        yield head
        for row in rows:
            row[mean] = row[mean].removesuffix(".0")
            # Our files put an apostrophe in front of what a spreadsheet would take for a formula.
            yield [cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell for cell in row]


def lines_of(path):
    return sum(1 for _ in rows_of(path)) - 1
