"""Charts: drawn, readable by keyboard and by hover, in the colours of the theme; without JavaScript there are tables."""

import html
import json
import re

import looks
from playwright.sync_api import TimeoutError

COLOURED = """(selector) => {
  const canvas = document.querySelector(selector);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) found.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
  const probe = document.createElement("span");
  probe.style.color = "var(--accent)";
  document.body.append(probe);
  const accent = getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).join(",");
  probe.remove();
  return found.has(accent);
}"""


def drawn(page, address):
    page.goto(address)
    page.locator("#tags canvas").first.wait_for()
    page.wait_for_timeout(500)
    assert page.locator("canvas").count() == 3, f"{page.locator('canvas').count()} charts"
    for scheme in ["light", "dark", "light"]:
        page.emulate_media(color_scheme=scheme)
        for chart in ["radar", "bars", "columns"]:
            # A busy machine takes a while to redraw them.
            try:
                page.wait_for_function(COLOURED, arg=f".plot.{chart} canvas", timeout=3_000)
            except TimeoutError as late:
                raise AssertionError(f"{chart} has no accent in {scheme}") from late


def told_by_keyboard(page, address):
    page.goto(address)
    # A cell may end in text for screen readers: the visible text is its first line.
    texts = page.locator("#tags tbody tr").first.locator("th, td").all_inner_texts()
    row = [text.strip().split("\n")[0] for text in texts]
    page.locator("#tags .plot.bars canvas").focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    said = page.locator("#tags .plot.bars [aria-live]").inner_text()
    assert said.startswith(row[0]) and f": {row[4]}" in said, f"said {said!r} of {row}"
    page.keyboard.press("ArrowRight")
    assert page.locator("#tags .plot.bars [aria-live]").inner_text() != said, "the arrow leads nowhere"


def told_by_hover(page, address):
    page.goto(address)
    canvas = page.locator(".plot.columns canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + box["height"] - 40)
    page.wait_for_timeout(400)
    shown = page.evaluate("Chart.getChart(document.querySelector('.plot.columns canvas')).tooltip")
    assert shown["opacity"] > 0 and shown["body"][0]["lines"], "no tooltip"


def with_tags(page, address, count):
    """The page with this many tags."""
    def rewrite(route):
        answer = route.fetch()
        def changed(found):
            data = json.loads(html.unescape(found[1]))
            if data["shape"] == "columns":
                return found[0]
            point = data["points"][0]
            data["points"] = [point | {"label": f"Tag number {place}"} for place in range(count)]
            data["shape"] = "radar" if data.get("maximum") and count > 2 else "bars"
            return f'data-chart="{html.escape(json.dumps(data))}"'
        route.fulfill(response=answer, body=re.sub(r'data-chart="([^"]*)"', changed, answer.text()))
    page.route("**" + address, rewrite)
    problems = page.visit(address)
    page.locator("#tags canvas").last.wait_for()
    problems += looks.in_all_ways(page)
    heights = page.evaluate("[...document.querySelectorAll('#tags canvas')].map((canvas) => canvas.clientHeight)")
    page.unroute("**" + address)
    return problems + [f"a chart is {height} px high" for height in heights if not 60 < height < 1500]


def from_right_to_left(page, address):
    """On a right-to-left page charts begin at the right too; nothing overflows."""
    def turned(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('dir="ltr"', 'dir="rtl"', 1))
    page.route("**" + address, turned)
    problems = page.visit(address)
    page.locator("#tags canvas").last.wait_for()
    page.wait_for_timeout(300)
    problems += looks.in_all_ways(page)
    ends = page.evaluate("""["columns", "bars"].map((shape) => {
      const chart = Chart.getChart(document.querySelector(`.plot.${shape} canvas`));
      const { left, right } = chart.chartArea;
      return [shape, left, chart.width - right];
    })""")
    page.unroute("**" + address)
    return problems + [f"the axis of {shape} is on the left" for shape, left, right in ends if left > right]


def prints(page, address):
    """Printed: each chart within its sheet, dark on white, in every theme."""
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    page.locator("#tags canvas").last.wait_for()
    page.wait_for_timeout(300)
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(300)
    problems = [
        f"a chart of {width} px in {room} px" for width, room in page.evaluate(
            "[...document.querySelectorAll('canvas')].map((canvas) => [canvas.clientWidth, canvas.parentElement.clientWidth])")
        if width > room + 1 or width == 0
    ]
    if page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)":
        problems.append("paper is not white")
    page.emulate_media(media="screen", color_scheme="light")
    return problems


def without_javascript(viewers, address):
    page = viewers.page("owner", java_script_enabled=False)
    page.goto(address)
    assert page.locator("canvas").first.is_hidden() and page.locator("#tags figure").first.is_hidden()
    page.locator(".trend .more > summary").click()
    rows = page.locator(".trend tbody tr").count()
    assert rows == 26, f"{rows} weeks"
    page.close()


def of_a_summary(page, address, shape):
    """The chart of a Summary: sound in all ways, read by the keyboard, and drawn again after a change."""
    problems = page.visit(address)
    page.locator(f"#preview .plot.{shape} canvas").wait_for()
    page.wait_for_timeout(300)
    problems += looks.in_all_ways(page)
    said = page.locator("#preview .plot [aria-live]")
    page.locator("#preview canvas").focus()
    page.keyboard.press("End")
    last = said.inner_text()
    page.keyboard.press("Home")
    if not last or said.inner_text() == last:
        problems.append(f"the keyboard reads {last!r} everywhere")
    page.locator('a[href="#columns"]').click()
    page.locator('input[name=column][value=messages]').check()
    page.locator("#preview th", has_text="Messages").wait_for()
    page.wait_for_function("Chart.getChart(document.querySelector('#preview canvas')) !== undefined")
    return problems


def checks(report, viewers, platform):
    page = viewers.page("owner")
    learner = platform.api("/users", q="learner@example.com")["users"][0]["id"]
    address = f"/users/{learner}"
    report.check("Charts are drawn in the colours of both themes", lambda: drawn(page, address))
    report.check("The keyboard reads a chart", lambda: told_by_keyboard(page, address))
    report.check("Hovering shows the values", lambda: told_by_hover(page, address))
    for count in [1, 2, 60]:
        report.check(f"Charts of {count} tags are sound", lambda: with_tags(page, address, count))
    report.check("Charts are sound from right to left", lambda: from_right_to_left(page, address))
    report.check("Charts print within the sheet, dark on white", lambda: prints(page, address))
    for shape, by in [("lines", "by=group&by=month"), ("bars", "by=group"), ("bars", "by=language&by=manager")]:
        summary = f"/reports/new?type=summary&{by}"
        report.check(f"The chart of a summary {by} is sound", lambda: of_a_summary(page, summary, shape))
    report.check("Without JavaScript the tables stand for the charts", lambda: without_javascript(viewers, address))
    report.check("Nothing was said in the console by charts", lambda: page.noise)
    page.close()
