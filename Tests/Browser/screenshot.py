#!/usr/bin/env python3
"""The screenshot in README.md: `Scripts/screenshot` builds the program and runs this file.

  screenshot.py FILE         a page of the demo platform, as PNG
"""

import os
import sys

from playwright.sync_api import sync_playwright

from platform_server import Platform
from viewers import Viewers

SIZE = {"width": 1440, "height": 1130}
# Bytes. Every clone downloads the picture.
LIMIT = 200_000


def main(target, path="/overview", role="owner"):
    with Platform(os.environ["TALLYBOOK_BINARY"]) as platform, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("TALLYBOOK_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        page = Viewers(browser, platform).page(role, viewport=SIZE, reduced_motion="reduce").page
        page.goto(path.format(manager=user(platform, "manager"), learner=user(platform, "learner")))
        page.wait_for_load_state("networkidle")
        page.screenshot(path=target)
        browser.close()
    size = os.path.getsize(target)
    print(f"{target}: {size // 1000} kB")
    return 1 if size > LIMIT else 0


def user(platform, role):
    """The id of a demo account."""
    return next(user["id"] for user in platform.all_users(q=f"{role}@example.com"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
