"""Single records through the API, from 1 and from 16 connections, without and with parallel readers, on both engines."""

import json
import multiprocessing
import secrets
import selectors
import socket
import statistics
import sys
import threading
import time

from benches.demo import Browser, demo_folder, demo_store, filled_store, server
from benches.imports import is_possible
from benches.measuring import say, table
from benches.servers import server as postgres_server

READERS = 4
CONNECTIONS = [1, 16]
SECONDS = 15


def measure_ingest(options):
    """A platform sends attempts; readers request the Users page continuously."""
    users = options.sizes[1]
    rows = measure_engine(options, users, "SQLite", filled_store(options, users))
    # It now contains attempts that the demo lacks.
    demo_store(users).with_suffix(".cost").unlink(missing_ok=True)
    if is_possible(options, "psql", "postgresql"):
        with postgres_server() as postgres:
            address = postgres.new_database("demo")
            postgres.run(options.program, "import", "--store", address, demo_folder(options, users))
            postgres.psql("demo", "VACUUM ANALYZE")
            rows += measure_engine(options, users, "PostgreSQL", address)
    head = [f"{users:,} users", "attempts per second, no readers", "median", "99th percentile",
            f"with {READERS} readers", "median", "99th percentile", "Users page, no writes", "while attempts arrive", "ratio"]
    return table(head, rows)


def measure_engine(options, users, name, store):
    rows = []
    with server(options, users, store) as serving:
        for connections in CONNECTIONS:
            alone, _ = run_for(options, serving, users, connections, readers=0)
            _, undisturbed = run_for(options, serving, users, 0, READERS)
            beside, disturbed = run_for(options, serving, users, connections, READERS)
            rows.append([f"{name}, {connections} connection{'s' if connections > 1 else ''}", *rate(alone), *rate(beside),
                         pace(undisturbed), pace(disturbed),
                         f"**{statistics.median(disturbed) / statistics.median(undisturbed):.2f} ×**"])
            say(" | ".join(rows[-1]))
    return rows


def run_for(options, serving, users, connections, readers):
    """Seconds of each response, of all writers and of all readers."""
    token = Browser(options, serving, writes=True).token
    browsers = [Browser(options, serving) for _ in range(readers)]
    # Signing in is slow, and does not count.
    until, opened = time.monotonic() + SECONDS, []
    threads = [threading.Thread(target=read, args=(browser, until, opened)) for browser in browsers]
    for thread in threads:
        thread.start()
    taken = []
    if connections:
        # A process of its own, so that readers and writers do not wait for the same interpreter.
        with multiprocessing.get_context("fork").Pool(1) as pool:
            taken = pool.apply(write, (serving.port, token, connections, until, users))
    for thread in threads:
        thread.join()
    return taken, opened


def write(port, token, count, until, users):
    """Each connection sends its next attempt as soon as it has the answer to the last."""
    selector, batch, sent, times = selectors.DefaultSelector(), secrets.token_hex(4), {}, []
    number = 0

    def send(connection):
        nonlocal number
        attempt = {
            "id": f"bench-{batch}-{number}", "user": f"u{number * 7919 % users}", "course": "c1",
            "started_at": "2026-03-15T11:00:00Z", "last_activity_at": "2026-03-15T11:10:00Z", "time_spent": 600,
            "progress": 100, "score": number % 101, "language": "en",
        }
        number += 1
        body = json.dumps(attempt)
        sent[connection] = time.perf_counter()
        connection.sendall((
            f"POST /api/v1/records/attempts HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode())

    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        send(connection)
    while time.monotonic() < until:
        for key, _ in selector.select(1):
            answer = key.fileobj.recv(65_536)
            # An answer is small, and ends with its body.
            while not answer.endswith(b"}"):
                more = key.fileobj.recv(65_536)
                if not more:
                    break
                answer += more
            if not answer.startswith(b"HTTP/1.1 200 "):
                sys.exit(f"An attempt was refused: {answer[:500]}")
            times.append(time.perf_counter() - sent[key.fileobj])
            send(key.fileobj)
    return times


def read(browser, until, times):
    while time.monotonic() < until:
        times.append(browser.timed("/users"))


def rate(times):
    ordered = sorted(times)
    return [f"{len(times) / SECONDS:,.0f}", pace(times), f"{ordered[len(ordered) * 99 // 100] * 1000:.1f} ms"]


def pace(times):
    return f"{statistics.median(times) * 1000:.1f} ms"
