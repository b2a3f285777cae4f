"""Backups that are made while a server imports records: each is a consistent, complete copy and can be restored."""

import json
import os
import sqlite3
import threading
import urllib.request


def checks(check, site):
    return [check("A backup made while records come in is whole, and restores", lambda f: backups(site(f), f))]


class Writer(threading.Thread):
    """Sends batches of attempts, one after another, until it is stopped; each has as many attempts as users."""

    def __init__(self, site, courses, users):
        super().__init__()
        self.site, self.courses, self.users = site, courses, users
        self.batches, self.fault, self.is_over = 0, None, threading.Event()

    def run(self):
        try:
            while not self.is_over.is_set():
                self.bring(self.batches)
                self.batches += 1
        except Exception as fault:  # reported by the waiting thread
            self.fault = fault

    def bring(self, number):
        lines = [
            {"id": f"b{number}-{user}", "user": user, "course": self.courses[number % len(self.courses)],
             "started_at": "2026-01-01T00:00:00Z", "last_activity_at": "2026-01-01T01:00:00Z", "time_spent": 60,
             "progress": 100}
            for user in self.users
        ]
        body = "".join(json.dumps(line) + "\n" for line in lines).encode()
        request = urllib.request.Request(
            self.site.address + "/api/v1/records/attempts", body,
            {"Authorization": f"Bearer {self.site.tokens[0]}", "Content-Type": "application/x-ndjson"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert json.load(answer)["new"] == len(lines)


def backups(site, folder):
    with sqlite3.connect(site.store) as store:
        users = [user for (user,) in store.execute("SELECT id FROM users WHERE deleted_at IS NULL LIMIT 50")]
        courses = [course for (course,) in store.execute("SELECT id FROM courses LIMIT 5")]
    site.start()
    writer = Writer(site, courses, users)
    writer.start()
    counts = []
    for number in range(6):
        file = os.path.join(folder, f"backup-{number}")
        site.run("backup", file)
        assert os.stat(file).st_mode & 0o777 == 0o600, "others may read the backup"
        again = os.path.join(folder, f"restored-{number}.sqlite")
        site.run("restore", file, "--store", again)
        assert "No difference" in site.run("verify", "--store", again)
        with sqlite3.connect(again) as store:
            found = store.execute("SELECT count(*) FROM attempts WHERE id LIKE 'b%-%'").fetchone()[0]
        assert found % len(users) == 0, f"half a batch is in the backup: {found} attempts"
        counts.append(found // len(users))
    writer.is_over.set()
    writer.join()
    if writer.fault:
        raise AssertionError(f"the server refused a batch: {writer.fault}")
    assert site.stop() == 0
    assert counts == sorted(counts) and counts[0] < counts[-1] <= writer.batches, counts
    assert not [name for name in os.listdir(folder) if name.endswith(".part")]
    print(f"      ({writer.batches} batches came in; the backups have {counts})")
