"""Hostile texts in every text field of a record and in every parameter: pages have no element, attribute or address that their
template does not have, and there is no internal error.

Two platforms differ only in one text, which precedes every name, title and statement. A long run: TEXT_FUZZ_SECONDS=1800
Scripts/test browser hostile_text.
"""

import csv
import html
import json
import os
import random
import re
import time
import urllib.parse

import requests

import markup
from crawl import kind
from platform_server import PASSWORD, Platform

SECONDS = int(os.environ.get("TEXT_FUZZ_SECONDS", "0"))
SCIM_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
MARKER = "QMARKER."
MARKS = ["", "\u0301", "\u0338", "\ufe0f", "\u200d", "\u20dd", "\u093e", "\U000e0100", "\U0001f3fb", "\u202e", "\u2066", "\u200f"]
# Each ends an attribute, begins an element and looks like a character reference.
HOSTILE = [
    "".join(f'a{sign}{mark} onx=y' for sign in "\"'<>&" for mark in MARKS[:4])
    + "\"\u0301 data-card=//x><\u0338canary onx=y>&\u0301lt;z",
    '"\u0301 onx=y x="z', "'\ufe0f onx=y z", "<\u20ddcanary onx=y></canary>z", "\u202e\"\u200d onx=y>\u2066<canary>z",
    "&quot;\u0338 onx=y&#34;&\u0301#x3c;canary>z", "javascript:onx(1)//z", "--></script><canary onx=y>z",
    "{{{onx}}}{{> layout}}z",
]
# Texts that no request can contain, and long ones.
BROKEN = [
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C0%AF", "%zz", "%F0%9F%98", "a" * 65_000, "%CC%81" * 9_000, "%E2%80%AE" * 7_000,
]
IN_JSON = [
    '"\\ud800"', '"\\udc00\\ud800"', '"a\\u0000"', '"' + "a" * 65_536 + '"', '"' + "e\u0301" * 21_800 + '"', '"\u202e\u2066x"',
    "{}", "[[]]", "1e999",
]
TEXTS = {"name", "title", "first_name", "last_name", "additional_information", "statement"}
PARAMETERS = [
    "q", "group", "sort", "direction", "tab", "after", "before", "page", "from", "to", "user", "session", "field", "column",
    "return_to", "password", "key", "said", "saved", "refused", "name", "week", "tag", "period", "format", "type", "limit",
    "about", "statistic", "courses.sort", "courses.page", "error", "code", "state", "no such",
]
BEFORE_SIGN_IN = ["/signin", "/signin/forgotten", "/signin/password", "/signin/sso", "/signin/sso/callback"]
FOREIGN = """texts => texts.flatMap((text, place) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = [...page.querySelectorAll("canary, [onx], [data-card]:not([data-card^='/people/'])")];
  const address = (element) => element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action");
  const away = [...page.querySelectorAll("[href], [src], [action]")].filter((element) =>
    !/^(\\/(?![\\/\\\\])|#|\\?|mailto:|$)/.test(address(element)));
  return found.concat(away).map((element) => [place, element.outerHTML.slice(0, 200)]);
})"""


class Marked(Platform):
    """A small demo platform with a text in front of every text of its records."""

    USERS = "40"

    def __init__(self, binary, text, now):
        super().__init__(binary)
        self.text = text
        self.environment["TALLYBOOK_NOW"] = now

    def _run(self, *words, typed=""):
        if words[0] == "import":
            for name in os.listdir(words[1]):
                mark_file(os.path.join(words[1], name), self.text)
        return super()._run(*words, typed=typed)


def mark_file(path, text):
    with open(path, newline="", encoding="utf-8-sig") as file:
        head, *rows = csv.reader(file)
    marked = [place for place, name in enumerate(head) if name in TEXTS]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([[text + cell if place in marked and cell else cell for place, cell in enumerate(row)] for row in rows])


class Visitor:
    """A signed-in client, without a browser."""

    def __init__(self, platform, role):
        self.address = platform.address
        self.session = requests.Session()
        csrf = hidden(self.get("/signin").text, "csrf")
        self.post("/signin", {"csrf": csrf, "email": f"{role}@example.com", "password": PASSWORD})

    def get(self, path, **options):
        return self.session.get(self.address + path, timeout=60, **options)

    def post(self, path, fields):
        return self.session.post(self.address + path, data=fields, timeout=60)


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


def settled(page):
    """Without random differences: secrets, random ids, and the machine's time."""
    page = re.sub(r"(?<![\w-])[\w-]{22}(?:[\w-]{21})?(?![\w-])", "*", page)
    page = re.sub(r"(?<=/sessions/)[0-9a-f]{16}", "*", page)
    return re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "*", page)


def is_html(answer):
    return answer.headers.get("Content-Type", "").startswith("text/html")


def pages_of(visitor, at_most):
    """Addresses of linked pages, a few of each kind. The audit log is in the order of the machine's time, and a
    session's id differs between platforms."""
    waiting, known, opened, result = ["/users", "/team", "/help/statistics"], set(), {}, []
    while waiting and len(result) < at_most:
        path = waiting.pop(0)
        opened[kind(path)] = opened.get(kind(path), 0) + 1
        if opened[kind(path)] > 2:
            continue
        answer = visitor.get(path)
        if answer.status_code != 200 or not is_html(answer):
            continue
        result.append(path)
        for link in re.findall(r'<a [^>]*href="(/[^"#]*)[^>]*>', answer.text) + re.findall(r'data-card="([^"]*)"', answer.text):
            link = html.unescape(link)
            if link not in known and "/download" not in link and not link.startswith(("/audit", "/account/sessions/")):
                known.add(link)
                waiting.append(link)
    return result


def records(binary, browser_page, now):
    """Every page of two platforms that differ in the texts of their records."""
    problems, count = [], 0
    with Marked(binary, MARKER, now) as plain, Marked(binary, HOSTILE[0], now) as hostile:
        for role, at_most in [("owner", 400 if SECONDS else 40), ("manager", 50 if SECONDS else 8), ("learner", 50 if SECONDS else 8)]:
            one, other = Visitor(plain, role), Visitor(hostile, role)
            for path in pages_of(one, at_most):
                answers = one.get(path), other.get(path)
                if [answer.status_code for answer in answers] != [200, 200]:
                    problems.append(f"{role} {path}: {[answer.status_code for answer in answers]}")
                    continue
                words = markup.first_difference(
                    *(markup.outline(settled(answer.text)) for answer in answers), MARKER, HOSTILE[0])
                problems += [f"{role} {path}: {words}"] if words else []
                problems += foreign(browser_page, [(path, answers[1].text)])
                count += 1
    return problems or ([] if count > 40 else [f"only {count} pages"])


def foreign(browser_page, answers):
    """Elements in Chromium that no template contains."""
    found = browser_page.evaluate(FOREIGN, [text for _, text in answers])
    return [f"{answers[place][0]}: {element}" for place, element in found]


def parameters(platform, browser_page):
    """Every page with every parameter: the same page as with a harmless text, and never an internal error."""
    problems = []
    for role in ["owner", None]:
        visitor = Visitor(platform, role) if role else None
        stranger = requests.Session()
        paths = pages_of(visitor, 200 if SECONDS else 30) if role else BEFORE_SIGN_IN
        paths = sorted({urllib.parse.urlsplit(path).path for path in paths})
        get = visitor.get if role else lambda path: stranger.get(platform.address + path, timeout=60)
        shown = []
        for path in paths:
            for name in names_for(get, path) | set(PARAMETERS if SECONDS or not role else random.sample(PARAMETERS, 3)):
                if not role and name == "key":
                    stranger.cookies.clear()
                text = random.choice(HOSTILE)
                words, answers = asked(get, path, name, text)
                problems += words
                shown += [(answer.url[:300], answer.text) for answer in answers if is_html(answer)][-1:]
                answer = get(f"{path}?{urllib.parse.quote(name)}={random.choice(BROKEN)}")
                problems += [f"{answer.url[:200]}: {answer.status_code}"] if answer.status_code >= 500 else []
            if shown:
                problems += foreign(browser_page, shown)
                shown = []
    return problems


def names_for(get, path):
    """The parameters of a page's own links and searches."""
    page = get(path).text
    links = [urllib.parse.urlsplit(html.unescape(link)) for link in re.findall(r'href="([^"]*)"', page)]
    found = {name for link in links if link.path == path for name, _ in urllib.parse.parse_qsl(link.query)}
    for body in re.findall(r'<form [^>]*method="get"[^>]*>(.*?)</form>', page, re.S):
        found |= {html.unescape(name) for name in re.findall(r' name="([^"]*)"', body)}
    return set(sorted(found)[: 99 if SECONDS else 8])


def asked(get, path, name, text):
    name = urllib.parse.quote(name)
    answers = [get(f"{path}?{name}={urllib.parse.quote(value)}") for value in (MARKER, text)]
    problems = [f"{answer.url[:200]}: {answer.status_code}" for answer in answers if answer.status_code >= 500]
    one, other = answers
    if not problems and one.status_code == other.status_code and is_html(one) and is_html(other):
        parts = [markup.outline(settled(answer.text)) for answer in answers]
        if one.status_code >= 400:
            # An error message may depend on the text, but not the page around it.
            parts = [
                [part[:1] + [item.split("=")[0] for item in part[1:]] for part in page if part[0] != "text"] for page in parts]
        words = markup.first_difference(*parts, MARKER, text)
        problems += [f"{other.url[:200]}: {words}"] if words else []
    return problems, answers


def programs(platform, deadline):
    """Records and directory, through their APIs: every text field with every text."""
    address, token = platform.address, platform.make_token("owner")
    headers = {"Authorization": f"Bearer {token}"}
    document = requests.get(address + "/api/v1/openapi.json", timeout=60).json()
    problems, count = [], 0
    kinds = sorted(re.findall(r"[a-z_]+", " ".join(record_kinds(document))))
    texts = [json.dumps(text) for text in HOSTILE] + [json.dumps(text, ensure_ascii=False) for text in HOSTILE[:3]] + IN_JSON
    queue = [(record, field, text) for record in kinds for field in fields_of(record) for text in texts]
    random.shuffle(queue)
    queue = queue if SECONDS else queue[:200]
    for record, field, text in queue:
        if SECONDS and time.monotonic() > deadline:
            break
        body = f'[{{"id": "hostile", {json.dumps(field)}: {text}}}]'
        answer = requests.post(
            f"{address}/api/v1/records/{record}", data=body.encode("utf-8", "surrogatepass"),
            headers=headers | {"Content-Type": "application/json"}, timeout=60)
        count += 1
        if answer.status_code >= 500 or "html" in answer.headers.get("Content-Type", ""):
            problems.append(f"{record}.{field} = {text[:60]}: {answer.status_code}")
    for text in texts if SECONDS else random.sample(texts, 6):
        for name in ["userName", "displayName", "externalId", "title", "preferredLanguage", "nickName"]:
            body = (
                f'{{"schemas": ["{SCIM_USER}"], "userName": "u{count}@example.com", "emails": [{{"value": {text}}}], '
                f'"name": {{"givenName": {text}, "familyName": {text}}}, "{name}": {text}}}')
            for method, path in [("POST", "/scim/v2/Users"), ("POST", "/scim/v2/Groups"), ("PATCH", "/scim/v2/Users/nobody")]:
                answer = requests.request(
                    method, address + path, data=body.encode("utf-8", "surrogatepass"),
                    headers=headers | {"Content-Type": "application/scim+json"}, timeout=60)
                count += 1
                if answer.status_code >= 500:
                    problems.append(f"{method} {path} {name} = {text[:60]}: {answer.status_code}")
    for path in document["paths"]:
        if SECONDS and time.monotonic() > deadline:
            break
        path = re.sub(r"\{[^}]*\}", lambda _: urllib.parse.quote(random.choice(HOSTILE), safe=""), path)
        for name in PARAMETERS if SECONDS else random.sample(PARAMETERS, 4):
            for value in [urllib.parse.quote(random.choice(HOSTILE)), random.choice(BROKEN)]:
                answer = requests.get(f"{address}{path}?{urllib.parse.quote(name)}={value}", headers=headers, timeout=60)
                count += 1
                if answer.status_code >= 500 or is_html(answer):
                    problems.append(f"{answer.url[:200]}: {answer.status_code}")
    return problems or ([] if count > 300 else [f"only {count} requests"])


def record_kinds(document):
    path = document["paths"]["/api/v1/records/{kind}"]
    found = [item for item in path.get("parameters", []) + path["post"].get("parameters", []) if item["name"] == "kind"]
    return found[0]["schema"]["enum"]


def fields_of(record):
    own = {
        "users": ["email", "first_name", "last_name", "title", "additional_information", "language", "time_zone", "custom:office"],
        "questions": ["statement", "choices", "tags", "interaction", "correct_response"], "answers": ["response", "question"],
        "custom_fields": ["title"], "certificates": ["name", "kind"], "posts": ["place", "place_id", "author"],
    }
    return ["id", "no such \u0301", *own.get(record, ["name"])]


def forms(platform, browser_page):
    """Every form of the pages: each of its texts is hostile once, and the following page is checked."""
    visitor, problems = Visitor(platform, "owner"), []
    own = re.compile(r"/(members|reports|custom-fields|account|downloads|users)")
    paths = [path for path in pages_of(visitor, 120 if SECONDS else 30) if own.match(path)]
    seen = set()
    for path in ["/members/new", "/members/u1", "/reports/new", "/custom-fields", "/account", *paths]:
        page = visitor.get(path)
        for action, body in re.findall(r'<form [^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', page.text, re.S):
            fields = re.findall(
                r'<(?:input|textarea)(?![^>]*type="(?:hidden|checkbox|radio|password|submit)")[^>]* name="([^"]*)"', body)
            key = (kind(html.unescape(action)), tuple(fields))
            if key in seen or re.search(r"signout|delete|revoke|password|sessions", action):
                continue
            seen.add(key)
            for field in fields:
                text = random.choice(HOSTILE)
                hiddens = {html.unescape(name): html.unescape(value) for name, value in re.findall(
                    r'<input type="hidden" name="([^"]*)" value="([^"]*)"', body)}
                values = {name: "" for name in fields} | {"first_name": "A", "last_name": "B", "email": "a@example.com"} | hiddens
                answer = visitor.post(html.unescape(action), values | {html.unescape(field): text})
                problems += [f"{action} {field}: {answer.status_code}"] if answer.status_code >= 500 else []
                problems += foreign(browser_page, [(f"{action} {field}", answer.text)]) if is_html(answer) else []
    return problems or ([] if len(seen) > 3 else [f"only {len(seen)} forms"])


CARDS = [
    "/users/download?format=csv", "//evil.example/people/x/card", "https://evil.example/people/x/card", "/people/x/card?x=1",
    "/people/x/card#x", "/people/../users/card", "/people/%2e%2e/card", "/people/x/y/card", "people/x/card", "\\\\people\\x\\card",
    "/people//card", " /people/x/card", "/people/x/card\u0301", "/people/x\t/card", "data:text/html,<b>x</b>", "javascript:1",
]


def cards(viewers):
    """The script of the hover cards requests no other address, and shows no other response."""
    page = viewers.page("owner")
    page.visit("/users")
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    problems = []
    for address in CARDS:
        page.evaluate("""address => {
          document.getElementById("planted")?.remove();
          const name = document.createElement("a");
          name.id = "planted"; name.href = "#"; name.textContent = "planted"; name.dataset.card = address;
          name.style.cssText = "position:fixed;top:0;left:0;z-index:99;padding:20px";
          document.body.append(name);
        }""", address)
        page.mouse.move(600, 600)
        page.hover("#planted")
        page.wait_for_timeout(420)
        problems += [f"{address}: {url}" for url in asked_for if "favicon" not in url]
        problems += [f"{address}: shown"] if page.query_selector(".card") else []
        asked_for.clear()
    page.evaluate("document.getElementById('planted').remove()")
    card = page.evaluate("document.querySelector('[data-card]').dataset.card")
    types = [("text/html; charset=utf-8", True), ("text/csv", False), ("application/json", False), ("text/htmlx", False)]
    for kind_of_answer, shown in types:
        page.reload()
        page.route("**" + card, lambda route: route.fulfill(status=200, content_type=kind_of_answer, body="<p>Known</p>"))
        page.mouse.move(600, 600)
        page.hover(f"[data-card='{card}']")
        page.wait_for_timeout(700)
        if bool(page.query_selector(".card")) != shown:
            problems.append(f"an answer of {kind_of_answer} is {'not ' if shown else ''}shown")
        page.unroute("**" + card)
    page.close()
    return problems


def checks(report, viewers, platform):
    page = viewers.page("owner")
    page.visit("/help/statistics")
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    report.check("Hostile texts in records change no page but where they stand", lambda: records(platform.binary, page, now))
    report.check("Hover cards come from their own addresses only, as HTML", lambda: cards(viewers))
    deadline = time.monotonic() + SECONDS
    # What forms and the APIs write is found by searches: pages are asked on a platform that holds none of it.
    with Marked(platform.binary, "", now) as own, Marked(platform.binary, "", now) as written:
        report.check("Hostile texts in parameters change no page but where they stand", lambda: parameters(own, page))
        report.check("Hostile texts in forms change no page but where they stand", lambda: forms(written, page))
        report.check("Hostile texts to the APIs are no fault of the server", lambda: programs(written, time.monotonic() + 120))
        while time.monotonic() < deadline:
            again = parameters(own, page) + programs(written, time.monotonic() + 60)
            if again:
                report.check("Nothing else comes of many more", lambda: again)
                break
    page.close()
