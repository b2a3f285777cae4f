"""Pages, a user's page, and the Users file, measured as requests to a server."""

import datetime
import statistics

from benches.demo import Browser, demo_folder, remove_store, server
from benches.measuring import DATA, run, say, table


def measure_pages(options):
    """The lists of users and courses on a small and on a large platform, alternating requests, over one connection each."""
    small, large = options.sizes[0], options.sizes[2]
    addresses = [
        ("page, as it opens", "/users"),
        ("page, most time spent first", "/users?sort=time_spent&direction=desc"),
        ("page, search", "/users?q=mar"),
        ("API, 50 users", "/api/v1/users?limit=50"),
        ("courses, as the list opens", "/courses"),
        ("courses, most dropped first", "/courses?sort=dropped_rate&direction=desc"),
    ]
    rows = []
    with server(options, small) as one, server(options, large) as other:
        browsers = [Browser(options, one), Browser(options, other)]
        for name, address in addresses:
            times = ([], [])
            for turn in range(options.requests + 20):
                for browser, list_ in zip(browsers, times):
                    seconds = browser.timed(address)
                    if turn >= 20:
                        list_.append(seconds)
            medians = [statistics.median(list_) * 1000 for list_ in times]
            slow = statistics.quantiles(times[1], n=20)[-1] * 1000
            ratio = f"**{statistics.median(b / a for a, b in zip(*times)):.2f} ×**"
            rows.append([name, f"{medians[0]:.1f} ms", f"{medians[1]:.1f} ms", ratio, f"{slow:.1f} ms"])
            say(" | ".join(rows[-1]))
    head = [f"median of {options.requests} requests", f"{small:,} users", f"{large:,} users", "ratio"]
    return table([*head, f"95th percentile at {large:,} users"], rows)


def measure_person(options):
    """The pages of a user with many records and of one with few, alternating requests."""
    with server(options, options.sizes[0], people_of_any_size(options)) as serving:
        browser = Browser(options, serving)
        rows = []
        for name, ending in [("page", ""), ("page, attempts on a course", "/courses/bench-c0/attempts")]:
            times = {user: [] for user in PEOPLE}
            for turn in range(options.requests + 20):
                for user, list_ in times.items():
                    seconds = browser.timed(f"/users/{user}{ending}")
                    if turn >= 20:
                        list_.append(seconds)
            little, much = times.values()
            medians = [f"{statistics.median(list_) * 1000:.1f} ms" for list_ in (little, much)]
            rows.append([name, *medians, f"**{statistics.median(b / a for a, b in zip(little, much)):.2f} ×**"])
            say(" | ".join(rows[-1]))
    heads = [f"{attempts:,} attempts, {answers:,} answers, {tags} tags" for attempts, answers, tags in PEOPLE.values()]
    return table([f"median of {options.requests} requests", *heads, "ratio"], rows)


def measure_files(options):
    """The Users file of two platforms; the memory is that of a server started for this file only."""
    rows = []
    for form in ["csv", "xlsx"]:
        memory = []
        for users in options.sizes[1:]:
            with server(options, users) as serving:
                browser = Browser(options, serving)
                results = [browser.download(f"/users/download?format={form}") for _ in range(options.runs)]
                memory.append(serving.peak_memory())
            seconds = statistics.median(seconds for seconds, _ in results)
            size = f"{results[0][1] / 1e6:.1f} MB"
            rows.append([f"{form.upper()}, {users:,} users", f"{seconds:.2f} s", size, f"{memory[-1]:.0f} MB"])
            say(" | ".join(rows[-1]))
        rows.append(["memory, larger relative to smaller", "", "", f"**{memory[1] / memory[0]:.2f} ×**"])
    return table(["the Users file", "time", "size", "peak memory of the server"], rows)


# Attempts, answers and tags of a user.
PEOPLE = {"bench-little": (100, 500, 10), "bench-much": (10_000, 50_000, 300)}


def people_of_any_size(options):
    """A store of the small demo platform plus these users; the folder of their records is rewritten."""
    folder, store = DATA / "people", remove_store(DATA / "people.sqlite")
    folder.mkdir(exist_ok=True)
    day = lambda number: (datetime.datetime(2026, 3, 14) - datetime.timedelta(days=number % 700)).isoformat() + "Z"
    files = {
        "users": ["id,email,first_name,last_name,created_at"]
        + [f"{user},{user}@example.com,{user},Bench,2024-01-01T00:00:00Z" for user in PEOPLE],
        "courses": ["id,name,author,created_at"]
        + [f"bench-c{place},Course {place * 7919 % 2003},bench-much,2024-01-01T00:00:00Z" for place in range(2_000)],
        "tags": ["id,name"] + [f"bench-t{place},Tag {place}" for place in range(300)],
        "questions": ["id,interaction,statement,tags"]
        + [f"bench-q{place},other,Question {place * 7919 % 10007}?,bench-t{place % 300}" for place in range(10_000)],
        "attempts": ["id,user,course,started_at,last_activity_at,time_spent,progress,score,language"],
        "answers": ["id,user,question,answered_at,score"],
    }
    for user, (attempts, answers, tags) in PEOPLE.items():
        for number in range(attempts):
            # A fifth of them on one course.
            course = number % 2_000 if number < attempts * 4 // 5 else 0
            files["attempts"].append(
                f"a{number},{user},bench-c{course},{day(number)},{day(number)},60,50,{number % 101},en")
        asked = [place for place in range(10_000) if place % 300 < tags]
        for number in range(answers):
            files["answers"].append(
                f"b{number},{user},bench-q{asked[number % len(asked)]},{day(number)},{number % 101}")
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    run(options.program, "import", "--store", store, demo_folder(options, options.sizes[0]))
    run(options.program, "import", "--store", store, folder)
    return store
