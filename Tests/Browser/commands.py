"""`tallybook report` writes the same files as the server, byte for byte."""

import os
import pty
import re
import subprocess
import urllib.error
import urllib.request

NOW = "2026-03-15T12:00:00Z"
KINDS = [
    "general-stats", "users", "collaborative-activities", "registrations", "program-sessions", "path-sessions",
    "course-attempts", "answered-questions", "certificates", "tags",
]
FORMATS = ["csv", "xlsx", "ndjson"]


class Office:
    """A separate server for the platform's store, at a fixed instant, and the commands at the same instant."""

    def __init__(self, platform):
        self.platform = platform
        self.environment = platform.environment | {"TALLYBOOK_NOW": NOW}
        self.folder = os.path.join(platform.folder.name, "commands")
        os.makedirs(self.folder, exist_ok=True)
        self.address = platform.serve(TALLYBOOK_NOW=NOW)
        self.tokens = {role: platform.make_token(role, "--read-only") for role in ["owner", "coach", "learner"]}

    def run(self, *words):
        return subprocess.run([self.platform.binary, *words], env=self.environment, capture_output=True)

    def report(self, kind, role, *words):
        return self.run("report", kind, "--as", f"{role}@example.com", *words)

    def served(self, kind, role, query):
        request = urllib.request.Request(
            f"{self.address}/reports/{kind}/download?{query}", headers={"Authorization": f"Bearer {self.tokens[role]}"})
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def file(self, name):
        return os.path.join(self.folder, name)


def same_bytes(office, kind, role, words, query):
    """In each format; also to standard output if the format allows it."""
    for form in FORMATS:
        out = office.file(f"report.{form}")
        done = office.report(kind, role, "--out", out, *words)
        assert done.returncode == 0 and not done.stderr, f"{kind} {words}: {done.stderr.decode()}"
        with open(out, "rb") as file:
            ours = file.read()
        served = office.served(kind, role, f"format={form}&{query}")
        assert served and ours == served, f"{kind} as {form} for {role}, {query}: {len(ours)} bytes, not {len(served)}"
        if form != "xlsx":
            printed = office.report(kind, role, "--format", form, *words)
            assert printed.stdout == served and not printed.stderr, f"{kind} on standard output"


def every_type(office):
    for kind in KINDS:
        for role in ["owner", "coach"]:
            if office.report(kind, role).returncode == 77:
                refused_by_both(office, kind, role)
            else:
                same_bytes(office, kind, role, [], "")
    assert office.report("users", "coach").returncode == 0


def refused_by_both(office, kind, role):
    try:
        office.served(kind, role, "")
    except urllib.error.HTTPError as answer:
        assert answer.code == 403, f"{kind} for {role}: {answer.code}"
        return
    raise AssertionError(f"the server gives {kind} to {role}, and the command does not")


def every_filter(office):
    users = [user["id"] for user in office.platform.all_users()[:40]]
    with open(os.path.join(office.platform.folder.name, "records", "memberships.csv")) as file:
        group = sorted({line.split(",")[0] for line in file.readlines()[1:]})[1]
    with open(os.path.join(office.platform.folder.name, "records", "program_sessions.csv")) as file:
        sessions = [f"program:{line.split(',')[0]}" for line in file.readlines()[1:4]]
    cases = [
        ("general-stats", [("group", group), ("from", "2025-01-01"), ("to", "2026-02-28")]),
        ("general-stats", [("session", session) for session in sessions] + [("field", "department")]),
        ("general-stats", [("column", "completed_courses"), ("column", "average_score"), ("field", "")]),
        ("course-attempts", [("user", user) for user in users] + [("period", "last_90_days")]),
        ("program-sessions", [("session", session) for session in sessions]),
        ("registrations", [("period", "last_year"), ("column", "registered_at"), ("column", "groups")]),
        ("tags", [("group", group), ("to", "2025-06-30")]),
    ]
    for kind, filters in cases:
        words = [word for name, value in filters for word in (f"--{name}", value)]
        same_bytes(office, kind, "owner", words, "&".join(f"{name}={value}" for name, value in filters))


def help_teaches(office):
    told = office.run("report", "--help").stdout.decode()
    for kind in KINDS:
        assert kind in told, f"no word of {kind}"
    for word in ["--period", "last_30_days", "average_score", "attended_classrooms", "validated_at", "--about"]:
        assert word in told, f"no word of {word}"
    assert office.run("report", "general-stats", "--help").stdout.decode() == told


def mistakes_end_with_words(office):
    cases = [
        (64, "--session", ["tags", "--session", "program:x"]), (64, "did you mean average_score", ["tags", "--column", "averge_score"]),
        (64, "not a date that exists", ["users", "--from", "2026-02-30"]), (64, "general-stats", ["general-stat"]),
        (64, "--out", ["users", "--format", "xlsx"]),
        (64, "period", ["users", "--period", "last_week"]),
        (64, "period", ["users", "--period", "last_month", "--from", "2026-01-01"]),
    ]
    for status, word, words in cases:
        done = office.run("report", *words, "--as", "owner@example.com")
        assert done.returncode == status and word in done.stderr.decode(), f"{words}: {done.returncode} {done.stderr}"
        assert not done.stdout, f"{words} printed a file"
    assert office.report("users", "nobody").returncode == 67
    refused = office.report("users", "learner")
    assert refused.returncode == 77 and b"may not open" in refused.stderr, refused.stderr
    assert office.report("users", "owner", "--out", "/nowhere/users.csv").returncode == 73
    assert not [name for name in os.listdir(office.folder) if name.endswith(".part")]


def progress_on_a_terminal(office):
    """Standard error is a terminal here; the file is the same, and the progress line is erased at the end."""
    ours, theirs = pty.openpty()
    words = [office.platform.binary, "report", "course-attempts", "--as", "owner@example.com"]
    with open(office.file("terminal.csv"), "wb") as out:
        done = subprocess.run(words, env=office.environment, stdout=out, stderr=theirs)
    os.close(theirs)
    told = os.read(ours, 65_536).decode()
    os.close(ours)
    assert done.returncode == 0 and re.search(r"\d+ %, \d+ rows, \d+ rows/s", told), repr(told)
    assert told.endswith("\r\x1b[K"), repr(told)
    with open(office.file("terminal.csv"), "rb") as file:
        assert file.read() == office.served("course-attempts", "owner", "")


def about_is_the_same(office):
    out = office.file("Mine.xlsx")
    done = office.report("general-stats", "coach", "--out", out, "--about", "--period", "last_90_days")
    assert done.returncode == 0, done.stderr
    with open(out, "rb") as file:
        assert file.read() == office.served(
            "general-stats", "coach", "format=xlsx&about=1&period=last_90_days&name=Mine")


def checks(report, viewers, platform):
    office = Office(platform)
    report.check("The command writes every type of report as the server does, byte for byte", lambda: every_type(office))
    report.check("With filters and columns too", lambda: every_filter(office))
    report.check("What a file says of itself is the same", lambda: about_is_the_same(office))
    report.check("Its help tells of every type", lambda: help_teaches(office))
    report.check("Mistakes end with words, a status and no file", lambda: mistakes_end_with_words(office))
    report.check("It shows its progress on a terminal", lambda: progress_on_a_terminal(office))
