"""Counts checks and prints a line for each."""

import traceback

from playwright.sync_api import Error as BrowserError


class Report:
    SHOWN = 8

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, sentence, body):
        """Runs the body, which returns the problems (none: passed) or fails an assertion."""
        try:
            problems = list(body() or [])
        except AssertionError as broken:
            problems = [str(broken) or self._line(broken)]
        except (BrowserError, OSError, ValueError, LookupError, TypeError) as error:
            problems = [f"{type(error).__name__}: {str(error)[:600]} ({self._line(error)})"]
        if problems:
            self.failed += 1
            print(f"FAIL  {sentence}", flush=True)
            for problem in problems[: self.SHOWN]:
                print(f"        {problem}", flush=True)
            if len(problems) > self.SHOWN:
                print(f"        and {len(problems) - self.SHOWN} more", flush=True)
        else:
            self.passed += 1
            print(f"ok    {sentence}", flush=True)

    @staticmethod
    def _line(error):
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}: {frame.line}"

    def close(self):
        """Prints the totals; returns the exit status."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0
