"""The overview: the home of those who see users; each figure opens what it counts, with as many rows as it says."""

import looks
from viewers import NARROW

NOW = "section[aria-labelledby=now-title] .tile"
PERIOD = "section[aria-labelledby=figures-title] .tile"


def number(text):
    return int("".join(letter for letter in text if letter.isdigit()))


def is_home(page):
    page.goto("/")
    assert page.url.endswith("/overview"), f"at {page.url}"
    assert page.locator("header [aria-current]").inner_text() == "Overview"


def tiles(page, selector):
    """Title, text and address of each."""
    return page.locator(selector).evaluate_all(
        """tiles => tiles.map(tile => [tile.querySelector("summary").innerText, tile.querySelector(".value").innerText,
             tile.querySelector(".value a").getAttribute("href")])""")


def rows(page):
    """The user of each row, on all pages of a list."""
    found = []
    while True:
        found += page.locator("main tbody tr").evaluate_all(
            "rows => rows.map(row => row.querySelector('.lead a').getAttribute('href'))")
        following = page.locator("main a[rel=next]")
        if not following.count():
            return found
        before = page.url
        following.click()
        page.wait_for_url(lambda address: address != before)


def figures_open_their_rows(page, path):
    page.goto(path)
    found = tiles(page, NOW)
    assert len(found) == 7, f"{len(found)} figures"
    problems, seen = [], 0
    for title, value, address in found:
        page.goto(address)
        listed = rows(page)
        count = len(set(listed)) if title == "Users with overdue steps" else len(listed)
        seen += count
        if count != number(value):
            problems.append(f"{title}: {value}, and {count} rows at {address}")
    assert seen, "nothing was counted"
    return problems


def figures_open_reports(page):
    page.goto("/overview")
    problems = []
    for title, value, address in tiles(page, PERIOD):
        page.goto(address)
        total = [cell.strip() for cell in page.locator("main tfoot td").all_inner_texts()]
        if "type=summary" in address and value.strip() not in total:
            problems.append(f"{title}: {value}, and {total} at {address}")
        if not page.locator("main tbody tr").count():
            problems.append(f"{title}: no rows at {address}")
    return problems


def needs_attention(page):
    """At most ten rows of each list, the first ones of the whole list."""
    page.goto("/overview")
    parts = page.locator("section[aria-labelledby=attention-title] > section")
    assert parts.count(), "nothing needs attention"
    problems = []
    for index in range(parts.count()):
        page.goto("/overview")
        part = parts.nth(index)
        shown = part.locator("tbody tr").evaluate_all("rows => rows.map(row => row.innerText)")
        part.locator(".files a").first.click()
        page.wait_for_url("**/overview/*")
        listed = page.locator("main tbody tr").evaluate_all("rows => rows.map(row => row.innerText)")
        if not shown or len(shown) > 10 or listed[:len(shown)] != shown:
            problems.append(f"{page.url}: {len(shown)} rows that are not its first")
    return problems


def filters(page, platform):
    group = platform.api("/groups", limit=5)["rows"][1]["id"]
    page.goto(f"/overview?group={group}&subgroups=true&period=last_year")
    period = page.locator("select[name=period]")
    assert period.input_value() == "last_year"
    period.select_option("last_30_days")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**period=last_30_days*")
    wanted = platform.api("/overview", group=group, subgroups="true", period="last_30_days")["figures"]["users"]["value"]
    found = number(tiles(page, PERIOD)[0][1])
    assert found == wanted, f"{found} users, {wanted} in the API"
    return figures_open_their_rows(page, page.url) if found > 5 else []


def by_keyboard(page):
    """From a figure to its list, and back."""
    page.goto("/overview")
    page.locator(f"{NOW} .value a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview/expiring*")
    page.locator(".trail a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview*")


def on_a_phone(viewers):
    page = viewers.page("owner", viewport=NARROW)
    problems = page.visit("/overview") + looks.overflow(page)
    problems += page.visit("/overview/inactive") + looks.overflow(page)
    page.close()
    return problems


def checks(report, viewers, platform):
    for role in ["owner", "coach", "manager"]:
        page = viewers.page(role)
        report.check(f"{role}: the overview is home", lambda: is_home(page))
        page.close()
    page = viewers.page("owner")
    report.check("Each figure as of now opens as many rows as it says", lambda: figures_open_their_rows(page, "/overview"))
    report.check("Each figure of the period opens the report that has it", lambda: figures_open_reports(page))
    report.check("Needs attention shows the first rows of its lists", lambda: needs_attention(page))
    report.check("Filters narrow the figures and their lists", lambda: filters(page, platform))
    report.check("The keyboard leads from a figure to its list and back", lambda: by_keyboard(page))
    page.close()
    report.check("The overview fits a phone", lambda: on_a_phone(viewers))
