"""Pickers: a combobox that searches on the server; with the script and without."""

import looks
from users_list import emails, listed


def offered(page, path, text=""):
    """The server's matches for a page of the same viewer."""
    return page.request.get(f"/choices/{path}", params={"q": text}).json()["choices"]


def own_name(group):
    """The search text of a group: if its name is not unique, its title includes the parent's."""
    return group["title"].split(" (")[0]


def filled(page, platform):
    """A group with some users, but not a page full of them."""
    return next(group for group in offered(page, "groups") if 0 < len(listed(platform, group=group["id"])) < 50)


def picks_by_keyboard(page, platform):
    page.goto("/users")
    group = filled(page, platform)
    field = page.get_by_role("combobox", name="Search groups")
    field.focus()
    page.keyboard.type(own_name(group))
    options = page.get_by_role("option", name=group["title"], exact=True)
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true", "the list is there and the field does not say so"
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true", "the arrow selects nothing"
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0, "Escape leaves the list open"
    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    while page.locator("[role=option][aria-selected=true]").all_inner_texts() != [group["title"]]:
        page.keyboard.press("ArrowDown")
    problems = looks.overflow(page)
    page.keyboard.press("Enter")
    page.locator(".summary").wait_for()
    assert emails(page) == listed(platform, group=group["id"]), "the page and the API differ"
    assert page.locator("input[name=group]:checked").input_value() == group["id"], "the choice is forgotten"
    problems += looks.in_all_ways(page)
    # Not uncheck(): it looks at the box again, which the reload may have taken away.
    page.locator("input[name=group]:checked").click()
    page.locator(".summary").wait_for(state="detached")
    return problems


def picks_by_click(page, part, text):
    """Chooses the match of a text, in a part of the page."""
    part.get_by_role("combobox").fill(text)
    part.get_by_role("option").first.click()
    part.get_by_role("listbox").wait_for(state="hidden")


def fills_the_editor(page):
    page.goto("/reports/new")
    part = page.locator(".picker", has=page.locator("[data-picker='/choices/groups']")).first
    group = offered(page, "groups")[0]
    picks_by_click(page, part, group["title"])
    assert part.locator("input[name=group]:checked").input_value() == group["id"], "not chosen"
    page.wait_for_timeout(600)
    problems = looks.in_all_ways(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**?saved=1")
    assert page.locator("input[name=group]:checked").input_value() == group["id"], "not kept"
    return problems


def works_without_script(viewers, platform):
    page = viewers.page("owner", java_script_enabled=False)
    group = filled(page, platform)
    page.goto("/users")
    page.get_by_label("Search groups").fill(own_name(group))
    page.get_by_role("button", name="Search").click()
    page.locator(f"input[name=group][value='{group['id']}']").check()
    page.get_by_role("button", name="Apply").click()
    page.locator(".summary").wait_for()
    assert emails(page) == listed(platform, group=group["id"]), "the page and the API differ"
    page.goto("/members/new")
    page.get_by_label("First name").fill("Typed")
    page.get_by_label("Search groups").fill(own_name(group))
    page.get_by_role("button", name="Search").click()
    page.locator(f"input[name=group][value='{group['id']}']").wait_for(state="attached")
    assert page.get_by_label("First name").input_value() == "Typed", "what was typed is gone"
    page.close()


def checks(report, viewers, platform):
    page = viewers.page("owner")
    report.check("A group is found and chosen by keyboard, and taken away again", lambda: picks_by_keyboard(page, platform))
    report.check("The editor of a report finds groups, and keeps them", lambda: fills_the_editor(page))
    page.close()
    report.check("Pickers work without the script", lambda: works_without_script(viewers, platform))
