"""The pages work without JavaScript: signing in, search, filter, sorting, paging, explanations, files, signing out."""

from files import csv_rows, download, of_users
from users_list import COLUMNS, emails, listed, pages_to_the_end
from viewers import sign_in


def signs_in(page):
    sign_in(page, "owner")
    assert page.url.endswith("/overview"), f"at {page.url}"


def searches(page, platform):
    page.goto("/users")
    page.get_by_role("searchbox").fill("araujo")
    page.get_by_role("button", name="Apply").click()
    page.locator(".summary").wait_for()
    assert emails(page) == listed(platform, q="araujo"), "the page and the API differ"


def filters(page, platform):
    page.goto("/users")
    page.get_by_label("Search groups").fill("a")
    page.get_by_role("button", name="Search").click()
    box = page.locator("input[name=group]").first
    value = box.get_attribute("value")
    box.check()
    page.get_by_role("button", name="Apply").click()
    page.locator(".summary").wait_for()
    assert emails(page) == listed(platform, group=value), "the page and the API differ"


def sorts(page, platform):
    page.goto("/users")
    page.locator(f"thead th:nth-child({COLUMNS.index('time_spent') + 1}) .name > a").click()
    page.locator("th:nth-child(4)[aria-sort]").wait_for()
    way = page.locator("th:nth-child(4)").get_attribute("aria-sort")
    assert emails(page) == listed(platform, sort="time_spent", direction=way.removesuffix("ending")), "not sorted"


def explains(page):
    page.goto("/users")
    page.locator("summary.ask").first.click()
    panel = page.locator("details.define[open] .panel")
    panel.wait_for(state="visible")
    panel.get_by_role("link").click()
    page.wait_for_url("**/help/statistics#*")


def hides_what_needs_it(page):
    for menu in ["header .menu:last-child", "main .head .menu"]:
        page.goto("/users")
        page.locator(f"{menu} > summary").click()
        assert page.locator("[data-needs-js]:visible").count() == 0, f"{menu} shows what needs JavaScript"


def downloads(page, platform):
    _, data = download(page, "/users", of_users("csv"))
    assert len(csv_rows(data)) == len(platform.all_users()) + 1, "the file is not whole"


def signs_out(page):
    page.goto("/users")
    page.locator("header .menu:last-child > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin")


def checks(report, viewers, platform):
    page = viewers.page(java_script_enabled=False, accept_downloads=True)
    for sentence, body in {
        "signing in": lambda: signs_in(page), "search": lambda: searches(page, platform),
        "the group filter": lambda: filters(page, platform), "sorting": lambda: sorts(page, platform),
        "paging": lambda: pages_to_the_end(page, platform), "explanations": lambda: explains(page),
        "nothing that needs it": lambda: hides_what_needs_it(page), "files": lambda: downloads(page, platform),
        "signing out": lambda: signs_out(page),
    }.items():
        report.check(f"Without JavaScript: {sentence}", body)
    page.close()
