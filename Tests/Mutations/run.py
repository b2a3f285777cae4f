#!/usr/bin/env python3
"""Takes one condition after another out of the Scope and expects the access proof to fail: what it does not notice, it does
not prove.

  python3 Tests/Mutations/run.py          all of them (each builds and runs the tests: two minutes)
  python3 Tests/Mutations/run.py closed   those whose name holds a word

The file is as before in the end, also after Ctrl-C; build once more then. Prints a table; exit status 1 if one survived.
"""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCOPE = ROOT / "Sources" / "Access" / "Scope.swift"
TESTS = "AccessProofTests"

# Name, what stands in the Scope, what stands there instead.
MUTATIONS = [
    ("a closed membership counts as open", " AND (m.until IS NULL OR m.until >= p.deleted_at)", ""),
    ("coaches see members of any role", "\"m.role = 'learner'\"", "\"true\""),
    ("a role in a closed membership still administers", "AND m.until IS NULL AND m.role \\(anyOf: roles)", "AND m.role \\(anyOf: roles)"),
    ("roles do not flow down", "UNION SELECT g.key, g.id FROM below AS b JOIN groups AS g ON g.parent = b.id)", ")"),
    ("a closed relation still makes a report", "WHERE m.manager_key = \\(viewer.key) AND m.until IS NULL", "WHERE m.manager_key = \\(viewer.key)"),
    ("user administrators administer", "membersOpenAtTheirTime(in: administered([\"admin\"]), role: \"true\")", "membersOpenAtTheirTime(in: administered([\"admin\", \"user_admin\"]), role: \"true\")"),
]


def main(words):
    original = SCOPE.read_text()
    survivors = 0
    print("| taken away | the proof |\n|---|---|", flush=True)
    try:
        for name, old, new in MUTATIONS:
            if words and not any(word in name for word in words):
                continue
            if original.count(old) != 1:
                sys.exit(f"{name}: what is to be replaced stands {original.count(old)} times in {SCOPE}")
            SCOPE.write_text(original.replace(old, new))
            verdict = judge()
            survivors += verdict is None
            print(f"| {name} | {verdict or '**passes: not noticed**'} |", flush=True)
    finally:
        SCOPE.write_text(original)
    return 1 if survivors else 0


def judge():
    """The first thing that the tests say; nil if they pass."""
    built = run("swift", "build", "--build-tests")
    if built.returncode:
        sys.exit(built.stdout[-3000:])
    tested = run("swift", "test", "--skip-build", "--filter", TESTS)
    if tested.returncode == 0:
        return None
    said = re.search(r"(seed \d+[:,] .*)", tested.stdout)
    return f"fails: {said.group(1)[:110]}" if said else "fails"


def run(*command):
    return subprocess.run(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
