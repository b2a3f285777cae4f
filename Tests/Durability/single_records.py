"""A server that is killed (SIGKILL) while sixteen clients send single attempts: every attempt that was answered is in the store."""

import http.client
import json
import random
import sqlite3
import threading
import time
import urllib.request

CLIENTS = 16
ROUNDS = 5


def checks(check, site):
    return [check("An attempt that was answered survives a kill, and the numbers follow", lambda f: killed(site(f)))]


def killed(site):
    with sqlite3.connect(site.store) as store:
        users = [user for (user,) in store.execute("SELECT id FROM users WHERE deleted_at IS NULL LIMIT 50")]
        course = store.execute("SELECT id FROM courses LIMIT 1").fetchone()[0]
    answered = []
    for turn in range(ROUNDS):
        site.start()
        clients = [
            threading.Thread(target=send, args=(site, f"{turn}-{number}", users, course, answered))
            for number in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        time.sleep(random.uniform(0.5, 2))
        site.kill()
        for client in clients:
            client.join()
        assert "No difference" in site.run("verify")
        with sqlite3.connect(site.store) as store:
            found = {id_ for (id_,) in store.execute("SELECT id FROM attempts WHERE id LIKE 'kill-%'")}
        lost = set(answered) - found
        assert not lost, f"{len(lost)} of {len(answered)} answered attempts are lost"
    assert answered, "no attempt was answered: nothing was tried"
    print(f"      ({ROUNDS} kills, {len(answered)} attempts)")


def send(site, name, users, course, answered):
    """Sends attempts until the server is gone."""
    number = 0
    while True:
        number += 1
        attempt = {
            "id": f"kill-{name}-{number}", "user": random.choice(users), "course": course, "time_spent": 60,
            "started_at": "2026-01-01T00:00:00Z", "last_activity_at": "2026-01-01T01:00:00Z", "progress": 100,
        }
        request = urllib.request.Request(
            site.address + "/api/v1/records/attempts", json.dumps(attempt).encode(),
            {"Authorization": f"Bearer {site.tokens[0]}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert json.load(answer)["new"] == 1
        except (OSError, http.client.HTTPException):
            return
        answered.append(attempt["id"])
