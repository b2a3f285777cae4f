"""Everything by keyboard: order of focus, visible focus, `/`, Escape, Enter."""

FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {
    text: (at.innerText || at.name || at.tagName).trim().split("\\n")[0], order: [...document.querySelectorAll("*")].indexOf(at),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight, ring: style.outlineStyle !== "none",
    body: at === document.body, inMain: !!at.closest("main"), isPicker: at.role === "combobox",
  };
}"""


def tabs_in_order(page):
    page.goto("/users")
    problems, last, stops = [], -1, 0
    for _ in range(30):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["body"]:
            break
        stops += 1
        if at["isPicker"]:
            # Its list opens as soon as the server has responded; Tab skips the list.
            page.get_by_role("listbox").wait_for()
        if at["order"] <= last:
            problems.append(f"{at['text']!r} has the focus before what stands above it")
        if not (at["seen"] and at["ring"]):
            problems.append(f"{at['text']!r} has the focus, and nobody sees it")
        last = at["order"]
    return problems + ([] if stops > 20 else [f"only {stops} stops"])


def skips_to_content(page):
    page.goto("/users")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["text"] == "Skip to content", "the first stop is not the skip link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inMain"], "after skipping, Tab does not go on in the content"


def slash_searches(page):
    page.goto("/users")
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    assert search.evaluate("box => box === document.activeElement"), "/ does not focus the search"
    assert search.input_value() == "", "/ was typed into the search"
    page.keyboard.type("a/b")
    assert search.input_value() == "a/b", "within the search, / types itself"


def escape_closes(page, path, summary):
    page.goto(path)
    opener = page.locator(summary).first
    opener.focus()
    page.keyboard.press("Enter")
    panel = opener.locator("xpath=following-sibling::*[1]")
    panel.wait_for(state="visible")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert opener.evaluate("box => box === document.activeElement"), "the focus does not return to what opened it"


def click_closes(page):
    page.goto("/users")
    page.locator("main .head .menu > summary").click()
    page.locator("header .menu:last-child > summary").click()
    assert page.locator("details.menu[open]").count() == 1, "two menus are open"
    page.locator("h1").click()
    assert page.locator("details.menu[open]").count() == 0, "a click elsewhere leaves the menu open"


def checks(report, viewers, platform):
    page = viewers.page("owner")
    report.check("Tab goes through the page in its order, and shows where it is", lambda: tabs_in_order(page))
    report.check("The skip link leads past the navigation", lambda: skips_to_content(page))
    report.check("/ focuses the search", lambda: slash_searches(page))
    for name, path, summary in [
        ("the viewer's menu", "/users", "header .menu:last-child > summary"),
        ("the download popup", "/users", "main .head .menu > summary"), ("a definition", "/users", "summary.ask"),
    ]:
        report.check(f"Escape closes {name}", lambda: escape_closes(page, path, summary))
    report.check("A click elsewhere closes a menu", lambda: click_closes(page))
    page.close()
