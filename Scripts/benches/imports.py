"""Imports."""

import csv
import gzip
import shutil
import statistics

from benches.demo import count, demo_folder, demo_store, remove_store
from benches.measuring import DATA, cells, output, run, say, table
from benches.servers import server


def measure_import(options):
    """OULAD into Tallybook, and the same files into bare tables by `sqlite3 .import`, in turn."""
    if not is_possible(options, "sqlite3", "sqlite3"):
        return None
    return by_turns(options, import_oulad, import_again, import_bare, "`sqlite3 .import`")


def measure_import_postgres(options):
    """The same on a PostgreSQL server, compared with `COPY`."""
    if not is_possible(options, "psql", "postgresql"):
        return None
    with server() as postgres:
        return by_turns(
            options,
            lambda options: postgres_oulad(options, postgres),
            lambda options: postgres_again(options, postgres),
            lambda options: postgres_bare(options, postgres),
            "`COPY`",
            {
                "`pg_restore` of the resulting store": lambda: postgres_copy(postgres, 1),
                "the same over two connections": lambda: postgres_copy(postgres, 2),
            },
        )


def is_possible(options, program, package):
    if not options.oulad.is_dir():
        say(f"{options.oulad} does not exist: skipped. Pass the folder with --oulad.")
        return False
    if not shutil.which(program):
        say(f"{program} is not installed: skipped (apt-get install {package}).")
        return False
    return True


def by_turns(options, whole, again, bare, name, restorings=None):
    """Bare rows and, where they exist, the engine's own ways to fill a store with finished rows."""
    ours, theirs = [], []
    restorings = restorings or {}
    restored = {way: [] for way in restorings}
    for _ in range(options.runs):
        ours.append(whole(options))
        theirs.append(bare(options))
        say(f"tallybook {ours[-1]}, {name} {theirs[-1]}")
        for way, restore in restorings.items():
            restored[way].append(restore())
            say(f"{way} {restored[way][-1]}")
    same = again(options)
    rows = [
        ["`tallybook import` of OULAD", *cells(ours), against(ours, theirs)],
        ["the same again (nothing changes)", *cells([same]), ""],
        [f"{name} of the same files into bare tables", *cells(theirs), "1"],
    ]
    rows += [[way, *cells(costs), against(costs, theirs)] for way, costs in restored.items()]
    return table(["", "time", "processor time", "peak memory", "time (processor time) against bare"], rows)


def against(ours, theirs):
    wall = statistics.median(a.wall / b.wall for a, b in zip(ours, theirs))
    processor = statistics.median(a.processor / b.processor for a, b in zip(ours, theirs))
    return f"**{wall:.1f} ×** ({processor:.1f} ×)"


def import_oulad(options):
    store = remove_store(DATA / "oulad.sqlite")
    return run(options.program, "import", "--store", store, options.oulad)


def import_again(options):
    return run(options.program, "import", "--store", DATA / "oulad.sqlite", options.oulad)


def import_bare(options):
    store = remove_store(DATA / "bare.sqlite")
    commands = [
        f".import --csv '|gunzip -c {path}' {path.name.removesuffix('.csv.gz')}"
        for path in sorted(options.oulad.glob("*.csv.gz"))
    ]
    return run("sqlite3", store, *commands)


def postgres_oulad(options, postgres):
    store = postgres.new_database("oulad")
    return postgres.run(options.program, "import", "--store", store, options.oulad)


def postgres_again(options, postgres):
    return postgres.run(options.program, "import", "--store", f"{postgres.address}/oulad", options.oulad)


def postgres_bare(options, postgres):
    """Tables of text columns, like those of `sqlite3 .import`."""
    postgres.new_database("bare")
    commands = []
    for path in sorted(options.oulad.glob("*.csv.gz")):
        name = path.name.removesuffix(".csv.gz")
        with gzip.open(path, "rt", encoding="utf-8") as file:
            columns = ", ".join(f'"{column}" text' for column in next(csv.reader(file)))
        commands.append(f"CREATE TABLE {name} ({columns})")
        commands.append(f"\\copy {name} from program 'gunzip -c {path}' with (format csv, header)")
    return postgres.run(*postgres.command("bare", *commands))


def postgres_copy(postgres, connections):
    dump = DATA / "oulad.dump"
    output("pg_dump", "--format", "custom", "--compress", "0", "--file", dump, f"{postgres.address}/oulad")
    copy = postgres.new_database("copy")
    return postgres.run("pg_restore", "--exit-on-error", "--jobs", connections, "--dbname", copy, dump)


def measure_demo(options):
    """Demo platforms of two sizes: does memory grow with the number of rows?"""
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
    rows.append(["memory, larger relative to smaller", "", "", f"**{growth:.2f} ×**"])
    return table(["`tallybook import` of a demo platform", "time", "processor time", "peak memory"], rows)
