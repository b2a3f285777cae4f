"""Layout problems of the open page: horizontal scrolling, text outside its box, accessibility."""

from axe_playwright_python.sync_playwright import Axe

from viewers import NARROW, WIDE

# The rules of WCAG 2.2 A and AA; only failures are reported.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# In dark mode only the colours differ.
COLOURS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
WAYS = {"light": ("light", WIDE, RULES), "dark": ("dark", WIDE, COLOURS), "390 px": ("light", NARROW, RULES)}

# Text that overflows its box, unless the box scrolls, clips it on purpose, or hides it visually.
OVERFLOWING = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility() || node.parentElement.closest(".away, .skip, option")) continue;
    let box = node.parentElement, cut = false;
    while (getComputedStyle(box).display === "inline") box = box.parentElement;
    for (let above = box; above; above = above.parentElement) cut ||= getComputedStyle(above).overflowX !== "visible";
    if (cut) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const outer = box.getBoundingClientRect();
    for (const inner of range.getClientRects()) {
      if (inner.right > outer.right + 1.5 || inner.left < outer.left - 1.5) { found.push(node.data.trim().slice(0, 60)); break; }
    }
  }
  return found;
}"""


def overflow(page):
    return [f"text outside its box: {text!r}" for text in page.evaluate(OVERFLOWING)]


def sideways(page):
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"scrolls sideways: {width} px in {window} px"] if width > window else []


def violations(page, rules=RULES):
    """Serious and critical violations of WCAG, found by axe."""
    found = Axe().run(page.page, options=rules).response["violations"]
    return [
        f"axe {rule['impact']}: {rule['id']}, {len(rule['nodes'])} × {rule['nodes'][0]['html'][:120]}"
        for rule in found if rule["impact"] in ("serious", "critical")
    ]


def in_all_ways(page, prepare=None):
    """Light, dark and narrow; in each: horizontal scrolling, overflow, axe. Restores the page."""
    problems = []
    for way, (scheme, size, rules) in WAYS.items():
        # Without motion: during a transition, a colour is neither the old nor the new one.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        if prepare:
            prepare()
        found = sideways(page) + overflow(page) + violations(page, rules)
        problems += [f"{way}: {problem}" for problem in found]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size(WIDE)
    return problems
