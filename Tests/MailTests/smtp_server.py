"""An SMTP server (aiosmtpd) for the tests of Mail. Prints its port, writes each received message into a folder, and ends
when standard input does. Arguments: the folder, then any of tls=CERT:KEY (STARTTLS, required), smtps=CERT:KEY,
login (ada / secret), refuse (no such recipient), later (try again), slow (never answers,
and writes into the file "waited" how many seconds the client waited)."""

import asyncio
import json
import os
import ssl
import sys
import time

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER, *WORDS = sys.argv[1:]
OPTIONS = dict(word.partition("=")[::2] for word in WORDS)


class Session(SMTP):
    silent_since = None

    def connection_lost(self, error):
        if self.silent_since is not None:
            place = os.path.join(FOLDER, "waited")
            with open(place + ".part", "w") as file:
                file.write(str(time.monotonic() - self.silent_since))
            os.rename(file.name, place)
        super().connection_lost(error)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if "refuse" in OPTIONS:
            return "550 5.1.1 no such mailbox"
        if "later" in OPTIONS:
            return "451 4.3.2 try again later"
        if "slow" in OPTIONS:
            server.silent_since = time.monotonic()
            await asyncio.sleep(60)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        number = len(os.listdir(FOLDER))
        told = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "user": session.auth_data, "content": envelope.content.decode("latin-1"),
        }
        with open(os.path.join(FOLDER, f"{number}.json.part"), "w") as file:
            json.dump(told, file)
        os.rename(file.name, os.path.join(FOLDER, f"{number}.json"))
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"ada", b"secret")
    return AuthResult(success=good, handled=good, auth_data="ada" if good else None)


def context(files):
    certificate, _, key = files.partition(":")
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate, key)
    return made


def session():
    starttls = context(OPTIONS["tls"]) if "tls" in OPTIONS else None
    login = {"authenticator": authenticate, "auth_required": True} if "login" in OPTIONS else {}
    return Session(
        Handler(), hostname="localhost", enable_SMTPUTF8=True, tls_context=starttls, require_starttls=starttls is not None,
        auth_require_tls=starttls is not None, **login)


async def main():
    secure = context(OPTIONS["smtps"]) if "smtps" in OPTIONS else None
    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0, ssl=secure)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
os._exit(0)
