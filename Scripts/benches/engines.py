"""Both engines compared: import, pages, and General stats, the latter also with an analyst's SQL on PostgreSQL."""

import contextlib
import statistics
import sys

from benches.analyst_postgres import Analyst
from benches.demo import Browser, cost_of_filling, count, demo_folder, filled_store, server as tallybook_server
from benches.imports import is_possible
from benches.measuring import DATA, ROOT, output, say, table
from benches.reports import COMPARISON, filters_of, tallybook
from benches.servers import server as postgres_server

PAGES = [
    ("Users page", "/users"), ("Users page, by time spent", "/users?sort=time_spent&direction=desc"),
    ("Users page, search", "/users?q=mar"), ("user's page", "/users/u{}"), ("API, 50 users", "/api/v1/users?limit=50"),
]


def measure_engines(options):
    """The middle platform in a store on each engine, in turn."""
    if not is_possible(options, "psql", "postgresql"):
        return None
    users = options.sizes[1]
    with postgres_server() as postgres:
        address = postgres.new_database("demo")
        imported = postgres.run(options.program, "import", "--store", address, demo_folder(options, users))
        stores = [filled_store(options, users), address]
        # Autovacuum would do this by itself later.
        postgres.psql("demo", "VACUUM ANALYZE")
        rows = [line("import", [cost_of_filling(users)["wall"]], [imported.wall])]
        rows += pages(options, users, stores)
        rows += reports(options, users, stores, Analyst(postgres, demo_folder(options, users)))
    head = [f"{users:,} users, {count(users, 'attempts'):,} attempts", "SQLite", "PostgreSQL", "against SQLite",
            "analyst's SQL on PostgreSQL", "PostgreSQL against it"]
    return table(head, rows)


def pages(options, users, stores):
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(tallybook_server(options, users, store)) for store in stores]
        browsers = [Browser(options, serving) for serving in servers]
        return [page(options, browsers, name, address.format(users // 2)) for name, address in PAGES]


def page(options, browsers, name, address):
    times = [[] for _ in browsers]
    for turn in range(options.requests + 20):
        for browser, list_ in zip(browsers, times):
            seconds = browser.timed(address)
            if turn >= 20:
                list_.append(seconds)
    return line(name, *times)


def reports(options, users, stores, analyst):
    rows = []
    for name, filters in filters_of(users).items():
        costs = ([], [], [])
        for _ in range(options.runs):
            for store, list_ in zip(stores, costs):
                list_.append(tallybook(options, store, filters).wall)
            costs[2].append(analyst.report(DATA / "analyst.csv", filters).wall)
        different = output(
            sys.executable, "-c", COMPARISON, DATA / "ours.csv", DATA / "analyst.csv", cwd=ROOT / "Scripts")
        if different:
            sys.exit(f"{name}: Tallybook's file and the analyst's differ.\n{different}")
        rows.append(line(f"General stats, {name}", *costs))
    return rows


def line(name, sqlite, postgres, analyst=None):
    """Medians, and the medians of the ratios of measurements in turn."""
    medians = [shown(sqlite), shown(postgres), ratio(postgres, sqlite)]
    row = [name, *medians, *([shown(analyst), ratio(postgres, analyst)] if analyst else ["", ""])]
    say(" | ".join(row))
    return row


def ratio(ours, theirs):
    return f"**{statistics.median(a / b for a, b in zip(ours, theirs)):.2f} ×**"


def shown(times):
    seconds = statistics.median(times)
    return f"{seconds * 1000:.1f} ms" if seconds < 0.2 else f"{seconds:.2f} s"
