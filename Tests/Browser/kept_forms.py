"""A session that ends while a form is filled in loses nothing: the form comes back after signing in."""

from platform_server import PASSWORD


def signs_in(page, address="owner@example.com"):
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def comes_back(page):
    page.goto("/custom-fields")
    page.get_by_label("Title").fill("Left-handed “scissors” <b>")
    page.get_by_label("Date").check()
    page.context.clear_cookies()
    page.get_by_role("button", name="Add field").click()
    page.get_by_text("What you entered is kept in this tab").wait_for()
    signs_in(page)
    page.get_by_text("What you entered is back").wait_for()
    assert page.url.endswith("/custom-fields"), page.url
    assert page.get_by_label("Title").input_value() == "Left-handed “scissors” <b>"
    assert page.get_by_label("Date").is_checked()
    assert page.get_by_role("row", name="scissors").count() == 0, "it was sent without being asked"
    page.get_by_role("button", name="Add field").click()
    page.get_by_role("row", name="scissors").wait_for()
    page.goto("/custom-fields")
    assert page.get_by_text("What you entered is back").count() == 0
    return []


def without_a_page_of_its_own(page):
    page.goto("/reports/new?type=general-stats")
    page.locator("main input[name=name]").fill("Kept report")
    page.evaluate("history.replaceState(null, '', '/reports')")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What you entered is kept in this tab").wait_for()
    signs_in(page)
    page.get_by_role("button", name="Send the form again").click()
    page.wait_for_url("**/reports/*")
    assert page.locator("main input[name=name]").input_value() == "Kept report"
    return []


def is_not_for_others(page):
    page.goto("/custom-fields")
    page.get_by_label("Title").fill("Private")
    page.context.clear_cookies()
    page.get_by_role("button", name="Add field").click()
    page.get_by_text("What you entered is kept in this tab").wait_for()
    signs_in(page, "coach@example.com")
    assert page.get_by_text("What you entered is back").count() == 0
    assert "Private" not in page.evaluate("JSON.stringify(sessionStorage)")
    return []


def keeps_no_secrets(page):
    page.goto("/account")
    page.evaluate("""() => {
      for (const field of document.querySelectorAll("input[type=password]")) field.value = "Top-secret-4711";
      addEventListener("submit", (event) => event.preventDefault());
      for (const form of document.forms) if (form.querySelector("input[type=password]")) form.requestSubmit();
    }""")
    assert "Top-secret" not in page.evaluate("JSON.stringify(sessionStorage)")
    return []


def checks(report, viewers, platform):
    page = viewers.page("owner")
    report.check("A form that is sent after the session has ended comes back after signing in", lambda: comes_back(page))
    report.check("So does one whose page has no address of its own", lambda: without_a_page_of_its_own(page))
    report.check("No password is kept", lambda: keeps_no_secrets(page))
    report.check("Another user does not get it", lambda: is_not_for_others(page))
    page.close()
