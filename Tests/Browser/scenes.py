"""Pages and states without a link: signing in, errors, no results, open menus."""

import looks
from platform_server import PASSWORD
from viewers import sign_in


def still(role, path, status=200):
    """A page as it opens."""
    def scene(viewers):
        page = viewers.page(role)
        problems = page.visit(path, expecting=status)
        problems += looks.in_all_ways(page)
        page.close()
        return problems
    return scene


def opened(path, selector):
    """A page of the owner with a popup open."""
    def scene(viewers):
        page = viewers.page("owner")
        problems = page.visit(path)
        page.locator(selector).first.click()
        problems += looks.in_all_ways(page)
        page.close()
        return problems
    return scene


SCENES = {
    "Sign-in is sound": still(None, "/signin"),
    "Not found is sound, and 404": still("owner", "/users/nobody-has-this-id", 404),
    "Not yours is sound, and 403": still("learner", "/users", 403),
    "A senseless address is sound, and 400": still("owner", "/users?sort=height", 400),
    "Nobody found is sound": still("owner", "/users?q=zzzzzz"),
    "Deleted users are sound": still("owner", "/users?tab=deleted"),
    "The download popup is sound": opened("/users", "main .head .menu > summary"),
    "The conditions' popup is sound": opened("/users?where=last_name:contains:a", "main .conditions summary"),
    # At a place where it covers no target: a target that is half covered counts as too small.
    "The viewer's menu is sound": opened("/account", "header .menu:last-child > summary"),
    "No downloads are sound": still("learner", "/downloads"),
    "A report's download popup is sound": opened("/reports/new", "main .head .menu > summary"),
    "A definition is sound": opened("/users", "summary.ask"),
}


def wrong_password(viewers):
    page = viewers.page()
    page.goto("/signin")
    page.get_by_label("Email").fill("owner@example.com")
    page.get_by_label("Password").fill(PASSWORD + "!")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Email").input_value() == "owner@example.com", "the address is to be typed again"
    problems = looks.in_all_ways(page)
    page.close()
    return problems


def signing_out(viewers):
    page = viewers.page()
    sign_in(page, "learner")
    page.locator("header .menu:last-child > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin")
    page.goto("/help/statistics")
    assert "/signin?return_to=" in page.url, f"signed out, and yet at {page.url}"
    page.close()


def checks(report, viewers, platform):
    for sentence, scene in SCENES.items():
        report.check(sentence, lambda: scene(viewers))
    report.check("A wrong password is told and keeps the address", lambda: wrong_password(viewers))
    report.check("Signing out ends the session", lambda: signing_out(viewers))
