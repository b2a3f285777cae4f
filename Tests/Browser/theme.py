"""The theme: chosen in the viewer's menu, stored in the browser."""

PAPER = "getComputedStyle(document.body).backgroundColor"


def choose(page, name):
    page.locator("header .menu:last-child > summary").click()
    page.get_by_role("button", name=name, exact=True).click()
    page.keyboard.press("Escape")


def persists(page):
    page.emulate_media(color_scheme="light")
    page.goto("/users")
    light = page.evaluate(PAPER)
    choose(page, "Dark")
    dark = page.evaluate(PAPER)
    assert dark != light, "the choice changes nothing"
    page.goto("/help/statistics")
    assert page.evaluate(PAPER) == dark, "forgotten on the next page"
    page.reload()
    assert page.evaluate(PAPER) == dark, "forgotten after reloading"
    page.locator("header .menu:last-child > summary").click()
    pressed = page.locator("button[data-choose][aria-pressed=true]").all_inner_texts()
    assert pressed == ["Dark"], f"pressed is {pressed}"
    page.keyboard.press("Escape")
    choose(page, "System")
    assert page.evaluate(PAPER) == light, "System does not return to the system's"


def follows_the_system(page):
    page.goto("/users")
    page.emulate_media(color_scheme="light")
    light = page.evaluate(PAPER)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) != light, "the page does not follow the system"


def checks(report, viewers, platform):
    page = viewers.page("owner")
    report.check("A chosen theme persists", lambda: persists(page))
    report.check("Without a choice the page follows the system", lambda: follows_the_system(page))
    page.close()
