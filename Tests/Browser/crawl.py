"""Every page that a viewer can reach by following links: a few instances of each kind of address are opened and checked, and
every link on them is followed and its response checked."""

import re
from collections import Counter, deque
from functools import cache
from itertools import zip_longest
from urllib.parse import parse_qsl, urlsplit

import looks
from platform_server import ROLES

# Instances of one kind (path pattern and parameters) that each role opens, and pages in total.
OF_A_KIND = 3
IN_ALL = {"owner": 150, "coach": 90, "manager": 25, "learner": 35}
# Additional links that each role follows: all of them, unless the demo grows.
LINKS_IN_ALL = 5_000
# Every kind of page that some role reaches by a link.
KINDS = {
    "/home", "/overview", "/overview/expiring", "/overview/expired", "/overview/overdue", "/overview/ending", "/overview/not-started",
    "/overview/inactive", "/users", "/users/{id}", "/users/{id}/programs/{id}", "/users/{id}/paths/{id}", "/users/{id}/courses/{id}/attempts",
    "/users/{id}/questions/{id}", "/users/{id}/answers/{id}", "/users/{id}/statistics/{id}", "/users/{id}/team",
    "/people/{id}", "/program-sessions", "/program-sessions/{id}", "/path-sessions", "/path-sessions/{id}", "/courses",
    "/courses/{id}", "/groups", "/groups/{id}", "/tags", "/tags/{id}", "/collaborative-activities", "/members", "/reports",
    "/reports/new", "/reports/schedules", "/downloads", "/audit", "/account", "/help/statistics",
}
# The addresses of each GET form, with each of its buttons, including empty fields; with and without the script.
FORMS = """() => [...document.forms].flatMap((form) => [...form.elements].filter((button) => button.type === "submit")
  .filter((button) => (button.getAttribute("formmethod") ?? form.method).toLowerCase() === "get")
  .map((button) => {
    const address = new URL(button.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href, location.href);
    const named = [...form.querySelectorAll("[data-picker]")].map((field) => [field.dataset.find, ""]);
    const fields = [...new FormData(form, button)];
    return [fields, [...fields, ...named]].map((all) => address.pathname + "?" + new URLSearchParams(all));
  }).flat())"""
LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter((link) => link.origin === location.origin)
  .map((link) => ({ href: link.pathname + link.search, file: link.hasAttribute("download") }))"""


@cache
def kind(address):
    """A path without its ids, and the names of its parameters; of a sort, also the column."""
    parts = urlsplit(address)
    path = re.sub(r"^/(users|people)/(?!download$)[^/]+", r"/\1/{id}", parts.path)
    path = re.sub(r"^/(program-sessions|path-sessions|courses|groups|tags|members|downloads)/[^/]+", r"/\1/{id}", path)
    path = re.sub(r"^/reports/(?!new$|new/|schedules$)[^/]+", "/reports/{id}", path)
    path = re.sub(r"/(programs|paths|courses|questions|answers|sections|statistics)/[^/]+", r"/\1/{id}", path)
    query = sorted(f"{name}={value}" if name.endswith("sort") else name for name, value in parse_qsl(parts.query))
    return path + ("?" + "&".join(query) if query else "")


def walk(role, page, report):
    """New kinds first. Returns an instance of each path pattern."""
    waiting, known, opened = deque(["/"]), {"/"}, Counter()
    problems, instances, files, passed, patterns, forms = [], {}, Counter(), [], set(), set()
    while waiting and sum(opened.values()) < IN_ALL[role]:
        address = next_of(waiting, patterns)
        if opened[kind(address)] >= OF_A_KIND:
            passed.append(address)
            continue
        opened[kind(address)] += 1
        problems += page.visit(address) + [f"{address}: {found}" for found in looks.overflow(page)]
        here = urlsplit(page.url)
        instances.setdefault(kind(here.path), here.path)
        for address in page.evaluate(FORMS):
            if kind(address) not in forms:
                forms.add(kind(address))
                problems += fetched(page, address)
        for link in page.evaluate(LINKS):
            if link["href"] in known:
                continue
            known.add(link["href"])
            if link["file"]:
                files[kind(link["href"])] += 1
                if files[kind(link["href"])] <= OF_A_KIND:
                    problems += fetched(page, link["href"])
            else:
                waiting.append(link["href"])
    report.check(f"{role}: {sum(opened.values())} pages of {len(opened)} kinds open without an error", lambda: problems)
    followed, left = follow(page, passed + list(waiting), LINKS_IN_ALL)
    report.check(f"{role}: {len(passed) + len(waiting) - left} further links on them lead somewhere, {left} were left", lambda: followed)
    return instances


def next_of(waiting, patterns):
    """An address of a path pattern that was not opened yet, if there is one; otherwise the oldest."""
    new = next((place for place, address in enumerate(waiting) if pattern(address) not in patterns), 0)
    address = waiting[new]
    del waiting[new]
    patterns.add(pattern(address))
    return address


def pattern(address):
    return kind(urlsplit(address).path)


def follow(page, links, at_most):
    """Fetches links that were not opened, alternating between kinds. Returns the problems, and the number of skipped links."""
    kinds = {}
    for link in links:
        kinds.setdefault(kind(link), []).append(link)
    turns = [link for turn in zip_longest(*kinds.values()) for link in turn if link]
    return [found for link in turns[:at_most] for found in fetched(page, link)], len(turns[at_most:])


def fetched(page, address):
    answer = page.request.get(address)
    # JSON lines without rows are empty; every other response has content.
    is_lines = answer.headers.get("content-type", "").startswith("application/x-ndjson")
    empty = answer.status == 200 and not is_lines and not answer.body()
    return [f"{address}: HTTP {answer.status}{', empty' if empty else ''}"] if empty or answer.status != 200 else []


def checks(report, viewers, platform):
    looked_at = set()
    for role in ROLES:
        page = viewers.page(role)
        for pattern, path in walk(role, page, report).items():
            # A learner has a different navigation: their pages are checked again.
            if pattern in looked_at and role != "learner":
                continue
            looked_at.add(pattern)
            page.visit(path)
            report.check(f"{role}: {pattern} is sound in light, dark and 390 px", lambda: looks.in_all_ways(page))
        page.close()
    report.check("Every kind of page was looked at", lambda: sorted(KINDS - looked_at))
