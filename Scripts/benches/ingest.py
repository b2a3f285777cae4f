"""Single records through the API, one at a time, without and with parallel readers."""

import json
import secrets
import statistics
import threading
import time

from benches.demo import Browser, demo_store, server
from benches.measuring import say, table

READERS = 4
SECONDS = 15


def measure_ingest(options):
    """A platform sends attempts one after another; readers request the Users page continuously."""
    rows = []
    for users in options.sizes[:2]:
        with server(options, users) as serving:
            alone, _ = run_for(options, serving, users, writers=1, readers=0)
            _, undisturbed = run_for(options, serving, users, writers=0, readers=READERS)
            beside, disturbed = run_for(options, serving, users, writers=1, readers=READERS)
        # It now contains attempts that the demo lacks.
        demo_store(users).with_suffix(".cost").unlink(missing_ok=True)
        rows.append([f"{users:,} users", *rate(alone), *rate(beside), *pace(undisturbed), *pace(disturbed),
                     f"**{statistics.median(disturbed) / statistics.median(undisturbed):.2f} ×**"])
        say(" | ".join(rows[-1]))
    head = ["", "attempts per second, no readers", "each takes", f"with {READERS} readers", "each takes",
            f"Users page, {READERS} readers, no writes", "while attempts arrive", "ratio"]
    return table(head, rows)


def run_for(options, serving, users, writers, readers):
    """Seconds of each response, of all writers and of all readers."""
    browsers = [Browser(options, serving, writes=index < writers) for index in range(writers + readers)]
    # Signing in is slow, and does not count.
    until, taken, opened = time.monotonic() + SECONDS, [], []
    threads = [
        threading.Thread(target=write if index < writers else read, args=(browser, until, users, taken if index < writers else opened))
        for index, browser in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, opened


def write(browser, until, users, times):
    batch = secrets.token_hex(4)
    while time.monotonic() < until:
        attempt = {
            "id": f"bench-{batch}-{len(times)}", "user": f"u{len(times) * 7919 % users}", "course": "c1",
            "started_at": "2026-03-15T11:00:00Z", "last_activity_at": "2026-03-15T11:10:00Z", "time_spent": 600,
            "progress": 100, "score": len(times) % 101, "language": "en",
        }
        start = time.perf_counter()
        browser.post("/api/v1/records/attempts", json.dumps(attempt))
        times.append(time.perf_counter() - start)


def read(browser, until, _, times):
    while time.monotonic() < until:
        times.append(browser.timed("/users"))


def rate(times):
    return [f"{len(times) / SECONDS:,.0f}", f"{statistics.median(times) * 1000:.1f} ms"]


def pace(times):
    return [f"{statistics.median(times) * 1000:.1f} ms"]
