"""A separate demo platform, served from a temporary folder until the test has ended."""

import json
import os
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request

PASSWORD = "a password for the test"
ROLES = ["owner", "coach", "manager", "learner"]


class Platform:
    USERS = "200"

    def __init__(self, binary):
        self.binary = binary
        self.folder = tempfile.TemporaryDirectory(prefix="tallybook-browser-")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TALLYBOOK_")}
        self.environment = kept | {"TALLYBOOK_STORE": os.path.join(self.folder.name, "store.sqlite")}

    def __enter__(self):
        records = os.path.join(self.folder.name, "records")
        self._run("demo", "--users", self.USERS, "--out", records)
        self._run("import", records)
        for role in ROLES:
            self._run("user", "password", f"{role}@example.com", typed=PASSWORD + "\n")
        self.token = self.make_token("owner", "--read-only")
        self.log = open(os.path.join(self.folder.name, "serve.log"), "w+")
        self.servers = []
        self.address = self.serve()
        return self

    def __exit__(self, *_):
        self._end(0)
        self.log.close()
        self.folder.cleanup()

    def _run(self, *words, typed=""):
        done = subprocess.run(
            [self.binary, *words], env=self.environment, input=typed, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"tallybook {' '.join(words)} failed ({done.returncode}): {done.stderr}")
        return done.stdout

    def serve(self, **settings):
        """Serves the store, with additional settings if there are any; returns the address."""
        server = subprocess.Popen(
            [self.binary, "serve", "--port", "0"], env=self.environment | settings, stdout=subprocess.PIPE,
            stderr=self.log, text=True)
        self.servers.append(server)
        return self._printed_address(server)

    def end_further_servers(self):
        """All but the first. A server with the same store may send the emails that another subject waits for."""
        self._end(1)

    def _end(self, first):
        ending = self.servers[first:]
        for server in ending:
            server.terminate()
        for server in ending:
            server.wait(timeout=20)
        del self.servers[first:]

    def make_token(self, role, *options):
        return self._run("token", "create", "--user", f"{role}@example.com", *options).strip().split()[-1]

    def _printed_address(self, server):
        for line in server.stdout:
            found = re.search(r"http://[\w.:\[\]]+", line)
            if found:
                return found.group().rstrip("/")
        self.log.seek(0)
        raise SystemExit(f"The server ended before it printed its address: {self.log.read()}")

    def api(self, path, **query):
        """The API's response to the owner."""
        address = f"{self.address}/api/v1{path}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def all_users(self, **query):
        """All users of the API's list, page by page."""
        users, after = [], None
        while True:
            page = self.api("/users", limit=500, **query, **({"after": after} if after else {}))
            users += page["users"]
            after = page["next"]
            if not after:
                return users
