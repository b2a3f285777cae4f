"""A user's page: every section sorts by each of its columns, no value last, and pages."""

import re


def measure(text):
    """A cell's value, so that numbers, durations and instants can be compared; None: no value, or text."""
    duration = re.fullmatch(r"(\d+) h (\d\d) min", text)
    if duration:
        return int(duration[1]) * 60 + int(duration[2])
    instant = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d)", text)
    if instant:
        return "".join(instant.group(3, 2, 1, 4, 5))
    number = re.fullmatch(r"([\d,]+)( %)?", text)
    return int(number[1].replace(",", "")) if number else None


KEYS = """() => Object.fromEntries([...document.querySelectorAll("section.part-of-page:has(thead .name > a)")].map((section) => [
  section.id, [...section.querySelectorAll("thead .name > a")].map((link) => new URL(link.href).searchParams.get(section.id + ".sort")),
]))"""
COLUMN = """([section, index]) => {
  const column = [...document.querySelectorAll(`#${section} tr > :nth-child(${index + 1})`)];
  return {
    aria: column[0].ariaSort, isNumber: column[0].classList.contains("number"),
    texts: column.slice(1).map((cell) => {
      const unseen = [...cell.querySelectorAll(".away")].map((part) => part.textContent).join("");
      return cell.innerText.replace(unseen, "").trim();
    }),
  };
}"""
DIRECTIONS = {"asc": "ascending", "desc": "descending"}


def faults(column, direction):
    """Problems of a column that should be sorted."""
    if column["aria"] != DIRECTIONS[direction]:
        yield f"aria-sort is {column['aria']}"
    values = [measure(text) for text in column["texts"]] if column["isNumber"] else []
    known = [value for value in values if value is not None]
    if values[: len(known)] != known:
        yield "no value is not last"
    if known != sorted(known, reverse=direction == "desc"):
        yield f"the order is {known}"


def sorts_all(page, address, keys):
    """The problems of each section; one visit sorts all sections, each by its column at that position."""
    found = {section: [] for section in keys}
    for index in range(max(map(len, keys.values()))):
        for direction in DIRECTIONS:
            asked = {section: index for section in keys if index < len(keys[section])}
            page.goto(address + "?" + "&".join(
                f"{section}.sort={keys[section][index]}&{section}.direction={direction}" for section in asked))
            for section in asked:
                column = page.evaluate(COLUMN, [section, index])
                found[section] += [
                    f"by {keys[section][index]}, {direction}: {fault}" for fault in faults(column, direction)]
    return found


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
    keys = page.evaluate(KEYS)
    report.check("A learner of the demo has all sections", lambda: [str(keys)] if len(keys) != 6 else [])
    for section, problems in sorts_all(page, address, keys).items():
        report.check(f"{section}: sorts by each of {len(keys[section])} columns, both ways", lambda: problems)
    report.check("Sections page to the end", lambda: pages(page, address, "courses"))
    report.check("The section being read is marked", lambda: marks_what_is_read(page, address))
    report.check("Nothing was said in the console of a user's page", lambda: page.noise)
    page.close()
