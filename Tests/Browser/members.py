"""Members: a user is invited, follows the link in the email, sets a password, signs in, forgets it and sets another."""

import email
import email.policy
import glob
import os
import re
import time

import looks
import pickers
from viewers import Viewers

ADDRESS = "grace.new@example.com"
FIRST, SECOND = "the first long password", "the second long password"


class Post:
    """A separate server for the platform's store, which writes emails into a folder."""

    def __init__(self, platform):
        self.folder = os.path.join(platform.folder.name, "mail")
        self.address = platform.serve(TALLYBOOK_MAIL=f"folder:{self.folder}")

    def link(self, count):
        """The link in the latest email, once there are this many."""
        for _ in range(200):
            letters = sorted(glob.glob(os.path.join(self.folder, "*.eml")), key=os.path.getmtime)
            if len(letters) >= count:
                with open(letters[-1], "rb") as file:
                    letter = email.message_from_binary_file(file, policy=email.policy.default)
                assert ADDRESS in letter["To"], letter["To"]
                return re.search(r"http\S+/signin/password\?key=\S+", letter.get_body(("plain",)).get_content()).group()
            time.sleep(.1)
        raise AssertionError(f"no letter number {count} came")


def is_refused_beside_its_field(page):
    page.goto("/members/new")
    page.get_by_label("First name").fill("Grace")
    page.get_by_label("Last name").fill("New")
    page.get_by_label("Email", exact=True).fill("owner@example.com")
    page.get_by_role("button", name="Create user").click()
    page.get_by_role("alert").wait_for()
    field = page.locator("[aria-invalid=true]")
    assert field.get_attribute("name") == "email", "the wrong field is marked"
    assert "another user" in page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
    assert page.get_by_label("First name").input_value() == "Grace", "what was typed is gone"
    return looks.in_all_ways(page)


def invites(page):
    page.get_by_label("Email", exact=True).fill(ADDRESS)
    pickers.picks_by_click(page, page.locator(".picker"), "a")
    page.get_by_role("button", name="Create user").click()
    page.locator(".badge.warn").wait_for()
    return looks.in_all_ways(page)


def sets_password(viewers, post, count, password):
    page = viewers.page(base_url=post.address, java_script_enabled=False)
    page.goto(post.link(count))
    assert page.url.endswith("/signin/password"), f"the secret stays in the address: {page.url}"
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password, again").fill(password)
    page.get_by_role("button", name="Set password").click()
    page.get_by_role("status").wait_for()
    page.get_by_label("Email").fill(ADDRESS)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/home")
    page.close()


def forgets(viewers, post):
    page = viewers.page(base_url=post.address)
    page.goto("/signin")
    page.get_by_role("link", name="Forgot your password?").click()
    problems = looks.in_all_ways(page)
    page.get_by_label("Email").fill(ADDRESS)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("status").wait_for()
    page.close()
    return problems


def link_is_sound(viewers, post):
    page = viewers.page(base_url=post.address)
    page.goto(post.link(2))
    problems = looks.in_all_ways(page)
    page.close()
    return problems


def is_deleted_and_restored(page):
    page.goto(f"/members?q={ADDRESS}")
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("link", name="Delete user").click()
    page.get_by_role("heading", name="Delete Grace New?").wait_for()
    problems = looks.in_all_ways(page)
    page.get_by_role("button", name="Delete user").click()
    page.locator(".badge.bad").wait_for()
    problems += looks.in_all_ways(page)
    assert page.locator("input[name=back]").first.is_checked(), "what they had is not offered"
    pickers.picks_by_click(page, page.locator(".picker"), "a")
    page.get_by_role("button", name="Restore user").click()
    page.get_by_role("link", name="Delete user").wait_for()
    assert page.get_by_label("First name").input_value() == "Grace"
    return problems


def checks(report, viewers, platform):
    post = Post(platform)
    own = Viewers(viewers.browser, platform)
    page = own.page("owner", base_url=post.address)
    report.check("What is wrong with a new user is said beside its field", lambda: is_refused_beside_its_field(page))
    report.check("A user is invited", lambda: invites(page))
    report.check("By the mailed link they set a password, and sign in", lambda: sets_password(own, post, 1, FIRST))
    report.check("Whoever forgot their password asks for a link", lambda: forgets(own, post))
    report.check("The page that sets a password is sound", lambda: link_is_sound(own, post))
    report.check("By that link they set another, and sign in", lambda: sets_password(own, post, 2, SECOND))
    report.check("A user is deleted and restored", lambda: is_deleted_and_restored(page))
    page.close()
