"""Drill-downs behind the rows of a user's page: by keyboard there and back, sorted, in all themes, and readable without colour."""

import looks
from sections import COLUMN, faults

ANSWERS = "tbody a[href*='/answers/']"


def learner(platform):
    return platform.api("/users", q="learner@example.com")["users"][0]["id"]


def follow(page, link):
    """Follows a link only by keyboard."""
    before = page.url
    page.locator(link).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address.split("#")[0] != before.split("#")[0])


def by_keyboard(page, address):
    page.goto(address + "?programs.sort=time_spent&programs.direction=desc")
    name = page.locator("h1").inner_text()
    follow(page, "#programs tbody a[href*='/programs/']")
    assert name in page.locator(".head").inner_text(), "the page does not say whose it is"
    session = page.locator("h1").inner_text()
    follow(page, "tbody .number a[href*='session=program']")
    assert session in page.locator(".trail").inner_text(), "the trail does not lead through the session"
    follow(page, ".trail a[href*='/programs/']")
    assert page.locator("h1").inner_text() == session, "the trail does not lead back to the session"
    follow(page, ".trail a[href$='#programs']")
    assert page.url.endswith(f"{address}#programs"), f"back at {page.url}"
    follow(page, "#questions tbody a[href*='/questions/']")
    follow(page, ANSWERS)
    assert page.locator(".verdict .badge").inner_text().strip(), "no verdict"
    follow(page, ".trail a[href*='/questions/']")
    assert page.locator(ANSWERS).count() > 0, "the trail does not lead back to the answers"


def counts_agree(page, address):
    """The number of attempts of a course equals the number of rows that it opens."""
    page.goto(address + "?courses.sort=attempts&courses.direction=desc")
    link = page.locator("#courses tbody .number a").first
    count = int(link.locator("bdi").inner_text().replace(",", ""))
    link.click()
    page.wait_for_url("**/attempts")
    assert page.locator("tbody tr").count() == min(50, count) > 1, f"{page.locator('tbody tr').count()} of {count} rows"


def row_click(page, address):
    page.goto(address)
    page.locator("#programs tbody tr td.number").first.click()
    page.wait_for_url("**/programs/*")


def sorts(page, link, address):
    page.goto(address)
    page.locator(link).first.click()
    page.locator(".trail").wait_for()
    here = page.url.split("#")[0]
    section = page.locator("section.part-of-page").get_attribute("id")
    found = []
    keys = page.eval_on_selector_all(
        "thead .name > a", f"links => links.map((a) => new URL(a.href).searchParams.get('{section}.sort'))")
    for index, key in enumerate(keys):
        for direction in ("asc", "desc"):
            joint = "&" if "?" in here else "?"
            page.goto(f"{here}{joint}{section}.sort={key}&{section}.direction={direction}")
            found += [f"by {key}, {direction}: {fault}" for fault in faults(page.evaluate(COLUMN, [section, index]), direction)]
    return found if len(keys) >= 3 else [f"{len(keys)} columns sort"]


def interactions(page, platform):
    """An answer's address for each interaction type, found by walking the answers of some learners."""
    found = {}
    for user in platform.all_users()[:40]:
        for row in platform.api(f"/users/{user['id']}/statistics")["questions"]:
            if len(found) == 10:
                return found
            question = platform.api(f"/users/{user['id']}/questions/{row['question']}")
            address = f"/users/{user['id']}/answers/{question['answers'][0]['id']}"
            page.goto(address)
            found.setdefault(page.locator("main .head p").inner_text().split(" · ")[0], address)
    return found


def checks(report, viewers, platform):
    page = viewers.page("owner")
    address = f"/users/{learner(platform)}"
    report.check("There and back by keyboard, and it says whose page it is", lambda: by_keyboard(page, address))
    report.check("A course's attempts open, as many as it says", lambda: counts_agree(page, address))
    report.check("A click anywhere in a program's row opens its blocks", lambda: row_click(page, address))
    for name, link in {
        "Blocks": "#programs tbody a", "Steps": "#paths tbody a", "Attempts": "#courses tbody .number a",
        "Answers": "#questions tbody a",
    }.items():
        report.check(f"{name}: sort by each column, both ways", lambda: sorts(page, link, address))
    kinds = interactions(page, platform)
    report.check("The demo has answers of all ten interaction types", lambda: [] if len(kinds) == 10 else [str(kinds)])
    for kind, answer in kinds.items():
        page.visit(answer)
        report.check(f"{kind}: the question as answered is sound in light, dark and 390 px", lambda: looks.in_all_ways(page))
    page.close()
