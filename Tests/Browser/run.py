#!/usr/bin/env python3
"""The browser tests: a demo platform, served by the program TALLYBOOK_BINARY, in a real Chromium.

Prints a line for each check, then "N passed, N failed"; exit status 1 if any failed. Words on the command line
filter: `run.py files keyboard` runs only the checks of those files. Requires the packages of Scripts/requirements.txt
and Chromium (/usr/bin/chromium, or TALLYBOOK_CHROMIUM).
"""

import os
import sys
import time

try:
    from playwright.sync_api import sync_playwright
    import axe_playwright_python  # noqa: F401
    import openapi_spec_validator  # noqa: F401
    import openpyxl  # noqa: F401
except ImportError as missing:
    sys.exit(f"{missing}. Scripts/test browser installs what is missing and runs this file.")

import api_document
import charts
import commands
import crawl
import custom_fields
import directory
import drilldowns
import files
import fuzz
import hostile_text
import kept_forms
import keyboard
import later
import letters
import members
import overview
import palette
import people
import pickers
import reports
import scenes
import sections
import sharing
import single_sign_on
import theme
import things
import users_list
import verify_file
import without_javascript
from platform_server import Platform
from report import Report
from viewers import Viewers

SUBJECTS = [
    crawl, scenes, overview, users_list, sections, drilldowns, people, pickers, palette, members, custom_fields, letters, things, keyboard, kept_forms, theme,
    files, later, reports, sharing, without_javascript, charts, api_document, fuzz, hostile_text, single_sign_on, directory,
    commands, verify_file,
]


def main(wanted):
    binary = os.environ.get("TALLYBOOK_BINARY") or sys.exit("TALLYBOOK_BINARY names no binary.")
    chromium = os.environ.get("TALLYBOOK_CHROMIUM", "/usr/bin/chromium")
    unknown = set(wanted) - {subject.__name__ for subject in SUBJECTS}
    if unknown:
        sys.exit(f"There is no {' or '.join(sorted(unknown))}; there are {', '.join(s.__name__ for s in SUBJECTS)}.")
    report = Report()
    with Platform(binary) as platform, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        viewers = Viewers(browser, platform)
        for subject in SUBJECTS:
            if wanted and subject.__name__ not in wanted:
                continue
            begin = time.monotonic()
            subject.checks(report, viewers, platform)
            platform.end_further_servers()
            print(f"      ({subject.__name__}: {time.monotonic() - begin:.0f} s)", flush=True)
        browser.close()
    return report.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
