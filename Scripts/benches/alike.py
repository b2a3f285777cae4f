"""Response times for a user outside the scope and for an unknown user."""

import json
import math
import secrets
import statistics
import sys

from benches.demo import Browser, server
from benches.measuring import say, table


def measure_alike(options):
    """A user outside the viewer's scope against an unknown one, 1,000 pairs in turn: does the response time differ?"""
    rows = []
    with server(options, options.sizes[0]) as serving:
        owner = Browser(options, serving)
        coach = Browser(options, serving, "coach@example.com")
        everybody, seen = all_users(owner), {user["id"] for user in all_users(coach)}
        outside = [user["id"] for user in everybody if user["id"] not in seen]
        if not outside:
            sys.exit("The coach of this platform sees everybody.")
        for name, path in [
            ("API, statistics", "/api/v1/users/{}/statistics"), ("page", "/users/{}"), ("file", "/users/{}/download"),
            ("report by the user", "/api/v1/reports/general-stats?user={}"), ("search", "/api/v1/users?q={}"),
        ]:
            times = ([], [])
            for turn in range(1_050):
                known = outside[turn % len(outside)]
                pair = [known, "u" + secrets.token_hex(8)[: max(1, len(known) - 1)]]
                order = [0, 1] if secrets.randbits(1) else [1, 0]
                for which in order:
                    seconds = coach.timed(path.format(pair[which]), refused=True)
                    if turn >= 50:
                        times[which].append(seconds)
            medians = [statistics.median(list_) * 1000 for list_ in times]
            quartiles = statistics.quantiles(times[1], n=4)
            spread = (quartiles[2] - quartiles[0]) * 1000
            chance, p = mann_whitney(*times)
            rows.append([
                name, f"{medians[0]:.3f} ms", f"{medians[1]:.3f} ms", f"{(medians[0] - medians[1]) / spread:+.2f}",
                f"**{chance:.3f}**", f"{p:.2f}",
            ])
            say(" | ".join(rows[-1]))
    head = ["median of 1,000 requests, alternating", "outside", "does not exist", "difference / spread (quartiles)"]
    return table([*head, "chance that outside is slower (0.5: no difference)", "p (Mann–Whitney)"], rows)


def all_users(browser):
    users, after = [], ""
    while after is not None:
        response = browser.send("GET", f"/api/v1/users?limit=500&after={after}")
        page = json.loads(response.read())
        users, after = users + page["users"], page["next"]
    return users


def mann_whitney(first, second):
    """How often a value of the first is greater than one of the second, and the p-value of that."""
    values = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(rank for rank, (_, which) in enumerate(values, 1) if which == 0)
    n, m = len(first), len(second)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return u / (n * m), math.erfc(abs(z) / math.sqrt(2))
