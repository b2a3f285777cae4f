"""How import, pages and the General stats file grow with the platform, from a thousand users to a million."""

import contextlib
import json
import shutil
import statistics

from benches.curves import draw
from benches.demo import Browser, cost_of_filling, count, filled_store, server
from benches.measuring import DATA, ROOT, run, say, table

# Disk space per demo user in bytes, rounded up: records, store and report file together.
BYTES_A_USER = 25_000
# Limits for the largest platform relative to the one before: the Users page, the file, the file's memory.
FILE_TURNS = 5
LIMITS = {"Users page": 1.5, "General stats": 11, "memory of General stats": 1.2}


def measure_growth(options):
    """The same at every size, in turn, because the speed of a shared machine varies."""
    sizes = [users for users in options.scales if has_room(users)]
    figures = {"import": [imported(options, users) for users in sizes]}
    figures |= pages(options, sizes)
    files = [[general_stats(options, users) for users in sizes] for _ in range(FILE_TURNS)]
    (DATA / "growth.csv").unlink()
    turns = {"General stats": [[cost.wall for cost in turn] for turn in files]}
    figures["General stats"] = medians(turns["General stats"])
    draw(ROOT / "docs" / "growth.svg", sizes, figures)
    figures["memory of import"] = [cost_of_filling(users)["memory"] for users in sizes]
    figures["memory of General stats"] = [max(cost.memory for cost in costs) for costs in zip(*files)]
    head = ["", *(f"{users:,} users" for users in sizes), "growth of the last step", "at most"]
    rows = [["attempts", *(f"{count(users, 'attempts'):,}" for users in sizes), "", ""]]
    return table(head, rows + [line(name, numbers, turns.get(name)) for name, numbers in figures.items()])


def has_room(users):
    needed, free = users * BYTES_A_USER, shutil.disk_usage(DATA).free
    if (DATA / f"demo-{users}.sqlite").exists() or needed < free * 0.8:
        return True
    say(f"{users:,} users need {needed / 1e9:.0f} GB on the disk, and {free / 1e9:.0f} GB are free: skipped.")
    return False


def imported(options, users):
    filled_store(options, users)
    return cost_of_filling(users)["wall"]


def pages(options, sizes):
    """Medians in seconds. The requested user is in the middle of the platform."""
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(server(options, users)) for users in sizes]
        browsers = [Browser(options, serving) for serving in servers]
        return {
            name: by_turns(options, browsers, [address.format(users // 2) for users in sizes])
            for name, address in [
                ("Users page", "/users"), ("Users page, by time spent", "/users?sort=time_spent&direction=desc"),
                ("user's page", "/users/u{}"), ("API, 50 users", "/api/v1/users?limit=50"),
            ]
        }


def by_turns(options, browsers, addresses):
    times = [[] for _ in browsers]
    for turn in range(options.requests + 20):
        for browser, address, list_ in zip(browsers, addresses, times):
            seconds = browser.timed(address)
            if turn >= 20:
                list_.append(seconds)
    return [statistics.median(list_) for list_ in times]


def general_stats(options, users):
    """The file, unfiltered, written to a new path."""
    store = filled_store(options, users)
    (DATA / "growth.csv").unlink(missing_ok=True)
    cost = run(options.program, "report", "general-stats", "--store", store, "--as", "owner@example.com",
               "--out", DATA / "growth.csv")
    say(f"General stats of {users:,} users: {cost}")
    return cost


def medians(turns):
    return [statistics.median(numbers) for numbers in zip(*turns)]


def line(name, numbers, turns=None):
    """Growth: the median over the rounds, or that of the medians."""
    growth = ""
    if len(numbers) > 1:
        ratio = statistics.median(turn[-1] / turn[-2] for turn in turns or [numbers])
        growth = f"**{ratio:.2f} ×**"
    limit = f"{LIMITS[name]} ×" if name in LIMITS else ""
    written = [megabytes(number) if name.startswith("memory") else duration(number) for number in numbers]
    return [name, *written, growth, limit]


def megabytes(number):
    return f"{number:.0f} MB"


def duration(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 0.2 else f"{seconds:.1f} s"
