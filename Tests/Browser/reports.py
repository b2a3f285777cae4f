"""Custom reports: created, previewed, saved, downloaded, copied, deleted; with and without the script."""

import looks
from files import csv_rows


def titles(page):
    return page.locator("#preview thead th").all_text_contents()


def summary(page):
    return page.locator("#preview .head p").text_content()


def until(page, wanted):
    """The page's content security policy prevents evaluating conditions in it, so they are evaluated here."""
    for _ in range(100):
        if wanted():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the preview stays: {summary(page)}, {titles(page)}")


def opens_from_a_user(page, user):
    page.goto(f"/users/{user['id']}")
    page.get_by_role("link", name="Create report").click()
    page.wait_for_url("**/reports/new*")
    assert summary(page) == "1 row", summary(page)
    assert user["email"] in page.locator("#preview").text_content(), "the preview shows somebody else"


def previews_at_once(page):
    page.locator("input[name=user]").uncheck()
    until(page, lambda: summary(page).startswith("First 8 of "))
    page.get_by_role("link", name="Columns", exact=True).click()
    before = titles(page)
    page.get_by_role("button", name="Move down: Managers").click()
    until(page, lambda: titles(page)[before.index("Managers")] == "Avg score")
    page.locator("input[name=column][value=groups]").uncheck()
    until(page, lambda: len(titles(page)) < len(before))
    return looks.in_all_ways(page)


def is_the_file(page):
    shown = titles(page)
    page.locator("input[name=name]").fill("My file")
    page.locator("main .head .menu > summary").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Now", exact=True).click()
    with open(coming.value.path(), "rb") as file:
        rows = csv_rows(file.read())
    assert coming.value.suggested_filename == "My file.csv", coming.value.suggested_filename
    assert rows[0] == shown, f"file {rows[0]}, preview {shown}"


def is_kept(page):
    shown = titles(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**?saved=1")
    assert titles(page) == shown, "saved otherwise than shown"
    problems = looks.in_all_ways(page)
    page.get_by_role("button", name="Duplicate").click()
    page.get_by_role("heading", name="My file (copy)").wait_for()
    page.goto("/reports")
    mine = page.locator("tbody tr", has_text="My file")
    assert mine.count() == 2, "not both are in the list"
    problems += looks.in_all_ways(page)
    page.get_by_role("link", name="My file (copy)").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete report").click()
    page.wait_for_url("**/reports")
    assert mine.count() == 1, "not deleted"
    return problems


def works_without_script(viewers):
    page = viewers.page("coach", java_script_enabled=False)
    page.goto("/reports/new")
    page.locator("select[name=period]").select_option("last_90_days")
    page.locator("input[name='place.messages']").fill("1")
    page.locator("input[name='place.managers']").fill("9")
    page.get_by_role("button", name="Show preview").last.click()
    page.wait_for_url("**edited=1*")
    shown = titles(page)
    assert shown.index("Messages") < shown.index("Managers"), shown
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**?saved=1")
    assert page.locator("select[name=period]").input_value() == "last_90_days", "not saved"
    assert "csrf" not in page.url
    page.close()


def of_every_type(page):
    """Each type shows its own filters and columns at once, and its file equals the preview."""
    page.goto("/reports/new")
    types = page.locator("select[name=type] option").evaluate_all("all => all.map((each) => each.value)")
    assert len(types) == 11, types
    problems = []
    for kind in types[1:]:
        page.locator("select[name=type]").select_option(kind)
        page.wait_for_url(f"**type={kind}*")
        shown = titles(page)
        assert page.locator("#preview tbody tr").count() > 0, f"{kind} shows nothing"
        page.locator("main .head .menu > summary").click()
        page.locator("main .head .menu[open] input[value=csv]").check()
        with page.expect_download() as coming:
            page.get_by_role("button", name="Now", exact=True).click()
        with open(coming.value.path(), "rb") as file:
            rows = csv_rows(file.read())
        assert coming.value.suggested_filename.startswith(kind), coming.value.suggested_filename
        assert rows[0] == shown, f"{kind}: file {rows[0]}, preview {shown}"
        if kind in ("path-sessions", "tags"):
            problems += looks.in_all_ways(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**?saved=1")
    assert page.locator("select[name=type]").input_value() == types[-1], "saved as another type"
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete report").click()
    page.wait_for_url("**/reports")
    return problems


def asks_before_a_wait(viewers, platform):
    address = platform.serve(TALLYBOOK_LARGE_FILE="20")
    page = viewers.page("owner", base_url=address, accept_downloads=True)
    page.goto("/users")
    page.locator("main .head .menu > summary").click()
    page.get_by_role("button", name="Select none").click()
    page.get_by_role("button", name="Now", exact=True).click()
    page.get_by_role("heading", name="This takes a while").wait_for()
    problems = looks.in_all_ways(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download now anyway").click()
    with open(coming.value.path(), "rb") as file:
        header = csv_rows(file.read())[0]
    assert header[4] == "Additional information", f"fields come after all: {header}"
    page.get_by_role("button", name="Via email").click()
    page.wait_for_url("**/downloads/*")
    page.close()
    return problems


def checks(report, viewers, platform):
    page = viewers.page("owner", accept_downloads=True)
    user = platform.api("/users", q="learner@example.com")["users"][0]
    report.check("Create report opens it filtered on the user", lambda: opens_from_a_user(page, user))
    report.check("The preview follows each choice", lambda: previews_at_once(page))
    report.check("The file is what the preview shows, by the name given", lambda: is_the_file(page))
    report.check("A report is saved, copied and deleted", lambda: is_kept(page))
    report.check("Reports of every type show and give their own columns", lambda: of_every_type(page))
    page.close()
    report.check("Now asks before a wait", lambda: asks_before_a_wait(viewers, platform))
    report.check("Reports work without JavaScript", lambda: works_without_script(viewers))
