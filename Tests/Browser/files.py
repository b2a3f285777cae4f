"""Files, downloaded through the pages and read by other programs: the csv module and openpyxl."""

import csv
import datetime
import io
import re

import openpyxl

FIXED = ["First name", "Last name", "Email", "Time spent", "Last activity", "Direct report"]


def download(page, path, prepare):
    """Opens the popup, prepares the form and presses its button; returns the file's name and bytes."""
    page.goto(path)
    page.locator("main .head .menu > summary").click()
    with page.expect_download() as coming:
        prepare(page.locator("main .head .menu[open]"))
    with open(coming.value.path(), "rb") as file:
        return coming.value.suggested_filename, file.read()


def of_users(kind, boxes=None):
    def prepare(popup):
        popup.locator(f"input[value={kind}]").check()
        if boxes:
            popup.get_by_role("button", name=boxes).click()
        popup.get_by_role("button", name="Now").click()
    return prepare


def csv_rows(data):
    assert data.startswith(b"\xef\xbb\xbf"), "no byte-order mark"
    text = data.decode("utf-8-sig")
    assert "\n" not in re.sub(r'"[^"]*"', "", text).replace("\r\n", ""), "a line ends without CR"
    return list(csv.reader(io.StringIO(text, newline="")))


def xlsx_rows(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    rows = [[as_csv(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]


def as_csv(value):
    """A cell of a spreadsheet in the format of the CSV file (statistics.md, rule 7)."""
    if value is None:
        return ""
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, datetime.time):
        return f"{value.hour}:{value.minute:02}:{value.second:02}"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.strftime("%d/%m/%Y") if midnight else value.strftime("%d/%m/%Y %H:%M")
    return f"{value:g}" if isinstance(value, float) else str(value)


def plain(row):
    """Without the apostrophe in front of formulas, and without the time of midnight."""
    return [re.sub(r" 00:00$", "", re.sub(r"^'(?=[=+\-@\t\r])", "", cell)) for cell in row]


def as_listed(user):
    """A user of the API in the format of the file."""
    seconds, last = user["time_spent"], user["last_activity"]
    time = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    moment = datetime.datetime.fromisoformat(last).strftime("%d/%m/%Y %H:%M") if last else ""
    return [user["first_name"], user["last_name"], user["email"], time, moment, str(user["direct_reports"])]


def users_equal_api(page, platform):
    name, data = download(page, "/users", of_users("csv"))
    assert re.fullmatch(r"users-\d{4}-\d\d-\d\d\.csv", name), f"it is called {name}"
    header, *rows = csv_rows(data)
    places = [header.index(title) for title in FIXED]
    got = [[plain(row)[place] for place in places] for row in rows]
    expected = [plain(as_listed(user)) for user in platform.all_users()]
    assert len(got) == len(expected), f"{len(got)} rows in the file, {len(expected)} in the API"
    assert page.locator("details.menu[open]").count() == 0, "the popup stays open"
    return [f"file {row}, API {want}" for row, want in zip(got, expected) if row != want]


def same_in_both(page, path, prepare_csv, prepare_xlsx):
    _, text = download(page, path, prepare_csv)
    name, book = download(page, path, prepare_xlsx)
    assert name.endswith(".xlsx"), f"it is called {name}"
    rows, cells = csv_rows(text), xlsx_rows(book)
    assert len(rows) == len(cells), f"{len(rows)} rows in CSV, {len(cells)} in XLSX"
    return [f"CSV {row}, XLSX {other}" for row, other in zip(map(plain, rows), map(plain, cells)) if row != other]


def fields_are_chosen(page):
    full = csv_rows(download(page, "/users", of_users("csv"))[1])[0]
    none = csv_rows(download(page, "/users", of_users("csv", "Select none"))[1])[0]
    boxes = page.locator("main .head .menu .scroll label").all_text_contents()
    fields = [title for title in full if title not in none]
    assert sorted(fields) == sorted(box.strip() for box in boxes) != [], f"fields {fields}, boxes {boxes}"


def follows_the_list(page, platform):
    _, data = download(page, "/users?q=araujo&tab=current", of_users("csv"))
    expected = {user["email"] for user in platform.all_users(q="araujo")}
    header, *rows = csv_rows(data)
    assert {row[header.index("Email")] for row in rows} == expected, "the file does not follow the search"


def checks(report, viewers, platform):
    page = viewers.page("owner", accept_downloads=True)
    user = platform.api("/users", q="learner@example.com")["users"][0]["id"]
    report.check("Users as CSV equal the API", lambda: users_equal_api(page, platform))
    report.check("Users as XLSX equal the CSV", lambda: same_in_both(page, "/users", of_users("csv"), of_users("xlsx")))
    report.check("Custom fields are chosen in the popup", lambda: fields_are_chosen(page))
    report.check("The file follows the search", lambda: follows_the_list(page, platform))
    report.check(
        "A user's own file is the same as CSV and XLSX",
        lambda: same_in_both(page, f"/users/{user}", of_users("csv"), of_users("xlsx")))
    page.close()
