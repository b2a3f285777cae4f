"""The pages behind View: reached from the top bar and the left column, searched, sorted, paged; tiles and rows agree."""

import unicodedata

from sections import faults, COLUMN, DIRECTIONS

LISTS = {"Courses": "courses", "Paths": "path-sessions", "Groups": "groups", "Tags": "tags"}
KEYS = """() => [...document.querySelectorAll("#users thead .name > a")].map((link) => new URL(link.href).searchParams.get("sort"))"""


def leads_there(page):
    page.goto("/")
    page.get_by_role("link", name="All", exact=True).click()
    for title, path in LISTS.items():
        page.locator("nav.side").get_by_role("link", name=title, exact=True).click()
        page.wait_for_url(f"**/{path}")
        assert page.locator("nav.side [aria-current]").inner_text() == title, f"{title} is not marked"
        first = page.locator("tbody tr").first
        name = first.locator("a.open").inner_text()
        first.locator("td").last.click()
        page.wait_for_url(f"**/{path}/*")
        assert name in page.locator("h1").inner_text(), f"{name} leads to another page"
    page.locator("header").get_by_role("link", name="Program sessions", exact=True).click()
    page.wait_for_url("**/program-sessions")


USERS = {
    "courses": "learners", "questions": "answering_users", "program-sessions": "registered",
    "path-sessions": "registered", "groups": "members",
}


def largest(page, path):
    page.goto(f"/{path}?sort={USERS.get(path, 'users')}&direction=desc")
    page.locator("tbody a.open").first.click()
    page.wait_for_url(f"**/{path}/*")
    return page.url.split("?")[0]


def first_figure(page):
    return int(page.locator(".tile .value").first.inner_text().replace(",", ""))


def rows_are_the_number(page, address):
    """The number of rows on all pages equals the first tile."""
    page.goto(address)
    wanted, seen = first_figure(page), page.locator("#users tbody tr").count()
    while page.locator("#users a[rel=next]").count():
        before = page.url
        page.locator("#users a[rel=next]").click()
        page.wait_for_url(lambda url: url != before)
        seen += page.locator("#users tbody tr").count()
    assert seen == wanted > 0, f"{seen} rows, {wanted} in the tile of {address}"


def sorts(page, address):
    page.goto(address)
    problems = []
    for index, key in enumerate(page.evaluate(KEYS)):
        for direction in DIRECTIONS:
            page.goto(f"{address}?sort={key}&direction={direction}")
            column = page.evaluate(COLUMN, ["users", index])
            problems += [f"by {key}, {direction}: {fault}" for fault in faults(column, direction)]
    return problems


def searches(page, address):
    page.goto(address)
    total = first_figure(page)
    name = page.locator("#users tbody .lead a").first.inner_text()
    page.get_by_role("searchbox").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    found = page.locator("#users tbody tr").all_inner_texts()
    assert found and all(folded(name) in folded(text) for text in found), f"{name} finds {found}"
    assert first_figure(page) == total, "a search changes the sums"


LETTERS = str.maketrans(
    dict(zip("øłđðþħıŋæœßĸŧƒə", "o l d d th h i n ae oe ss k t f a".split())) | dict.fromkeys("’‘ʼ‛", "'"))


def folded(words):
    """By the sort key of names: Chloe finds Chloé."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).casefold()
    return plain.translate(LETTERS)


def checks(report, viewers, platform):
    page = viewers.page("owner")
    report.check("All and Program sessions lead to things, and their rows to pages", lambda: leads_there(page))
    for path in ["program-sessions", *LISTS.values()]:
        address = largest(page, path)
        report.check(f"{path}: the rows are as many as the tile says", lambda: rows_are_the_number(page, address))
        report.check(f"{path}: the users sort by each column, both ways", lambda: sorts(page, address))
        report.check(f"{path}: a search narrows the rows alone", lambda: searches(page, address))
    page.close()
