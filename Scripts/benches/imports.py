"""Taking records in."""

import shutil
import statistics

from benches.demo import count, demo_folder, demo_store, remove_store
from benches.measuring import DATA, cells, run, say, table


def measure_import(options):
    """OULAD into Tallybook, and the same files into bare tables by `sqlite3 .import`, by turns."""
    if not options.oulad.is_dir():
        say(f"There is no {options.oulad}: skipped. Name the folder with --oulad.")
        return None
    if not shutil.which("sqlite3"):
        say("There is no sqlite3 program: skipped (apt-get install sqlite3).")
        return None
    ours, bare = [], []
    for _ in range(options.runs):
        ours.append(import_oulad(options))
        bare.append(import_bare(options))
        say(f"tallybook {ours[-1]}, sqlite3 {bare[-1]}")
    again = run(options.program, "import", "--store", DATA / "oulad.sqlite", options.oulad)
    wall = statistics.median(a.wall / b.wall for a, b in zip(ours, bare))
    processor = statistics.median(a.processor / b.processor for a, b in zip(ours, bare))
    rows = [
        ["`tallybook import` of OULAD", *cells(ours), f"**{wall:.1f} ×** ({processor:.1f} ×)"],
        ["the same again (nothing changes)", *cells([again]), ""],
        ["`sqlite3 .import` of the same files into bare tables", *cells(bare), "1"],
    ]
    return table(["", "time", "processor time", "peak memory", "time (processor time) against bare"], rows)


def import_oulad(options):
    store = remove_store(DATA / "oulad.sqlite")
    return run(options.program, "import", "--store", store, options.oulad)


def import_bare(options):
    store = remove_store(DATA / "bare.sqlite")
    commands = [
        f".import --csv '|gunzip -c {path}' {path.name.removesuffix('.csv.gz')}"
        for path in sorted(options.oulad.glob("*.csv.gz"))
    ]
    return run("sqlite3", store, *commands)


def measure_demo(options):
    """Demo platforms of two sizes: does memory grow with the rows?"""
    sizes = options.sizes[1:]
    costs = {}
    for users in sizes:
        folder = demo_folder(options, users)
        store = remove_store(demo_store(users))
        costs[users] = run(options.program, "import", "--store", store, folder)
        say(f"{users} users: {costs[users]}")
    growth = costs[sizes[1]].memory / costs[sizes[0]].memory
    rows = [
        [f"{users:,} users, {count(users, 'attempts'):,} attempts", *cells([costs[users]])] for users in sizes
    ]
    rows.append(["memory, larger against smaller", "", "", f"**{growth:.2f} ×**"])
    return table(["`tallybook import` of a demo platform", "time", "processor time", "peak memory"], rows)
