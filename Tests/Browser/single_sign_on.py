"""Signing in at a separate provider, oidc-provider-mock, through its page."""

import json
import logging
import urllib.request
import warnings
from urllib.parse import quote, urlsplit

import looks

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import run_server_in_thread


class Company:
    """A provider, and a server with the same store that is configured for it."""

    def __init__(self, viewers, platform, provider):
        self.viewers = viewers
        self.provider = f"http://localhost:{provider.server_port}"
        self.address = platform.serve(
            TALLYBOOK_OIDC_ISSUER=self.provider, TALLYBOOK_OIDC_CLIENT_ID="tallybook",
            TALLYBOOK_OIDC_CLIENT_SECRET="secret", TALLYBOOK_OIDC_PROVISION="true", TALLYBOOK_OIDC_LABEL="Acme")

    def knows(self, subject, **claims):
        request = urllib.request.Request(
            f"{self.provider}/users/{quote(subject)}", json.dumps(claims).encode(), method="PUT",
            headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request).close()

    def page(self):
        return self.viewers.page(base_url=self.address)

    def sign_in(self, page, subject, path="/"):
        """From a page that requires a sign-in, to the provider's and back."""
        page.goto(path)
        page.get_by_role("link", name="Sign in with Acme").click()
        page.locator("input[name=sub]").fill(subject)
        page.get_by_role("button", name="Authorize").click()
        page.wait_for_url(self.address + "/**")


def round_trip(company):
    company.knows("o", email="Owner@example.com", email_verified=True)
    page = company.page()
    company.sign_in(page, "o", "/users?q=a")
    place = urlsplit(page.url)
    assert place.path == "/users" and place.query == "q=a", f"signing in led to {page.url}"
    assert page.locator("main table").count() == 1, "the users are not there"
    page.close()


def new_user(company):
    company.knows("n", email="new.person@example.com", email_verified=True, given_name="New", family_name="Person")
    page = company.page()
    company.sign_in(page, "n", "/help/statistics")
    assert urlsplit(page.url).path == "/help/statistics", f"signing in led to {page.url}"
    page.close()


def other_account(company):
    """After `round_trip`, which links the account `o`."""
    company.knows("o2", email="owner@example.com", email_verified=True)
    page = company.page()
    company.sign_in(page, "o2")
    assert "another account" in page.get_by_role("alert").inner_text()
    page.goto("/users")
    assert "/signin?" in page.url, "signed in, and yet another account"
    page.close()


def renamed(company):
    """After `new_user`, whose address has changed."""
    company.knows("n", email="renamed.person@example.com", email_verified=True)
    page = company.page()
    company.sign_in(page, "n", "/account")
    assert "renamed.person@example.com" in page.content(), "the address did not follow"
    page.close()


def unconfirmed(company):
    company.knows("u", email="owner@example.com", email_verified=False)
    page = company.page()
    company.sign_in(page, "u")
    assert "does not confirm" in page.get_by_role("alert").inner_text()
    page.goto("/users")
    assert "/signin?" in page.url, "signed in, and yet unconfirmed"
    page.close()


def called_off(company):
    page = company.page()
    page.goto("/signin")
    page.get_by_role("link", name="Sign in with Acme").click()
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(company.address + "/**")
    assert "was cancelled" in page.get_by_role("alert").inner_text()
    page.close()


def sound(company):
    page = company.page()
    problems = page.visit("/signin?return_to=%2Fusers")
    problems += looks.in_all_ways(page)
    page.close()
    return problems


def checks(report, viewers, platform):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with run_server_in_thread() as provider:
        company = Company(viewers, platform, provider)
        report.check("The sign-in page with a provider is sound", lambda: sound(company))
        report.check("A sign-in at the provider leads to where it was begun", lambda: round_trip(company))
        report.check("Who is unknown here becomes a user", lambda: new_user(company))
        report.check("Another account with the address of a user signs nobody in", lambda: other_account(company))
        report.check("The same account with another address is the same user", lambda: renamed(company))
        report.check("An address that is not confirmed signs nobody in", lambda: unconfirmed(company))
        report.check("A sign-in that is called off is told so", lambda: called_off(company))
