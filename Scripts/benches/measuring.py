"""Running and measuring commands, and writing their table to docs/performance.md."""

import datetime
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "var" / "bench"
PAGE = ROOT / "docs" / "performance.md"


class Cost:
    """The cost of a command: seconds, seconds of processor time, peak megabytes."""

    def __init__(self, wall, usage):
        self.wall = wall
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024 / 1e6

    def __str__(self):
        return f"{self.wall:.1f} s ({self.processor:.1f} s), {self.memory:.0f} MB"


def run(*command):
    """Runs a command that must succeed. Its peak memory includes that of the children it waited for."""
    command = [str(word) for word in command]
    start = time.monotonic()
    with open(DATA / "output.txt", "w+b") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            tail = log.read().decode(errors="replace")[-3000:]
            sys.exit(f"{tail}\n{' '.join(command)} ended with {process.returncode}")
    return Cost(wall, usage)


def output(*command, **settings):
    settings = {"cwd": ROOT, "check": True, "text": True, "stdout": subprocess.PIPE, **settings}
    return subprocess.run([str(word) for word in command], **settings).stdout.strip()


def cells(costs):
    wall, processor, memory = (
        statistics.median(getattr(cost, name) for cost in costs) for name in ["wall", "processor", "memory"]
    )
    return [f"{wall:.1f} s", f"{processor:.1f} s", f"{memory:.0f} MB"]


def table(head, rows):
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write(section, text):
    """Writes the table between the section's markers, with date and machine."""
    opening, closing = f"<!-- bench {section} -->", f"<!-- /bench {section} -->"
    page = PAGE.read_text()
    if opening not in page or closing not in page:
        sys.exit(f"{PAGE} has no markers for {section}; the table above was not written.")
    before, rest = page.split(opening, 1)
    after = rest.split(closing, 1)[1]
    PAGE.write_text(f"{before}{opening}\n{text}\n\n{machine()}\n{closing}{after}")


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    swift = re.search(r"Swift version (\S+)", output("swift", "--version", stderr=subprocess.DEVNULL))
    revision = output("git", "rev-parse", "--short", "HEAD")
    if output("git", "status", "--porcelain", "--untracked-files=no", "Sources", "Package.swift"):
        revision += " with changes"
    parts = [
        datetime.date.today().isoformat(), f"{os.cpu_count()} cores", f"{memory:.0f} GiB", platform.machine(),
        f"Swift {swift.group(1) if swift else '?'}", f"load {os.getloadavg()[0]:.1f} at the end", f"commit {revision}",
    ]
    return f"Measured {', '.join(parts)}."


def say(text):
    print(text, file=sys.stderr, flush=True)
