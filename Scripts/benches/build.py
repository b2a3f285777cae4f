"""A first build, compared with that of the smallest server with the same packages."""

import shutil

from benches.bare import write_bare_server
from benches.measuring import DATA, ROOT, cells, run, say, table


def measure_build(options):
    """A first release build of Tallybook and of the smallest server with the same packages, both from nothing."""
    bare = write_bare_server()
    times = {}
    # The first build also reads the compiler from the disk: that counts for Tallybook.
    for name, folder in [("tallybook", ROOT), ("bare", bare)]:
        scratch = DATA / f"build-{name}"
        shutil.rmtree(scratch, ignore_errors=True)
        run("swift", "package", "--package-path", folder, "--scratch-path", scratch, "resolve")
        command = ["swift", "build", "-c", "release", "--package-path", folder, "--scratch-path", scratch]
        times[name] = run(*command, "--product", name)
        say(f"{name}: {times[name]}")
        shutil.rmtree(scratch, ignore_errors=True)
    ratio = times["tallybook"].wall / times["bare"].wall
    processor = times["tallybook"].processor / times["bare"].processor
    rows = [
        ["Hummingbird, mustache, GRDB, argument-parser: one page", *cells([times["bare"]])[:2], "1"],
        ["Tallybook", *cells([times["tallybook"]])[:2], f"**{ratio:.2f} ×** ({processor:.2f} ×)"],
    ]
    return table(["release build from nothing, packages already fetched", "time", "processor time", "ratio"], rows)
