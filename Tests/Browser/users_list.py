"""The list of users: sorting, search, group filter and paging agree with the API."""

COLUMNS = ["first_name", "last_name", "email", "time_spent", "last_activity", "direct_reports"]


def emails(page):
    return page.locator("tbody tr td:nth-child(3)").all_inner_texts()


def listed(platform, **query):
    return [user["email"] for user in platform.api("/users", limit=50, **query)["users"]]


def sorts(page, platform, column):
    """By a click on the header, then by a second one in the other direction."""
    page.goto("/users?sort=" + ("email" if column != "email" else "last_name"))
    header = f"thead th:nth-child({COLUMNS.index(column) + 1})"
    ways = set()
    for _ in range(2):
        page.locator(f"{header} .name > a").click()
        page.locator(f"{header}[aria-sort]").wait_for()
        way = page.locator(header).get_attribute("aria-sort")
        assert page.locator("[aria-sort]").count() == 1, "more than one column says that it is sorted"
        expected = listed(platform, sort=column, direction="asc" if way == "ascending" else "desc")
        assert emails(page) == expected, f"{way}: the page and the API differ"
        ways.add(way)
    assert ways == {"ascending", "descending"}, f"two clicks gave {ways}"


def searches(page, platform):
    page.goto("/users")
    everybody = len(emails(page))
    page.get_by_role("searchbox").fill("araujo")
    page.keyboard.press("Enter")
    page.locator(".summary").wait_for()
    found = emails(page)
    assert 0 < len(found) < everybody, f"{len(found)} of {everybody} rows match"
    assert found == listed(platform, q="araujo"), "the page and the API differ"
    assert page.locator(".summary").inner_text().split()[0] == str(len(found)), "the count differs from the rows"
    page.get_by_role("link", name="Clear").click()
    page.locator(".summary").wait_for(state="detached")
    assert len(emails(page)) == everybody, "cleared, and yet filtered"


def filters_by_group(page, platform):
    page.goto("/users")
    groups = page.request.get("/choices/groups").json()["choices"]
    filled = next(group["id"] for group in groups if 0 < len(listed(platform, group=group["id"])) < 50)
    page.goto(f"/users?group={filled}")
    page.locator(".summary").wait_for()
    assert emails(page) == listed(platform, group=filled), "the page and the API differ"
    assert page.locator("input[name=group]:checked").input_value() == filled, "the choice is not shown"


def adds_and_removes_a_condition(page, platform):
    page.goto("/users")
    everybody = emails(page)
    page.locator(".conditions .menu > summary").click()
    page.locator("[name=where_column]").select_option("last_name")
    assert page.locator("[name=where_operation] option[value=ge]").is_disabled(), "a name has no ≥"
    page.locator("[name=where_operation]").select_option("starts")
    page.locator("[name=where_value]").fill("A")
    page.keyboard.press("Enter")
    page.locator(".chips li").wait_for()
    found = emails(page)
    assert 0 < len(found) < len(everybody), f"{len(found)} of {len(everybody)} rows are left"
    assert found == listed(platform, where="last_name:starts:a"), "the page and the API differ"
    page.locator(".chips a").click()
    page.locator(".chips").wait_for(state="detached")
    assert emails(page) == everybody, "the condition is removed, and yet holds"


def pages_to_the_end(page, platform):
    expected = [user["email"] for user in platform.all_users(sort="time_spent", direction="desc")]
    page.goto("/users?sort=time_spent&direction=desc")
    seen, pages = emails(page), 1
    while page.locator("a[rel=next]").count() and pages < 50:
        before = page.url
        page.locator("a[rel=next]").click()
        page.wait_for_url(lambda address: address != before)
        seen += emails(page)
        pages += 1
    assert pages > 2 and seen == expected, f"{len(seen)} rows on {pages} pages; the API has {len(expected)}"
    page.get_by_role("link", name="First page").click()
    page.wait_for_url(lambda address: "after=" not in address)


def opens_by_a_click(page):
    page.goto("/users")
    name = " ".join(page.locator("tbody tr:nth-child(2) th").all_inner_texts())
    page.locator("tbody tr:nth-child(2) td:nth-child(4)").click()
    page.wait_for_url("**/users/*")
    assert page.locator("h1 bdi").inner_text() == name, "another user's page"


def checks(report, viewers, platform):
    page = viewers.page("owner")
    for column in COLUMNS:
        report.check(f"Users are sorted by {column}, both ways", lambda: sorts(page, platform, column))
    report.check("Search narrows the list and can be cleared", lambda: searches(page, platform))
    report.check("The group filter narrows the list", lambda: filters_by_group(page, platform))
    report.check("A condition is added and removed", lambda: adds_and_removes_a_condition(page, platform))
    report.check("Paging leads through everybody, once", lambda: pages_to_the_end(page, platform))
    report.check("A click in a row opens the user", lambda: opens_by_a_click(page))
    report.check("Nothing was said in the console", lambda: page.noise)
    page.close()
