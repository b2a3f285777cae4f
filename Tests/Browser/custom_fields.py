"""Custom fields: one is added, filled in, renamed, and deleted after a confirmation, without JavaScript."""

import looks


def is_added(page):
    page.goto("/members")
    page.get_by_role("link", name="Custom fields").click()
    problems = looks.in_all_ways(page)
    page.get_by_label("Title").fill("Shoe size")
    page.get_by_role("button", name="Add field").click()
    page.get_by_role("status").wait_for()
    assert page.get_by_role("row", name="Shoe size").count() == 1, "it is not in the list"
    page.get_by_label("Title").fill("SHOE size")
    page.get_by_role("button", name="Add field").click()
    field = page.locator("[aria-invalid=true]")
    field.wait_for()
    assert field.input_value() == "SHOE size", "what was typed is gone"
    return problems + looks.in_all_ways(page)


def is_filled_in_and_renamed(page):
    page.goto("/members?q=learner@example.com")
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Shoe size").fill("42")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").wait_for()
    assert page.get_by_label("Shoe size").input_value() == "42"
    page.goto("/custom-fields")
    page.get_by_role("link", name="Edit Shoe size").click()
    problems = looks.in_all_ways(page)
    page.get_by_label("Title").fill("Size of shoes")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("heading", name="Size of shoes").wait_for()
    return problems


def is_deleted_after_a_question(page):
    page.get_by_role("link", name="Delete…").click()
    assert "1 user has a value in it" in page.locator("main").inner_text()
    problems = looks.in_all_ways(page)
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("button", name="Delete field and 1 value").click()
    page.get_by_role("status").wait_for()
    assert page.get_by_role("row", name="Size of shoes").count() == 0, "it is still in the list"
    return problems


def checks(report, viewers, platform):
    # axe does not run on a page without scripts: it checks the same HTML with scripts.
    page = viewers.page("owner")
    report.check("A custom field is added", lambda: is_added(page))
    report.check("It is filled in on a member's form, and renamed", lambda: is_filled_in_and_renamed(page))
    report.check("Before it is deleted, a question says how many values go", lambda: is_deleted_after_a_question(page))
    page.close()
