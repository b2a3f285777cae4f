"""Reads files with other programs, and compares them with the API.

    read_files.py FOLDER

FOLDER contains, for each NAME: NAME.api.json, NAME.csv, NAME.xlsx, NAME.ndjson. Prints a line for every difference, then
the number of compared cells. CSV is read by Python's csv, XLSX by openpyxl and by calamine (which share no
code), NDJSON by Python's json; ReportFileTests also read CSV and NDJSON with Swift's own readers.
"""

import csv
import datetime
import json
import pathlib
import sys

import openpyxl
import openpyxl.utils.escape
import python_calamine

DURATIONS = {"time_spent", "total_time_spent", "training_time"}
INSTANTS = {"last_activity", "ends_at", "validated_at", "last_activity_at", "started_at", "delivered_at", "expires_at",
            "registered_at"}
DATES = {"auto_delete_on"}


def in_csv(key, value):
    """All texts that a value of the API may have in CSV (statistics.md, rules 1, 2 and 7)."""
    if value is None:
        return {""}
    if key in DURATIONS:
        return {f"{value // 3600}:{value // 60 % 60:02}:{value % 60:02}"}
    if isinstance(value, (int, float)):
        return {f"{value:.2f}".rstrip("0").rstrip(".")}
    if key in INSTANTS:
        return {datetime.datetime.fromisoformat(value).strftime("%d/%m/%Y %H:%M")}
    texts = {"'" + value if value[:1] in "=+-@\t\r\n＝＋－＠" and value else value}
    if key in DATES or key.startswith("custom:"):
        try:
            texts.add(datetime.date.fromisoformat(value).strftime("%d/%m/%Y"))
        except ValueError:
            pass
    return texts


def in_xlsx(key, value):
    if value is None:
        return {None}
    if key in DURATIONS:
        return {("seconds", value)}
    if isinstance(value, (int, float)):
        return {("number", round(value, 2))}
    if key in INSTANTS:
        return {("moment", datetime.datetime.fromisoformat(value).replace(tzinfo=None))}
    values = {("text", value) if value else None}
    if key in DATES or key.startswith("custom:"):
        try:
            values.add(("moment", datetime.datetime.combine(datetime.date.fromisoformat(value), datetime.time())))
        except ValueError:
            pass
    return values


def cell(value):
    """A cell in the form that both readers of workbooks return."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return ("flag", value)
    if isinstance(value, (int, float)):
        return ("number", round(value, 2))
    if isinstance(value, datetime.timedelta):
        return ("seconds", round(value.total_seconds()))
    if isinstance(value, datetime.datetime):
        return ("moment", (value + datetime.timedelta(milliseconds=500)).replace(microsecond=0))
    if isinstance(value, datetime.date):
        return ("moment", datetime.datetime.combine(value, datetime.time()))
    if isinstance(value, datetime.time):
        return ("seconds", value.hour * 3600 + value.minute * 60 + value.second)
    return ("text", value)


def unescaped(value):
    """openpyxl does not decode escapes in a sheet's own strings (_x000D_, ECMA-376 ST_Xstring); a function of it does."""
    return openpyxl.utils.escape.unescape(value) if isinstance(value, str) else value


def like(found, wanted):
    """A duration of zero is 0, which a reader may take for a number or for midnight."""
    if found in wanted:
        return True
    if ("seconds", 0) in wanted:
        return found in (("number", 0), ("moment", datetime.datetime(1899, 12, 30)), ("moment", datetime.datetime(1899, 12, 31)))
    seconds = {value for kind, value in filter(None, wanted) if kind == "seconds"}
    return bool(seconds) and found is not None and found[0] == "moment" and any(
        found[1] - datetime.datetime(1899, 12, day) == datetime.timedelta(seconds=value) for value in seconds for day in (30, 31))


def compare(place, rows, keys, wanted, is_equal, form):
    problems = []
    if len(rows) != len(wanted):
        return [f"{place}: {len(rows)} rows instead of {len(wanted)}"], 0
    for number, (row, values) in enumerate(zip(rows, wanted), 1):
        row = list(row) + [None] * (len(keys) - len(row))
        for key, found in zip(keys, row):
            if not is_equal(found, form(key, values[key])):
                problems.append(f"{place}, row {number}, {key}: {found!r} instead of {values[key]!r}")
    return problems, len(rows) * len(keys)


def check(folder, name):
    wanted = json.loads((folder / f"{name}.api.json").read_text())["rows"]
    keys = list(wanted[0]) if wanted else []
    lines = (folder / f"{name}.ndjson").read_text().splitlines()
    problems = [] if [json.loads(line) for line in lines] == wanted else [f"{name}.ndjson is not what the API says"]
    cells = len(wanted) * len(keys)
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    found, count = compare(f"{name}.csv", rows, keys, wanted, lambda a, b: a in b, in_csv)
    problems, cells = problems + found, cells + count

    book = openpyxl.load_workbook(folder / f"{name}.xlsx", read_only=True)
    first, *values = [[unescaped(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    same = python_calamine.CalamineWorkbook.from_path(str(folder / f"{name}.xlsx")).get_sheet_by_index(0).to_python()
    titles = [title[1:] if title[:1] == "'" else title for title in header]
    for place, top, rows in (("openpyxl", first, values), ("calamine", same[0], same[1:])):
        if list(top) != titles:
            problems.append(f"{name}.xlsx, {place}: header {top} instead of {titles}")
        found, count = compare(
            f"{name}.xlsx, {place}", [[cell(value) for value in row] for row in rows], keys, wanted, like, in_xlsx)
        problems, cells = problems + found, cells + count
    return problems, cells


def main():
    folder = pathlib.Path(sys.argv[1])
    problems, cells = [], 0
    for path in sorted(folder.glob("*.api.json")):
        found, count = check(folder, path.name.removesuffix(".api.json"))
        problems, cells = problems + found, cells + count
    print("\n".join(problems[:20] + [f"{cells} cells"]))


main()
