#!/usr/bin/env python3
"""Many clients that occupy connections, downloads and request bodies at once, and the effect on all others.

  python3 Tests/Load/run.py                                 on a new demo platform in SQLite, with the debug build
  python3 Tests/Load/run.py --program .build/release/tallybook --users 5000
  python3 Tests/Load/run.py --store postgres://…/empty      on an empty database

A long test, run by hand (about five minutes). It starts the program on a free port of this machine, only sends to 127.0.0.1,
stops everything by itself, prints a table and exits with 1 if a limit is exceeded:

- 2,000 idle connections, 64 downloads that nobody reads, 500 slow request bodies, all at once;
- meanwhile, pages and /ready respond within 2 s at the 99th percentile; the only 5xx is 503 for downloads;
- memory stays under 300 MB; afterwards connections, descriptors and temporary files are released, and downloads work.
"""

import argparse
import asyncio
import multiprocessing
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
IDLE, UNREAD, TRICKLING = 2000, 64, 500
PAGES = ["/users", "/courses", "/reports", "/groups", "/help/statistics"]
LARGE = "/users/download?format=ndjson"
SLOWEST, MEMORY = 2.0, 300


class Server:
    """The program, its store and its figures."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("TALLYBOOK_")}
        self.environment["TALLYBOOK_STORE"] = options.store or str(folder / "store.sqlite")
        self.environment["TALLYBOOK_FILES"] = str(folder / "files")

    def run(self, *words):
        done = subprocess.run([self.options.program, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"tallybook {' '.join(words)}: {done.stderr}")
        return done.stdout

    def start(self):
        self.run("demo", "--users", str(self.options.users), "--out", "records")
        self.run("import", "records")
        self.token = self.run("token", "create", "--user", self.options.owner).strip()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = open(self.folder / "log", "w")
        self.process = subprocess.Popen(
            [self.options.program, "serve", "--port", str(self.port)], cwd=self.folder, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=self.log)

    def memory(self):
        """Resident, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()


async def ask(server, path, limit=30.0, token=True):
    """Status and seconds of one request on a separate connection; status 0: no response in time."""
    begin, status = time.monotonic(), 0
    writer = None
    try:
        async with asyncio.timeout(limit):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            credential = f"Authorization: Bearer {server.token}\r\n" if token else ""
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n{credential}Connection: close\r\n\r\n".encode())
            line = await reader.readline()
            status = int(line.split()[1]) if line else 0
            while await reader.read(65536):
                pass
    except (OSError, asyncio.TimeoutError):
        status = 0
    finally:
        if writer:
            writer.close()
    return status, time.monotonic() - begin


def connection(server, receive=None):
    made = socket.socket()
    if receive:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    made.setblocking(True)
    made.connect(("127.0.0.1", server.port))
    made.setblocking(False)
    return made


async def trickle(made, end):
    """A byte now and then until the other end closes the connection."""
    loop = asyncio.get_running_loop()
    while time.monotonic() < end:
        try:
            made.send(b"a")
        except OSError:
            return
        await asyncio.sleep(2)
    made.close()


async def attack(server, seconds):
    """Opens connections and keeps them; reopens those that the server closes."""
    end = time.monotonic() + seconds
    head = f"Host: 127.0.0.1\r\nAuthorization: Bearer {server.token}\r\n"
    forms = [
        ("/signin", "application/x-www-form-urlencoded"), ("/api/v1/records/users", "application/json"),
        ("/api/v1/records/users", "application/x-ndjson"), ("/scim/v2/Users", "application/scim+json"),
    ]
    idle, unread, bodies = [], [], []
    # The number of open connections, and the total number opened.
    while time.monotonic() < end:
        idle = [c for c in idle if not is_closed(c)]
        unread = [c for c in unread if not is_closed(c)]
        bodies = [(c, t) for c, t in bodies if not t.done()]
        for _ in range(IDLE - len(idle)):
            idle.append(connection(server))
            if len(idle) % 100 == 0:
                await asyncio.sleep(0)
        for _ in range(UNREAD - len(unread)):
            made = connection(server, 4096)
            made.send(f"GET {LARGE} HTTP/1.1\r\n{head}\r\n".encode())
            unread.append(made)
        for number in range(TRICKLING - len(bodies)):
            path, kind = forms[number % len(forms)]
            made = connection(server)
            made.send(f"POST {path} HTTP/1.1\r\n{head}Content-Type: {kind}\r\nContent-Length: 60000\r\n\r\n".encode())
            bodies.append((made, asyncio.create_task(trickle(made, end))))
            if number % 50 == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(1)
    counts = (len(idle), len(unread), len(bodies))
    for made in idle + unread:
        made.close()
    for made, task in bodies:
        task.cancel()
        made.close()
    return counts


def is_closed(made):
    """Whether the other end has closed; does not consume data."""
    try:
        return made.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def attacker(server, seconds, begin, held):
    """A separate process, so that it does not slow down the measuring ones."""
    begin.wait()
    held.put(asyncio.run(attack(server, seconds)))


async def observe(server, end, found, peak):
    """Requests pages and /ready, like other users."""
    number = 0
    while time.monotonic() < end:
        path = "/api/v1/ready" if number % 3 == 0 else PAGES[number % len(PAGES)]
        status, seconds = await ask(server, path)
        found.append((path, status, seconds))
        peak[0] = max(peak[0], server.memory())
        number += 1
        await asyncio.sleep(0.1)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


async def prove(server, seconds, begin, held):
    for _ in range(600):
        if (await ask(server, "/api/v1/ready", 2))[0] == 200:
            break
        await asyncio.sleep(0.1)
    for path in PAGES:
        await ask(server, path)
    before = (server.memory(), server.descriptors())
    found, peak = [], [before[0]]
    end = time.monotonic() + seconds
    begin.set()
    # All of them are established after a few seconds.
    await asyncio.sleep(10)
    observers = [asyncio.create_task(observe(server, end - 1, found, peak)) for _ in range(4)]
    during = server.descriptors()
    await asyncio.gather(*observers)
    held = await asyncio.to_thread(held.get)
    await asyncio.sleep(70)
    after = (server.memory(), server.descriptors())
    status, took = await ask(server, LARGE, 120)
    left = [name for name in os.listdir(server.folder / "files")] if (server.folder / "files").exists() else []
    left = [name for name in left if name.endswith(".part")]
    pages = [s for p, _, s in found if p != "/api/v1/ready"]
    ready = [s for p, _, s in found if p == "/api/v1/ready"]
    bad = [f"{p} {s}" for p, s, _ in found if s != 200]
    rows = [
        ("held at the end: idle, unread, trickling", "{} {} {}".format(*held), held[0] >= IDLE * 0.9),
        ("pages: number, median, 99th percentile", f"{len(pages)}, {percentile(pages, .5):.2f} s, {percentile(pages, .99):.2f} s", percentile(pages, .99) < SLOWEST),
        ("/ready: number, median, 99th percentile", f"{len(ready)}, {percentile(ready, .5):.2f} s, {percentile(ready, .99):.2f} s", percentile(ready, .99) < SLOWEST),
        ("answers other than 200", f"{len(bad)} {bad[:5]}", not bad),
        ("memory: before, most, after", f"{before[0]:.0f}, {peak[0]:.0f}, {after[0]:.0f} MB", peak[0] < MEMORY),
        ("descriptors: before, during, after", f"{before[1]}, {during}, {after[1]}", after[1] < before[1] + 30),
        ("temporary files left", str(left), not left),
        ("a download afterwards", f"{status} in {took:.1f} s", status == 200),
        ("the program runs on", str(server.process.poll() is None), server.process.poll() is None),
    ]
    print("| bound | measured | holds |\n|---|---|---|")
    for name, value, holds in rows:
        print(f"| {name} | {value} | {'yes' if holds else '**no**'} |")
    return 0 if all(holds for _, _, holds in rows) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / ".build" / "debug" / "tallybook"))
    parser.add_argument("--store", help="an empty PostgreSQL database; a new SQLite file without it")
    parser.add_argument("--users", type=int, default=3000)
    parser.add_argument("--owner", default="owner@example.com", help="the address of a user who sees everybody")
    parser.add_argument("--seconds", type=int, default=90)
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < 4000:
        sys.exit(f"This needs a limit of 4000 open files; here it is {hard} (ulimit -Hn).")
    with tempfile.TemporaryDirectory(prefix="tallybook-load-") as folder:
        server = Server(options, pathlib.Path(folder))
        server.start()
        context = multiprocessing.get_context("fork")
        begin, held = context.Event(), context.Queue()
        other = context.Process(target=attacker, args=(server, options.seconds, begin, held), daemon=True)
        other.start()
        try:
            return asyncio.run(prove(server, options.seconds, begin, held))
        finally:
            other.terminate()
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
