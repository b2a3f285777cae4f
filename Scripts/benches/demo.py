"""The demo platforms in var/bench: their records, their stores, a server for each, and a client for it."""

import hashlib
import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.parse

from benches.measuring import DATA, ROOT, output, run, say

PASSWORD = secrets.token_hex(12)


def remove_store(path):
    for ending in ["", "-wal", "-shm", "-journal"]:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return path


def demo_store(users):
    return DATA / f"demo-{users}.sqlite"


def filled_store(options, users):
    """The store of a demo platform, with its records; one from an older program may lack columns."""
    store, written = demo_store(users), demo_store(users).with_suffix(".cost")
    if not written.exists() or not store.exists() or store.stat().st_mtime < options.program.stat().st_mtime:
        half = remove_store(DATA / "half.sqlite")
        cost = run(options.program, "import", "--store", half, demo_folder(options, users))
        half.rename(remove_store(store))
        written.write_text(json.dumps({"wall": cost.wall, "memory": cost.memory}))
    return store


def cost_of_filling(users):
    """The cost of the import that filled the store: seconds, and peak megabytes."""
    return json.loads(demo_store(users).with_suffix(".cost").read_text())


def demo_folder(options, users):
    """The records of a demo platform; written once per version of the demo's sources."""
    folder, done = DATA / f"demo-{users}", DATA / f"demo-{users}.version"
    version = hashlib.sha256()
    for path in sorted((ROOT / "Sources" / "DemoPlatform").rglob("*.swift")):
        version.update(path.read_bytes())
    if not (done.exists() and done.read_text() == version.hexdigest()):
        done.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        cost = run(options.program, "demo", "--users", users, "--out", folder)
        say(f"wrote a platform of {users} users: {cost}")
        done.write_text(version.hexdigest())
    return folder


def count(users, table_name):
    """Rows of a table of a demo platform: lines of its file, less the header (no cell of attempts.csv has a line break)."""
    with open(DATA / f"demo-{users}" / f"{table_name}.csv", "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1


class server:
    """Tallybook serving a demo platform on a free port, for the duration of a `with`."""

    def __init__(self, options, users, store=None):
        self.program, self.store = options.program, store or filled_store(options, users)
        for email in ["owner@example.com", "coach@example.com"]:
            output(self.program, "user", "password", "--store", self.store, email, input=PASSWORD + "\n")

    def __enter__(self):
        command = [str(self.program), "serve", "--store", str(self.store), "--port", "0"]
        with open(DATA / "server.txt", "w") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.process.stdout.readline())
        if not found:
            self.process.kill()
            sys.exit(f"The server did not print its address; see {DATA / 'server.txt'}.")
        self.port = int(found.group(1))
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def peak_memory(self):
        return self.memory("VmHWM")

    def memory(self, which="VmRSS"):
        """Megabytes: resident now, or at most."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{which}:\s+(\d+) kB", status).group(1)) * 1024 / 1e6


class Browser:
    """One connection, signed in as the owner or another: pages by cookie, the API by token."""

    def __init__(self, options, serving, email="owner@example.com", writes=False):
        self.connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=600)
        self.cookies = {}
        create = ["token", "create", "--store", serving.store, "--user", email, *([] if writes else ["--read-only"])]
        self.token = output(options.program, *create).split()[-1]
        form = self.get("/signin")[1].read().decode()
        csrf = re.search(r'name="csrf" value="([^"]+)"', form).group(1)
        fields = urllib.parse.urlencode({"csrf": csrf, "email": email, "password": PASSWORD})
        response = self.send("POST", "/signin", fields)
        response.read()
        if response.status not in (302, 303):
            sys.exit(f"Signing in failed with status {response.status}.")

    def send(self, method, address, body=None):
        headers = {}
        if address.startswith("/api/"):
            headers["Authorization"] = f"Bearer {self.token}"
        elif self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            is_data = address.startswith("/api/")
            headers["Content-Type"] = "application/json" if is_data else "application/x-www-form-urlencoded"
        self.connection.request(method, address, body, headers)
        response = self.connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return response

    def post(self, address, body):
        response = self.send("POST", address, body)
        said = response.read()
        if response.status != 200:
            sys.exit(f"{address} failed with status {response.status}: {said[:500]}")

    def get(self, address):
        start = time.perf_counter()
        response = self.send("GET", address)
        if response.status != 200:
            sys.exit(f"{address} failed with status {response.status}.")
        return start, response

    def timed(self, address, refused=False):
        """Seconds until the response is read; if a refusal is expected, it is timed too."""
        start = time.perf_counter()
        response = self.send("GET", address) if refused else self.get(address)[1]
        response.read()
        return time.perf_counter() - start

    def download(self, address):
        """Seconds and bytes; the file is read as a stream."""
        start, response = self.get(address)
        size = sum(len(block) for block in iter(lambda: response.read(1 << 16), b""))
        return time.perf_counter() - start, size
