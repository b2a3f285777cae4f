"""A user's page: every section sorts by each of its columns, no value last, and pages."""

import re


def measure(text):
    """What a cell is worth, so that numbers, durations and instants can be compared; None: no value, or text."""
    duration = re.fullmatch(r"(\d+) h (\d\d) min", text)
    if duration:
        return int(duration[1]) * 60 + int(duration[2])
    instant = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d)", text)
    if instant:
        return "".join(instant.group(3, 2, 1, 4, 5))
    number = re.fullmatch(r"([\d,]+)( %)?", text)
    return int(number[1].replace(",", "")) if number else None


def sorts(page, address, section, index, key):
    problems = []
    for direction, aria in [("asc", "ascending"), ("desc", "descending")]:
        page.goto(f"{address}?{section}.sort={key}&{section}.direction={direction}")
        header = page.locator(f"#{section} thead th:nth-child({index + 1})")
        if header.get_attribute("aria-sort") != aria:
            problems.append(f"{section} by {key}, {direction}: aria-sort is {header.get_attribute('aria-sort')}")
        texts = page.locator(f"#{section} tbody tr > :nth-child({index + 1})").all_inner_texts()
        if "number" not in (header.get_attribute("class") or ""):
            continue
        values = [measure(text.strip()) for text in texts]
        known = [value for value in values if value is not None]
        if values[: len(known)] != known:
            problems.append(f"{section} by {key}, {direction}: no value is not last")
        if known != sorted(known, reverse=direction == "desc"):
            problems.append(f"{section} by {key}, {direction}: {known}")
    return problems


def sorts_all(page, address, section):
    page.goto(address)
    links = page.locator(f"#{section} thead .name > a").evaluate_all(
        "(links, id) => links.map((link) => new URL(link.href).searchParams.get(id + '.sort'))", section)
    assert links, "the section is empty: choose a user with more in it"
    return [problem for index, key in enumerate(links) for problem in sorts(page, address, section, index, key)]


def pages(page, address, section):
    page.goto(address)
    total = int(page.locator(f".sections a[href='#{section}'] .count").inner_text().replace(",", ""))
    seen = page.locator(f"#{section} tbody tr").count()
    while page.locator(f"#{section} a[rel=next]").count():
        before = page.url
        page.locator(f"#{section} a[rel=next]").click()
        page.wait_for_url(lambda url: url != before)
        seen += page.locator(f"#{section} tbody tr").count()
    assert seen == total > 20, f"{seen} rows on all pages, {total} in the count"


def marks_what_is_read(page, address):
    page.goto(address)
    page.locator(".sections a[href='#courses']").click()
    page.locator(".sections a[href='#courses'][aria-current=true]").wait_for(timeout=3000)
    assert page.locator(".sections [aria-current]").count() == 1, "two sections are marked"


def checks(report, viewers, platform):
    page = viewers.page("owner")
    learner = platform.api("/users", q="learner@example.com")["users"][0]["id"]
    address = f"/users/{learner}"
    page.goto(address)
    for section in page.locator("section.part-of-page:has(table)").evaluate_all("all => all.map((one) => one.id)"):
        report.check(f"{section}: sorts by each column, both ways", lambda: sorts_all(page, address, section))
    report.check("Sections page to the end", lambda: pages(page, address, "courses"))
    report.check("The section being read is marked", lambda: marks_what_is_read(page, address))
    report.check("Nothing was said in the console of a user's page", lambda: page.noise)
    page.close()
