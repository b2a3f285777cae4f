"""Emails about accounts, received by a real SMTP server (aiosmtpd) from a real server process; and secrets: credentials are
only in the email, in no log and in no process list."""

import datetime
import email
import email.policy
import glob
import http.cookiejar
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from platform_server import PASSWORD

PROGRAM = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "MailTests", "smtp_server.py")
ADDRESS = "grace.letters@example.com"
FIRST, SECOND, THIRD = "the first secret password", "the second secret password", "the third secret password"


class PostOffice:
    """The SMTP server, and its received messages."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="tallybook-post-")
        self.server = subprocess.Popen(
            [sys.executable, PROGRAM, self.folder.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline())
        return self

    def __exit__(self, *_):
        self.server.stdin.close()
        self.server.wait(timeout=20)
        self.folder.cleanup()

    def letters(self, address):
        taken = []
        for name in sorted(glob.glob(os.path.join(self.folder.name, "*.json")), key=lambda n: int(os.path.basename(n)[:-5])):
            with open(name) as file:
                told = json.load(file)
            if told["to"] == [address]:
                taken.append(email.message_from_string(told["content"], policy=email.policy.default))
        return taken

    def latest(self, address, count):
        for _ in range(300):
            letters = self.letters(address)
            if len(letters) >= count:
                return letters[count - 1]
            time.sleep(.1)
        raise AssertionError(f"no letter number {count} came to {address}")


def text(letter):
    return letter.get_body(("plain",)).get_content()


def key(letter):
    found = re.search(r"/signin/password\?key=([A-Za-z0-9_-]+)", text(letter))
    assert found and found.group() in letter.get_body(("html",)).get_content(), "no link, or another one in HTML"
    return found.group(1)


class Person:
    """A client with a browser without scripts."""

    def __init__(self, address):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path):
        with self.opener.open(self.address + path) as answer:
            return answer.geturl(), answer.read().decode()

    def send(self, path, page, **fields):
        """The form of a page, with its secret."""
        secret = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
        data = urllib.parse.urlencode({"csrf": secret, **fields}).encode()
        with self.opener.open(self.address + path, data) as answer:
            return answer.geturl(), answer.read().decode()

    def sign_in(self, name, password):
        return self.send("/signin", self.get("/signin")[1], email=name, password=password)[0]

    def set_password(self, secret, password):
        where, page = self.get(f"/signin/password?key={secret}")
        assert secret not in where and secret not in page, "the secret stays in the address or on the page"
        return self.send("/signin/password", page, new=password, again=password)[0]


class Correspondence:
    """One account from the invitation to its deletion; all credentials are recorded."""

    def __init__(self, platform, office):
        self.platform, self.office = platform, office
        self.secrets = [PASSWORD, FIRST, SECOND, THIRD]
        self.settings = {
            "TALLYBOOK_MAIL": f"smtp://localhost:{office.port}?tls=none", "TALLYBOOK_MAIL_FROM": "stats@example.com"}
        self.address = platform.serve(**self.settings)
        self.owner = Person(self.address)
        self.grace = Person(self.address)
        self.tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)

    def invited(self):
        self.owner.sign_in("owner@example.com", PASSWORD)
        _, page = self.owner.get("/members/new")
        where, _ = self.owner.send(
            "/members/new", page, first_name="Grace", last_name="Letters", email=ADDRESS, way="invitation",
            auto_delete_on=self.tomorrow)
        self.record = urllib.parse.urlsplit(where).path
        letter = self.office.latest(ADDRESS, 1)
        assert letter["Subject"] == "You are invited to Tallybook" and letter["From"] == "stats@example.com", letter.items()
        self.secrets.append(key(letter))
        where = self.grace.set_password(key(letter), FIRST)
        assert where.endswith("/signin?password=set"), where
        assert "/home" in self.grace.sign_in(ADDRESS, FIRST)

    def resets(self):
        self.grace = Person(self.address)
        self.grace.send("/signin/forgotten", self.grace.get("/signin/forgotten")[1], email=ADDRESS)
        letter = self.office.latest(ADDRESS, 2)
        assert letter["Subject"] == "Set a new password for Tallybook", letter["Subject"]
        self.secrets.append(key(letter))
        self.grace.set_password(key(letter), SECOND)
        assert self.office.latest(ADDRESS, 3)["Subject"] == "Your Tallybook password was changed"
        self.grace.sign_in(ADDRESS, SECOND)
        _, page = self.grace.get("/account")
        self.grace.send("/account/password", page, present=SECOND, new=THIRD, again=THIRD)
        assert self.office.latest(ADDRESS, 4)["Subject"] == "Your Tallybook password was changed"
        _, page = self.grace.send("/account/tokens", self.grace.get("/account")[1], name="program", access="read")
        self.secrets.append(re.search(r"tb_[A-Za-z0-9_-]{43}", page).group())

    def is_warned_and_ends(self):
        # A new server checks at once.
        self.platform.serve(**self.settings)
        letter = self.office.latest(ADDRESS, 6)
        assert "ends on" in letter["Subject"] and f"{self.tomorrow:%d/%m/%Y} (UTC)" in text(letter), letter["Subject"]
        self.platform.serve(**self.settings | {"TALLYBOOK_NOW": f"{self.tomorrow}T00:00:00Z"})
        for _ in range(200):
            if "Restore user" in self.owner.get(self.record)[1]:
                break
            time.sleep(.1)
        else:
            raise AssertionError("the account does not end")
        time.sleep(1)
        assert len(self.office.letters(ADDRESS)) == 6, "a letter came twice"
        return [f"{where} carries a secret in a letter" for where in self.careless_letters()]

    def careless_letters(self):
        for letter in self.office.letters(ADDRESS):
            own = re.findall(r"key=([A-Za-z0-9_-]+)", text(letter))
            if any(secret in text(letter) for secret in self.secrets if secret not in own):
                yield letter["Subject"]

    def is_refused(self):
        """Errors are logged without secrets."""
        stranger = Person(self.address)
        for call in [
            lambda: stranger.sign_in("owner@example.com", FIRST), lambda: stranger.get("/signin/password?key=" + self.secrets[-2]),
        ]:
            try:
                call()
            except urllib.error.HTTPError:
                pass
        for secret in self.secrets[-1], "tb_nobody":
            request = urllib.request.Request(self.address + "/api/v1/users", headers={"Authorization": f"Bearer {secret}"})
            try:
                urllib.request.urlopen(request)
            except urllib.error.HTTPError:
                pass
        self.platform.serve(**self.settings | {"TALLYBOOK_MAIL": "smtp://localhost:1?tls=none&timeout=1"})

    def leaks(self):
        self.secrets += [cookie.value for person in (self.owner, self.grace) for cookie in person.cookies if cookie.value]
        self.secrets.append(self.platform.token)
        assert len(self.secrets) > 9, "too few secrets to look for"
        found = [f"{place} holds a secret" for place, words in places(self.platform) if any(s in words for s in self.secrets)]
        return found + typed_password_is_hidden(self.platform)


def places(platform):
    """Everything that others may read: the servers' output, and the process lists."""
    platform.log.flush()
    with open(platform.log.name) as log:
        yield "the log", log.read()
    for server in platform.servers:
        with open(f"/proc/{server.pid}/cmdline") as words:
            yield "a list of processes", words.read()


def typed_password_is_hidden(platform):
    """`tallybook user password` reads the password from standard input, and never prints it."""
    command = subprocess.Popen(
        [platform.binary, "user", "password", "learner@example.com"], env=platform.environment, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    time.sleep(.3)
    with open(f"/proc/{command.pid}/cmdline") as words:
        shown = words.read()
    printed, _ = command.communicate(PASSWORD + "\n", timeout=60)
    assert command.returncode == 0, printed
    return [f"a password is shown: {place}" for place in (shown, printed) if PASSWORD in place]


def checks(report, viewers, platform):
    with PostOffice() as office:
        letters = Correspondence(platform, office)
        report.check("Who is invited comes in by a letter that a real mail server took", letters.invited)
        report.check("A forgotten password is set anew by letter, and each change is told", letters.resets)
        report.check("Before the account ends a letter says so, once, and at 00:00 it ends", letters.is_warned_and_ends)
        report.check("What goes wrong is refused", letters.is_refused)
        report.check("Secrets are in no log, no list of processes and no other letter", letters.leaks)
