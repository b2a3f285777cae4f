"""The command palette: opened by a key or a button, used with the keyboard alone."""

import looks


def finds_by_keyboard(page):
    page.goto("/overview")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Go to")
    dialog.wait_for()
    dialog.get_by_role("option", name="Courses").wait_for()
    problems = looks.in_all_ways(page)
    page.keyboard.type("learner@example.com")
    option = dialog.get_by_role("option", name="learner@example.com")
    option.wait_for()
    dialog.locator("[aria-selected=true]", has_text="learner@example.com").wait_for()
    field = dialog.get_by_role("combobox")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/users/*")
    return problems


def goes_down_and_closes(page):
    page.goto("/users")
    page.get_by_role("button", name="Search", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Go to")
    dialog.get_by_role("option").first.wait_for()
    first = dialog.locator("[aria-selected=true]").inner_text()
    page.keyboard.press("ArrowDown")
    assert dialog.locator("[aria-selected=true]").inner_text() != first
    page.keyboard.press("ArrowUp")
    assert dialog.locator("[aria-selected=true]").inner_text() == first
    page.keyboard.press("Escape")
    assert dialog.count() == 0 or not dialog.is_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("zzzzzz")
    dialog.get_by_text("Nothing found.").wait_for()
    page.keyboard.press("Control+k")
    assert not dialog.is_visible()
    return []


def checks(report, viewers, platform):
    page = viewers.page("owner")
    report.check("The palette leads to a person, by keyboard", lambda: finds_by_keyboard(page))
    report.check("It opens by a button, and closes without effect", lambda: goes_down_and_closes(page))
    page.close()
