"""Requests per second, by `wrk`: pages beside those of a bare server, and a mixed load."""

import json
import re
import secrets
import shutil
import statistics
import subprocess
import sys
import threading

from benches.bare import bare_server
from benches.demo import Browser, demo_folder, remove_store, server
from benches.measuring import DATA, run, say, table
from benches.servers import server as postgres_server

TURNS, TURN_SECONDS = 5, 5
LOAD_USERS = 4_000
PAGES = {"users": "/users", "user": "/users/u77", "answer": "/api/v1/users?limit=50"}
NAMES = {"users": "Users page", "user": "a user's page", "answer": "API, 50 users"}


def measure_bare(options):
    """The same pages from Tallybook and from a bare server with the same packages, in turn, at 1 and at 16 connections.

    The bare server renders the same HTML with the same template library: each text and each address in the page's main
    part is a tag, filled from a dictionary of made-up texts. It has no database and no sign-in."""
    check_wrk()
    rows = []
    with server(options, options.sizes[1]) as ours:
        browser = Browser(options, ours)
        tags = write_alike(browser, DATA / "alike")
        with bare_server(DATA / "alike") as bare:
            for name, address in PAGES.items():
                cells = [f"{NAMES[name]} ({tags[name]})"]
                for connections in [1, 16]:
                    figures = in_turn(browser, ours.port, address, bare.port, f"/{name}", connections)
                    cells += compared(*figures)
                rows.append(cells)
                say(" | ".join(cells))
    head = [f"{options.sizes[1]:,} users, requests per second"]
    for connections in ["1 connection", "16 connections"]:
        head += [connections, "bare", "ratio"]
    return table(head, rows)


def in_turn(browser, port, address, bare_port, bare_address, connections):
    """Requests per second of both, turn by turn."""
    ours, bare = [], []
    for turn in range(TURNS + 1):
        one = wrk(f"http://127.0.0.1:{port}{address}", connections, TURN_SECONDS, headers_of(browser, address)).rate
        other = wrk(f"http://127.0.0.1:{bare_port}{bare_address}", connections, TURN_SECONDS, []).rate
        if turn:
            ours.append(one)
            bare.append(other)
    return ours, bare


def compared(ours, bare):
    ratio = statistics.median(a / b for a, b in zip(ours, bare))
    return [f"{statistics.median(ours):,.0f}", f"{statistics.median(bare):,.0f}", f"**{ratio:.2f} ×**"]


def headers_of(browser, address):
    if address.startswith("/api/"):
        return [f"Authorization: Bearer {browser.token}"]
    return ["Cookie: " + "; ".join(f"{name}={value}" for name, value in browser.cookies.items())]


def write_alike(browser, folder):
    """The bare server's files; how many tags or fields each has."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    tags = {}
    for name, address in PAGES.items():
        text = browser.get(address)[1].read().decode()
        if address.startswith("/api/"):
            rows = [flat(row) for row in json.loads(text)["users"]]
            (folder / f"{name}.rows").write_text(json.dumps({"rows": rows}))
            tags[name] = f"{sum(map(len, rows)):,} fields"
        else:
            template, texts = with_tags(text)
            (folder / f"{name}.mustache").write_text(template)
            (folder / f"{name}.json").write_text(json.dumps(texts))
            tags[name] = f"{len(texts):,} tags"
    return tags


def flat(row):
    return {key: json.dumps(value) if isinstance(value, (dict, list)) else value for key, value in row.items()}


def with_tags(page):
    """The page as a template: in its main part, tags for texts between elements and for addresses."""
    before, main, after = re.fullmatch(r"(.*<main)(.*)(</main>.*)", page, re.DOTALL).groups()
    texts = {}

    def tag(found):
        name = f"t{len(texts)}"
        texts[name] = found.group(2)
        return f"{found.group(1)}{{{{{name}}}}}{found.group(3)}"

    return before + re.sub(r'(>\s*|href=")([^<>"\s][^<>"]*?)(\s*<|")', tag, main) + after, texts


def measure_load(options):
    """Ten kinds of request, 6 % of them writes, with this program and with an earlier one, on both engines."""
    check_wrk()
    programs = {"": options.program} | ({"before: ": options.before} if options.before else {})
    rows = []
    for engine in ["SQLite", "PostgreSQL"]:
        for connections in [8, 64]:
            rates = {}
            for name, program in programs.items():
                options.program = program
                cells, rates[name] = loaded(options, engine, connections)
                rows.append([f"{name}{engine}, {connections} connections", *cells])
                if name:
                    rows[-2][-1] = f"**{rates[''] / rates[name]:.1f} ×**"
                say(" | ".join(rows[-1]))
            options.program = programs[""]
    head = [f"{LOAD_USERS:,} users, {options.seconds} s", "requests per second", "median", "99th percentile", "other answers",
            "memory half-way", "at the end", "rate against before"]
    return table(head, rows)


def loaded(options, engine, connections):
    with store_on(engine, options) as store, server(options, LOAD_USERS, store) as serving:
        browser = Browser(options, serving, writes=True)
        script = DATA / "mix.lua"
        script.write_text(MIX % (browser.token, headers_of(browser, "/")[0].split(": ", 1)[1], LOAD_USERS, secrets.token_hex(4)))
        halfway = []
        timer = threading.Timer(options.seconds / 2, lambda: halfway.append(serving.memory()))
        timer.start()
        found = wrk(f"http://127.0.0.1:{serving.port}/", connections, options.seconds, [], script)
        timer.join()
        memory = [halfway[0], serving.memory()]
    cells = [f"{found.rate:,.0f}", f"{found.median:,.0f} ms", f"{found.slow:,.0f} ms", str(found.others),
             *(f"{number:.0f} MB" for number in memory), ""]
    return cells, found.rate


class store_on:
    """A new store with the demo's records, for the duration of a `with`."""

    def __init__(self, engine, options):
        self.engine, self.options = engine, options

    def __enter__(self):
        folder = demo_folder(self.options, LOAD_USERS)
        if self.engine == "SQLite":
            store = remove_store(DATA / "load.sqlite")
        else:
            self.postgres = postgres_server().__enter__()
            store = self.postgres.new_database("load")
        run(self.options.program, "import", "--store", store, folder)
        return store

    def __exit__(self, *_):
        if self.engine != "SQLite":
            self.postgres.__exit__()


MIX = """
local token, cookie, users, batch = "%s", "%s", %d, "%s"
local sent = 0
math.randomseed(7)
local page = { Cookie = cookie }
local answer = { Authorization = "Bearer " .. token, ["Content-Type"] = "application/json" }
local function user() return "u" .. math.random(1, users - 1) end
local kinds = {
  { 20, function() return wrk.format("GET", "/users", page) end },
  { 10, function() return wrk.format("GET", "/users?q=" .. ({"mar", "an", "lee", "son"})[math.random(4)], page) end },
  { 20, function() return wrk.format("GET", "/users/" .. user(), page) end },
  { 8, function() return wrk.format("GET", "/people/" .. user(), page) end },
  { 8, function() return wrk.format("GET", "/courses", page) end },
  { 6, function() return wrk.format("GET", "/groups", page) end },
  { 6, function() return wrk.format("GET", "/reports", page) end },
  { 8, function() return wrk.format("GET", "/api/v1/users?limit=50", answer) end },
  { 8, function() return wrk.format("GET", "/api/v1/users/" .. user() .. "/statistics", answer) end },
  { 6, function()
    sent = sent + 1
    local body = string.format('{"id":"load-%%s-%%d","user":"%%s","course":"c1","started_at":"2026-03-15T11:00:00Z",' ..
      '"last_activity_at":"2026-03-15T11:10:00Z","time_spent":600,"progress":100,"score":%%d,"language":"en"}',
      batch, sent, user(), sent %% 101)
    return wrk.format("POST", "/api/v1/records/attempts", answer, body)
  end },
}
function request()
  local n = math.random(1, 100)
  for _, kind in ipairs(kinds) do
    n = n - kind[1]
    if n <= 0 then return kind[2]() end
  end
end
"""


class Found:
    """What `wrk` reports: requests per second, milliseconds, and the number of answers other than 2xx and 3xx."""

    def __init__(self, text):
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
        self.median, self.slow = (self.milliseconds(text, share) for share in ["50", "99"])
        others = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
        self.others = int(others.group(1)) if others else 0
        self.others += sum(map(int, errors.groups())) if errors else 0

    def milliseconds(self, text, share):
        number, unit = re.search(rf"{share}%\s+([\d.]+)(us|ms|s|m)\b", text).groups()
        return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def wrk(address, connections, seconds, headers, script=None):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    command += [word for header in headers for word in ("-H", header)] + (["-s", str(script)] if script else [])
    return Found(subprocess.run([*command, address], check=True, capture_output=True, text=True).stdout)


def check_wrk():
    if not shutil.which("wrk"):
        sys.exit("This needs the program `wrk` (Debian and Ubuntu: apt-get install wrk).")
