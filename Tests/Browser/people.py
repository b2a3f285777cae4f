"""People: the card on a name, by pointer and by keyboard; teams, members and collaborative activities sort and agree with the API."""

import looks

NAME = "tbody tr:nth-child(3) .lead a[data-card]"


def shows_on_hover(page):
    page.goto("/users")
    page.locator(NAME).first.hover()
    card = page.get_by_role("tooltip")
    card.wait_for()
    box = card.bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 12, steps=4)
    page.wait_for_timeout(600)
    assert card.count() == 1, "the card goes away when the pointer moves onto it"
    page.mouse.move(box["x"] + box["width"] + 300, box["y"] + box["height"] + 200, steps=4)
    card.wait_for(state="detached")


def goes_away_by_escape(page):
    page.goto("/users")
    page.locator(NAME).first.hover()
    page.get_by_role("tooltip").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("tooltip").wait_for(state="detached")
    page.wait_for_timeout(500)
    assert page.get_by_role("tooltip").count() == 0, "the card comes back by itself"


def shows_on_focus(page):
    page.goto("/users")
    page.locator(NAME).first.focus()
    page.keyboard.press("Tab")
    page.get_by_role("tooltip").wait_for()
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert described == page.get_by_role("tooltip").get_attribute("id"), "nobody who does not see learns of the card"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    page.get_by_role("tooltip").wait_for(state="detached")


def card_pages(platform):
    """Pages with a user's name, and its place on them."""
    learner = platform.api("/users", q="learner@example.com")["users"][0]["id"]
    statistics = platform.api(f"/users/{learner}/statistics")
    program, course, question = (
        statistics[section][0][key] for section, key in
        [("programs", "session"), ("courses", "course"), ("questions", "question")])
    answer = platform.api(f"/users/{learner}/questions/{question}")["answers"][0]["id"]
    manager = max(platform.all_users(), key=lambda user: user["direct_reports"])["id"]
    user, heading, row = f"/users/{learner}", "main .head a[data-card]", "main tbody a[data-card]"
    return {
        user: heading, f"{user}/programs/{program}": heading, f"{user}/courses/{course}/attempts": heading,
        f"{user}/questions/{question}": heading, f"{user}/answers/{answer}": heading,
        f"{user}/answers/{answer} ": ".trail a[data-card]", f"{user}/statistics/time_spent": heading,
        f"/program-sessions/{program}": "#users a[data-card]", f"/courses/{course}": "#users a[data-card]",
        f"/courses/{course} ": ".about a[data-card]", "/courses": row, "/members": row, "/collaborative-activities": row,
        "/audit": row, f"/users/{manager}/team": row, f"/users/{manager}/statistics/direct_reports": row,
    }


def has_card(page, address, name):
    """On focus, which proves both: it is a link, and the card appears."""
    problems = page.visit(address.strip())
    page.locator(name).first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.get_by_role("tooltip").wait_for()
    return problems


def is_sound(page):
    page.goto("/users")

    def hover():
        page.mouse.move(0, 0)
        page.get_by_role("tooltip").wait_for(state="detached")
        page.locator(NAME).first.hover()
        page.get_by_role("tooltip").wait_for()
        page.wait_for_timeout(200)
    return looks.in_all_ways(page, hover)


def sorts(page, platform, path, api, rows, column):
    """For a list with cursors: the page shows the rows of the API, in both directions."""
    problems = []
    for way in ["asc", "desc"]:
        page.goto(f"{path}?sort={column}&direction={way}")
        found = page.locator("tbody tr td:nth-child(3)").all_inner_texts()
        expected = [user["email"] for user in platform.api(api, sort=column, direction=way, limit=50)[rows]]
        if found != expected:
            problems.append(f"{way}: the page and the API differ")
    return problems


def team_sorts(page, platform):
    page.goto("/")
    assert page.url.endswith("/overview"), f"a manager begins at {page.url}"
    page.get_by_role("link", name="My team").first.click()
    page.wait_for_url("**/team")
    problems = []
    titles = page.locator("thead th .name > a").all_inner_texts()
    names = sorted(page.locator("tbody tr").all_inner_texts())
    for index in range(len(titles)):
        for _ in range(2):
            page.locator("thead th .name > a").nth(index).click()
            page.locator("th[aria-sort]").wait_for()
            if sorted(page.locator("tbody tr").all_inner_texts()) != names:
                problems.append(f"by {titles[index]}: other rows")
    return problems + ([] if len(titles) == 9 else [f"the columns are {titles}"])


def checks(report, viewers, platform):
    page = viewers.page("owner")
    report.check("A name shows its card on hover, and the pointer may move onto it", lambda: shows_on_hover(page))
    report.check("Escape puts the card away", lambda: goes_away_by_escape(page))
    report.check("A name shows its card on focus", lambda: shows_on_focus(page))
    report.check("The card is sound", lambda: is_sound(page))
    for address, name in card_pages(platform).items():
        report.check(f"A name has its card: {address.strip()} {name}", lambda: has_card(page, address, name))
    names = ["first_name", "last_name", "email"]
    for path, rows, columns in [
        ("/members", "members", names + ["registered_at", "invited_by", "auto_delete_on"]),
        ("/collaborative-activities", "users", names + ["publications", "comments", "reactions"]),
    ]:
        for column in columns:
            report.check(
                f"{path} sorts by {column}", lambda: sorts(page, platform, path, path, rows, column))
    report.check("Nothing was said in the console", lambda: page.noise)
    page.close()
    manager = viewers.page("manager")
    report.check("A team sorts by every column", lambda: team_sorts(manager, platform))
    manager.close()
