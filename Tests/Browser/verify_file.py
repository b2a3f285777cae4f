"""`verify-file` detects files that were altered, shortened or truncated since Tallybook wrote them, and accepts all others."""

import json
import os
import re
import shutil
import zipfile

from commands import NOW, Office


def verified(office, path, status, *words):
    done = office.run("verify-file", path)
    told = (done.stdout if status == 0 else done.stderr).decode()
    assert done.returncode == status, f"{os.path.basename(path)}: {done.returncode}, {told}"
    for word in words:
        assert word in told, f"{os.path.basename(path)}: {told}"
    assert (done.stderr if status == 0 else done.stdout) == b""


def described(office, name):
    path = office.file(name)
    done = office.report("general-stats", "owner", "--out", path, "--about")
    assert done.returncode == 0, done.stderr
    return path


def changed(path, new, change):
    """The file under another name, changed, with its description next to it."""
    with open(path, "rb") as file:
        data = file.read()
    altered = change(data)
    assert altered != data, "the change changes nothing"
    with open(new, "wb") as file:
        file.write(altered)
    shutil.copy(path + ".about.json", new + ".about.json")
    return new


def text_files(office):
    for form, end in [("csv", b"\r\n"), ("ndjson", b"\n")]:
        path = described(office, f"whole.{form}")
        rows = open(path, "rb").read().count(end) - (form == "csv")
        verified(office, path, 0, "is complete and unchanged", "general-stats", "owner@example.com", NOW)
        new = office.file(f"other.{form}")

        def in_row(data):
            """One digit of a row's total time, without changing the length."""
            lines = data.split(end)
            place = re.search(rb"\d:\d\d:\d\d" if form == "csv" else rb'"total_time_spent":\d', lines[20]).end() - 1
            lines[20] = lines[20][:place] + bytes([48 + (lines[20][place] - 47) % 10]) + lines[20][place + 1:]
            return end.join(lines)

        def without_row(data):
            lines = data.split(end)
            return end.join(lines[:20] + lines[21:])

        verified(office, changed(path, new, in_row), 65, "altered", "checksum")
        verified(office, changed(path, new, without_row), 65, "truncated", f"of {os.path.getsize(path)} bytes")
        verified(office, changed(path, new, lambda data: data[: len(data) // 2]), 65, "truncated", "Download it again")
        verified(office, changed(path, new, lambda data: data + data.split(end)[1] + end), 65, "altered")
        verified(office, changed(path, new, lambda data: b""), 65, "truncated", "0 of")
        with open(path + ".about.json") as file:
            assert json.load(file)["rows"] == rows
        os.remove(path + ".about.json")
        verified(office, path, 65, "missing", ".about.json")
        with open(path + ".about.json", "w") as file:
            file.write("{}")
        verified(office, path, 65, "is not a description file")


def workbook(path, new, change):
    """The workbook under another name, with a changed sheet of rows; the archive is valid."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as book:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                altered = change(data.decode())
                assert altered != data.decode(), "the change changes nothing"
                data = altered.encode()
            book.writestr(name, data)
    return new


def workbooks(office):
    path, new = described(office, "whole.xlsx"), office.file("other.xlsx")
    verified(office, path, 0, "is complete and unchanged", "general-stats", "owner@example.com", NOW)
    verified(office, workbook_saved_anew(path, new), 0, "is complete and unchanged")
    row = r'<row r="9"[ >].*?</row>'

    def in_cell(pattern, text):
        return lambda sheet: re.sub(row, lambda found: re.sub(pattern, text, found.group(), count=1), sheet, count=1)

    for change in [
        in_cell(r"<v>\d[^<]*</v>", "<v>99</v>"), in_cell(r"<t[^>]*>[^<]*</t>", "<t>Somebody</t>"),
        in_cell(r"<c [^>]*?(/>|>.*?</c>)", ""), lambda sheet: re.sub(row, "", sheet, count=1),
        lambda sheet: re.sub(r"(" + row + ")", r"\1\1", sheet, count=1),
    ]:
        verified(office, workbook(path, new, change), 65, "altered", "checksum")
    with open(path, "rb") as file:
        data = file.read()
    for part in [data[: len(data) // 2], data[:-30], b"", b"PK"]:
        with open(new, "wb") as file:
            file.write(part)
        verified(office, new, 65, "damaged or truncated", "Download it again")
    done = office.report("general-stats", "owner", "--out", path)
    assert done.returncode == 0
    verified(office, path, 65, "has no cover sheet")
    verified(office, office.file("none.xlsx"), 66, "cannot be read")


def workbook_saved_anew(path, new):
    """The same parts in another archive."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as book:
        for name in old.namelist():
            book.writestr(name, old.read(name))
    return new


def checks(report, viewers, platform):
    office = Office(platform)
    report.check("A CSV or NDJSON file that was altered or cut off is refused", lambda: text_files(office))
    report.check("A workbook that was altered or cut off is refused", lambda: workbooks(office))
