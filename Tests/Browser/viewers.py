"""Browser contexts: one for each signed-in user, and pages that record their errors."""

from urllib.parse import urlsplit

from platform_server import PASSWORD

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


class Viewers:
    def __init__(self, browser, platform):
        self.browser = browser
        self.platform = platform
        self.signed_in = {}

    def page(self, role=None, **options):
        """A new page; signed in if there is a role. Without options, all pages of a role share a sign-in."""
        options = {"viewport": WIDE, "base_url": self.platform.address} | options
        if role and not self.signed_in.get(role):
            self.signed_in[role] = self._signed_in_state(role)
        state = self.signed_in[role] if role else None
        context = self.browser.new_context(storage_state=state, **options)
        context.set_default_timeout(10_000)
        return Watched(context.new_page())

    def _signed_in_state(self, role):
        page = self.browser.new_context(base_url=self.platform.address).new_page()
        sign_in(page, role)
        state = page.context.storage_state()
        page.context.close()
        return state


def sign_in(page, role):
    """Through the form, like a user."""
    page.goto("/signin")
    page.get_by_label("Email").fill(f"{role}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: urlsplit(address).path != "/signin")


class Watched:
    """A page, and the console messages and errors since the last visit."""

    def __init__(self, page):
        self.page = page
        self.noise = []
        page.on("console", lambda message: self.noise.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.noise.append(f"page error: {error}"))

    def __getattr__(self, name):
        return getattr(self.page, name)

    def visit(self, path, expecting=200):
        """Opens a page; returns problems of its response or in its console."""
        self.noise.clear()
        # For an anchor of the page that is already open, goto returns no response.
        answer = self.page.goto(path) or self.page.reload()
        problems = [] if answer.status == expecting else [f"{path}: HTTP {answer.status}, not {expecting}"]
        # Chromium itself reports a page's status, if it is an error.
        told = [text for text in self.noise if expecting < 400 or "Failed to load resource" not in text]
        return problems + [f"{path}: {text}" for text in told]

    def close(self):
        self.page.context.close()
