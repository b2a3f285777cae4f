"""A server that is asked to stop: it finishes running requests, accepts no new ones, requeues jobs, and exits in time."""

import json
import re
import signal
import socket
import sqlite3
import time


def checks(check, site):
    return [
        check(f"{name} lets a request come to its end, and hands files back at once", lambda f: stops(site(f), number))
        for name, number in [("SIGTERM", signal.SIGTERM), ("SIGINT", signal.SIGINT)]
    ] + [check("What takes too long when the server stops is broken off", lambda f: breaks_off(site(f)))]


class Upload:
    """A client that sends records slowly."""

    def __init__(self, site, token):
        host, port = re.search(r"http://(.+):(\d+)", site.address).groups()
        self.body = b"".join(b'{"id":"slow%d","name":"Slow"}\n' % number for number in range(1000))
        self.socket = socket.create_connection((host, int(port)), timeout=30)
        self.socket.sendall(
            f"POST /api/v1/records/tags HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/x-ndjson\r\nContent-Length: {len(self.body)}\r\n\r\n".encode()
            + self.body[: len(self.body) // 2])

    def finish(self):
        self.socket.sendall(self.body[len(self.body) // 2 :])
        answer = b""
        while piece := self.socket.recv(65536):
            answer += piece
        return answer.decode()


def states(site):
    with sqlite3.connect(site.store) as store:
        return store.execute("SELECT state, losses FROM jobs").fetchall()


def refuses(site):
    end = time.monotonic() + 3
    while time.monotonic() < end:
        try:
            site.ask("GET", "/api/v1/health", site.tokens[0])
        except OSError:
            return True
        time.sleep(0.05)
    return False


def stops(site, number):
    site.start()
    for token in site.tokens:
        for _ in range(6):
            site.ask("POST", "/reports/general-stats/download?format=xlsx", token)
    upload = Upload(site, site.tokens[0])
    time.sleep(0.3)
    site.wait_for_half_file()
    site.server.send_signal(number)
    # The upload is still running: the jobs do not wait for it.
    end = time.monotonic() + 3
    while any(state == "running" for state, _ in states(site)) and time.monotonic() < end:
        time.sleep(0.05)
    found = states(site)
    assert all(state in ("waiting", "done") and losses == 0 for state, losses in found), found
    assert any(state == "waiting" for state, _ in found), "every file was made: nothing was tried"
    assert site.server.poll() is None, "the server is gone before its request has ended"
    assert refuses(site), "a server that stops takes new requests"
    answer = upload.finish()
    assert "200 OK" in answer and json.loads(answer.split("\r\n\r\n")[1])["new"] == 1000, answer
    assert site.server.wait(timeout=10) == 0, "the server does not stop well"
    site.start()
    assert {job["state"] for _, job in site.settled(60)} == {"done"}
    assert site.stop() == 0


def breaks_off(site):
    site.environment["TALLYBOOK_STOP_LIMIT"] = "1"
    site.start()
    upload = Upload(site, site.tokens[0])
    time.sleep(0.3)
    begin = time.monotonic()
    site.server.send_signal(signal.SIGTERM)
    assert site.server.wait(timeout=20) == 0, "the server does not stop well"
    taken = time.monotonic() - begin
    assert 0.9 < taken < 10, f"it took {taken:.1f} s"
    upload.socket.close()
    with sqlite3.connect(site.store) as store:
        assert store.execute("SELECT count(*) FROM tags WHERE id LIKE 'slow%'").fetchone()[0] == 0
