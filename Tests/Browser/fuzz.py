"""Random API requests that the document allows and forbids: no response is an internal error, none is undocumented.

Thirty minutes of it: FUZZ_SECONDS=1800 Scripts/test browser fuzz. It writes records, so it has a separate platform.
"""

import os
import re
import subprocess
import sys
import tempfile

from platform_server import Platform

SECONDS = int(os.environ.get("FUZZ_SECONDS", "40"))
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance",
]


class SmallPlatform(Platform):
    USERS = "60"


def no_faults(binary):
    with SmallPlatform(binary) as platform, tempfile.TemporaryDirectory() as folder:
        is_long = SECONDS > 60
        command = [
            os.path.join(os.path.dirname(sys.executable), "st"), "run", platform.address + "/api/v1/openapi.json",
            "-H", f"Authorization: Bearer {platform.make_token('owner')}", "--checks", ",".join(CHECKS), "--no-color",
            "--max-time", str(SECONDS), "--max-examples", str(1_000_000 if is_long else 25), "--continue-on-failure",
            "--phases", "coverage,fuzzing,stateful" if is_long else "fuzzing", "--warnings", "off",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS + 300)
        if done.returncode:
            return [done.stdout[-6_000:] + done.stderr[-1_000:]]
        found = re.search(r"(\d+) generated", done.stdout)
        return [] if found and int(found.group(1)) > 100 else ["hardly anything was asked: " + done.stdout[-1_000:]]


def checks(report, viewers, platform):
    report.check("The API answers what its document says, whatever it is asked", lambda: no_faults(platform.binary))
