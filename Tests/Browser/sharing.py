"""A report from its creation to the recipient's file: previewed, saved, scheduled, shared, downloaded directly and by email;
the recipient follows the link in the email and sees fewer rows."""

import email
import os
import re
import time
from urllib.parse import urlsplit

import looks
from files import csv_rows
from platform_server import PASSWORD
from viewers import Watched, WIDE, sign_in


class Office:
    """A second server with the same store, which writes emails into a folder; and its users."""

    def __init__(self, viewers, platform):
        self.folder = os.path.join(platform.folder.name, "letters")
        self.browser = viewers.browser
        self.address = platform.serve(TALLYBOOK_MAIL=f"folder:{self.folder}", TALLYBOOK_WORKERS="1")
        self.seen = set()

    def page(self, role):
        context = self.browser.new_context(viewport=WIDE, base_url=self.address, accept_downloads=True)
        context.set_default_timeout(10_000)
        page = Watched(context.new_page())
        sign_in(page, role)
        return page

    def link(self, receiver):
        """Path and query of the link in the next email to a user."""
        for _ in range(300):
            for name in sorted(os.listdir(self.folder) if os.path.isdir(self.folder) else []):
                if name in self.seen:
                    continue
                with open(os.path.join(self.folder, name), encoding="utf-8") as file:
                    letter = email.message_from_file(file)
                if receiver in letter["To"]:
                    self.seen.add(name)
                    text = letter.get_payload(0).get_payload(decode=True).decode()
                    found = re.search(r"https?://\S+/downloads/\S+", text)
                    # Other letters tell of tokens and sign-ins.
                    if not found:
                        continue
                    place = urlsplit(found.group())
                    return f"{place.path}?{place.query}"
            time.sleep(0.1)
        raise AssertionError(f"no letter to {receiver}")


def tab(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def composed(page):
    page.goto("/reports/new")
    page.locator("input[name=name]").fill("For my coaches")
    assert page.locator("#preview tbody tr").count() == 8, "no preview"
    tab(page, "Schedule")
    page.get_by_label("On", exact=True).check()
    page.locator("select[name=schedule_unit]").select_option("month")
    page.locator("input[name=schedule_start]").fill("2030-01-31")
    page.locator("select[name=schedule_hour]").select_option("6")
    runs = page.locator("#schedule-next li")
    for _ in range(100):
        if runs.all_text_contents()[1:] == ["28/02/2030 06:00", "31/03/2030 06:00"]:
            break
        page.wait_for_timeout(100)
    assert runs.all_text_contents()[0] == "31/01/2030 06:00", runs.all_text_contents()
    problems = looks.in_all_ways(page)
    tab(page, "Share")
    page.locator("input[name=add_share]").fill("coach@example.com, nobody@example.com")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**?saved=1*")
    assert "not shared with nobody@example.com" in page.locator(".note.warn").text_content()
    tab(page, "Share")
    assert page.locator("input[name=share_user]:checked").count() == 1, "not shared"
    problems += looks.in_all_ways(page)
    page.goto("/reports")
    row = page.locator("tbody tr", has_text="For my coaches").text_content()
    for told in ("Every month, 06:00", "Next: 31/01/2030 06:00", "With one user or group"):
        assert told in row, row
    return problems + looks.in_all_ways(page)


def fetched(page, press):
    with page.expect_download() as coming:
        press()
    with open(coming.value.path(), "rb") as file:
        return coming.value.suggested_filename, csv_rows(file.read())


def downloads(page):
    """Its file directly, and by email; returns the rows of the first."""
    page.locator("main .head .menu > summary").click()
    name, rows = fetched(page, lambda: page.get_by_role("button", name="Now", exact=True).click())
    assert name == "For my coaches.csv", name
    if not page.locator("main .head .menu[open]").count():
        page.locator("main .head .menu > summary").click()
    page.get_by_role("button", name="Via email").click()
    page.wait_for_url("**/downloads/*")
    return rows


def follows_the_link(office, page, receiver, rows):
    """Signs in again, from the link in the email."""
    page.context.clear_cookies()
    page.goto(office.link(receiver))
    assert urlsplit(page.url).path == "/signin", "the link opens without signing in"
    page.get_by_label("Email").fill(receiver)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator(".badge.good").wait_for()
    name, later = fetched(page, lambda: page.get_by_role("link", name="Download", exact=True).click())
    assert later == rows, f"{name} by email differs from the one at once"


def arrives(office):
    owner, coach = office.page("owner"), office.page("coach")
    problems = composed(owner)
    owner.get_by_role("link", name="For my coaches").click()
    all_rows = downloads(owner)
    follows_the_link(office, owner, "owner@example.com", all_rows)
    coach.goto("/reports")
    coach.get_by_role("link", name="For my coaches").click()
    coach.get_by_text("Shared by").wait_for()
    problems += looks.in_all_ways(coach)
    own_rows = downloads(coach)
    follows_the_link(office, coach, "coach@example.com", own_rows)
    assert 1 < len(own_rows) < len(all_rows), f"{len(own_rows)} rows of {len(all_rows)}"
    assert own_rows[0][:3] == all_rows[0][:3]
    coach.goto("/reports")
    coach.get_by_role("link", name="For my coaches").click()
    coach.get_by_role("link", name="Remove from my list").click()
    coach.get_by_role("button", name="Remove from my list").click()
    coach.wait_for_url("**/reports")
    assert coach.locator("tbody tr", has_text="For my coaches").count() == 0, "still in the list"
    owner.close()
    coach.close()
    return problems


def checks(report, viewers, platform):
    report.check(
        "A report is composed, scheduled and shared; its receiver follows the link and sees fewer rows",
        lambda: arrives(Office(viewers, platform)))
