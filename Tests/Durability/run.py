#!/usr/bin/env python3
"""Kills the server (SIGKILL) at random moments while it makes files. In the end every requested file exists, complete and
made once, and the folder contains nothing else.

TALLYBOOK_BINARY names the program; ROUNDS (10) says how often it is killed. Prints a line for each check; exit status 1 if any
failed. Requires only Python. As root, it also fills up a small disk.
"""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

import copies
import single_records
import stopping

BINARY = os.environ.get("TALLYBOOK_BINARY") or sys.exit("TALLYBOOK_BINARY names no binary.")
ROUNDS = int(os.environ.get("ROUNDS", "10"))
# A round requests this many files for each user; the limit is 20 waiting ones.
FILES = [
    "/users/download?format=xlsx", "/reports/general-stats/download?from=2020-01-01&format=csv",
    "/reports/general-stats/download?format=xlsx",
]


class Staying(urllib.request.HTTPRedirectHandler):
    """A redirect of a page counts as success, and is not followed."""

    def http_error_303(self, request, answer, *_):
        return answer


class Site:
    """A demo platform, and its server, which is started and killed."""

    def __init__(self, folder, files=None):
        self.store = os.path.join(folder, "store.sqlite")
        self.files = files or self.store + ".files"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TALLYBOOK_")}
        self.environment = kept | {
            "TALLYBOOK_STORE": self.store, "TALLYBOOK_FILES": self.files, "TALLYBOOK_UNUSED_RUNS": "0"}
        self.log = open(os.path.join(folder, "serve.log"), "w+")
        records = os.path.join(folder, "records")
        self.run("demo", "--users", "600", "--out", records)
        self.run("import", records)
        self.tokens = [
            self.run("token", "create", "--user", f"{role}@example.com").split()[-1] for role in ("owner", "coach")]

    def run(self, *words):
        done = subprocess.run([BINARY, *words], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"tallybook {' '.join(words)} failed: {done.stderr}")
        return done.stdout

    def start(self):
        self.server = subprocess.Popen(
            [BINARY, "serve", "--port", "0"], env=self.environment, stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.server.stdout:
            found = re.search(r"http://[\w.:\[\]]+", line)
            if found:
                self.address = found.group()
                return
        raise SystemExit("The server did not start.")

    def kill(self):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def stop(self):
        self.server.terminate()
        return self.server.wait(timeout=30)

    def wait_for_half_file(self):
        """Waits until a file is being made; at most five seconds, in case all are finished."""
        end = time.monotonic() + 5
        while time.monotonic() < end:
            # The folder is created with the first file.
            if os.path.isdir(self.files) and any(name.endswith(".part") for name in os.listdir(self.files)):
                return
            time.sleep(0.001)

    def ask(self, method, path, token, form=None):
        request = urllib.request.Request(
            self.address + path, form, method=method, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.build_opener(Staying).open(request, timeout=30) as answer:
            return answer.read()

    def downloads(self, token):
        return json.loads(self.ask("GET", "/downloads", token))["downloads"]

    def settled(self, seconds):
        """All downloads, once none is pending."""
        end = time.monotonic() + seconds
        while True:
            found = [(token, job) for token in self.tokens for job in self.downloads(token)]
            if not any(job["state"] in ("waiting", "running") for _, job in found):
                return found
            if time.monotonic() > end:
                return found
            time.sleep(0.5)


def killed(site):
    ordered = set()
    for turn in range(ROUNDS):
        site.start()
        offered(site)
        for token in site.tokens:
            for path in FILES:
                try:
                    ordered.add(json.loads(site.ask("POST", path, token))["id"])
                except urllib.error.HTTPError as refused:
                    assert refused.code == 429, f"HTTP {refused.code}"
        # At any moment; and, every other time, while a file is being made, which on a fast machine is rarely hit by chance.
        if turn % 2:
            site.wait_for_half_file()
        time.sleep(random.uniform(0, 0.02 if turn % 2 else 0.4))
        site.kill()
    site.start()
    found = site.settled(120)
    assert {job["id"] for _, job in found} == ordered, "a job is lost"
    states = {job["id"]: job["state"] for _, job in found if job["state"] != "done"}
    assert not states, f"not done: {states}"
    offered(site)
    losses = once(site, ordered)
    assert losses > 0, "no kill came in the middle of a file: nothing was tried"
    assert site.stop() == 0, "the server does not stop well"
    print(f"      ({ROUNDS} kills, {len(ordered)} files, {losses} of them broken off and taken up again)")


def offered(site):
    """Every offered file is complete, at any moment."""
    for token in site.tokens:
        for job in site.downloads(token):
            if job["state"] != "done":
                continue
            data = site.ask("GET", job["file"], token)
            assert len(data) == job["size"], f"{job['id']}: {len(data)} bytes of {job['size']}"
            if job["file_name"].endswith(".csv"):
                rows = data.count(b"\r\n") - 1
            else:
                path = os.path.join(os.path.dirname(site.store), "read.xlsx")
                with open(path, "wb") as file:
                    file.write(data)
                with zipfile.ZipFile(path) as book:
                    assert book.testzip() is None
                    rows = book.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1
            assert rows == job["rows_done"] == job["rows_expected"], f"{job['id']}: {rows} rows of {job['rows_done']}"


def once(site, ordered):
    """Every job was completed once. Returns how often one was interrupted."""
    with sqlite3.connect(site.store) as store:
        made = store.execute("SELECT count(*) FROM audit_log WHERE action LIKE '%.job'").fetchone()[0]
        losses = store.execute("SELECT sum(losses) FROM jobs").fetchone()[0]
        names = {name for (name,) in store.execute("SELECT file FROM jobs")}
    assert made == len(ordered), f"{made} files were made for {len(ordered)} jobs"
    # Leftovers of a killed worker are removed a day later.
    whole = {name for name in os.listdir(site.files) if name.startswith("file-") and not name.endswith(".part")}
    assert names <= whole, f"{names - whole} are missing"
    left = whole - names
    assert len(left) <= ROUNDS, f"{len(left)} files belong to no job"
    return losses


def scheduled(site):
    """Two servers with one store are killed at random while a schedule is due, repeatedly: each run happens once."""
    site.start()
    form = urllib.parse.urlencode({
        "name": "Often", "schedule": "on", "schedule_unit": "day", "schedule_hour": "6", "schedule_format": "csv",
        "sharing": "1", "add_share": "coach@example.com"}).encode()
    site.ask("POST", "/reports", site.tokens[0], form)
    site.kill()
    for turn in range(ROUNDS):
        with sqlite3.connect(site.store) as store:
            # A different moment each time: a run is identified by its due time.
            store.execute("UPDATE report_schedules SET due_at = ?", (1_700_000_000 + turn,))
        servers = []
        for _ in range(2):
            site.start()
            servers.append(site.server)
        time.sleep(random.uniform(0, 1.2))
        for server in servers:
            server.send_signal(signal.SIGKILL)
            server.wait()
    site.start()
    states = {job["state"] for _, job in site.settled(120)}
    assert states == {"done"}, states
    offered(site)
    assert site.stop() == 0, "the server does not stop well"
    with sqlite3.connect(site.store) as store:
        runs = store.execute("SELECT count(*), count(DISTINCT due_at) FROM report_runs").fetchone()
        noted = store.execute("SELECT count(*) FROM audit_log WHERE action = 'report.run'").fetchone()[0]
        twice = store.execute(
            "SELECT count(*) FROM (SELECT 1 FROM jobs GROUP BY run_key, user_key HAVING count(*) > 1)").fetchone()[0]
        jobs = store.execute("SELECT count(*) FROM jobs").fetchone()[0]
        made = store.execute("SELECT count(*) FROM audit_log WHERE action = 'general-stats.job'").fetchone()[0]
    assert runs[0] == runs[1] == noted and twice == 0, f"runs {runs}, noted {noted}, {twice} twice"
    assert 0 < runs[0] <= ROUNDS and made == jobs, f"{runs[0]} runs, {made} files for {jobs} jobs"
    print(f"      ({2 * ROUNDS} kills, {runs[0]} runs, {jobs} files)")


def test_mail(folder):
    """`tallybook check` sends a test mail."""
    letters = os.path.join(folder, "letters")
    site = Site(folder)
    told = site.run("check", "--mail", f"folder:{letters}", "--mail-to", "somebody@example.com")
    assert "a test email was sent to" in told, told
    [name] = os.listdir(letters)
    with open(os.path.join(letters, name), encoding="utf-8") as file:
        assert "somebody@example.com" in file.read()


def full_disk(folder):
    """A disk of one megabyte, too small for any file; then a larger one instead."""
    disk = os.path.join(folder, "disk")
    os.mkdir(disk)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], check=True)
    try:
        site = Site(folder, disk)
        site.start()
        job = json.loads(site.ask("POST", FILES[0], site.tokens[0]))["id"]
        for _ in range(100):
            told = site.downloads(site.tokens[0])[0]
            if told["reason"]:
                break
            time.sleep(0.1)
        assert (told["id"], told["state"], told["reason"]) == (job, "waiting", "disk"), told
        assert os.listdir(disk) == [], "something is left on the full disk"
        subprocess.run(["mount", "-o", "remount,size=300m", disk], check=True)
        [(_, told)] = site.settled(90)
        assert told["state"] == "done", told
        offered(site)
        site.stop()
    finally:
        subprocess.run(["umount", "-l", disk])


def check(sentence, body):
    folder = tempfile.mkdtemp(prefix="tallybook-durability-")
    try:
        body(folder)
        print(f"ok    {sentence}", flush=True)
        return True
    except AssertionError as broken:
        print(f"FAIL  {sentence}\n        {broken}", flush=True)
        return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    good = [check("Killed at random, no file is lost, none is made twice, none is half", lambda f: killed(Site(f)))]
    good.append(check("Two servers, killed at random, run a schedule once each time", lambda f: scheduled(Site(f))))
    good += stopping.checks(check, Site) + copies.checks(check, Site) + single_records.checks(check, Site)
    good.append(check("A test mail goes out", test_mail))
    if os.geteuid() == 0 and shutil.which("mount"):
        good.append(check("A full disk is waited for", full_disk))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
