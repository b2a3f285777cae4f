"""Files by email through the pages: requested in a popup, ready on a page that updates itself."""

import looks
from files import csv_rows, download, of_users


def ordered(page, path="/users"):
    page.goto(path)
    page.locator("main .head .menu > summary").click()
    page.get_by_role("button", name="Via email").click()
    page.wait_for_url("**/downloads/*")


def fetched(page):
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download", exact=True).click()
    with open(coming.value.path(), "rb") as file:
        return coming.value.suggested_filename, file.read()


def arrives_by_itself(page):
    now = download(page, "/users", of_users("csv"))
    ordered(page)
    page.locator(".badge.good").wait_for()
    assert fetched(page) == now, "the file differs from the one that comes at once"
    return looks.in_all_ways(page)


def stands_in_the_list(page):
    page.goto("/")
    page.get_by_role("link", name="All", exact=True).click()
    page.get_by_role("link", name="Downloads", exact=True).click()
    page.locator(".badge.good").first.wait_for()
    assert page.locator(".jobs > li").count() > 0, "no file in the list"
    return looks.in_all_ways(page)


def works_without_script(viewers):
    page = viewers.page("owner", java_script_enabled=False, accept_downloads=True)
    ordered(page)
    for _ in range(100):
        if page.locator(".badge.good").count():
            break
        page.wait_for_timeout(100)
        page.get_by_role("link", name="Refresh").click()
    name, data = fetched(page)
    assert name.startswith("users-") and len(csv_rows(data)) > 100, name
    page.close()


def checks(report, viewers, platform):
    page = viewers.page("owner", accept_downloads=True)
    report.check("A file by email arrives on its page by itself", lambda: arrives_by_itself(page))
    report.check("It stands in Downloads, below All", lambda: stands_in_the_list(page))
    page.close()
    report.check("Files by email work without JavaScript", lambda: works_without_script(viewers))
