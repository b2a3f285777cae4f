"""Compares pages that differ in one text: a real HTML parser must find the same except for that text.

As a script, it reads {"marker", "hostile", "pairs": [{"name", "plain", "hostile"}]} and prints the differences, a JSON list.
"""

import functools
import html.parser
import json
import re
import sys
import urllib.parse


class Outline(html.parser.HTMLParser):
    """Elements, attributes and texts of a page, in order."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_starttag(self, tag, attrs):
        self.parts.append(["<" + tag, *(part for name, value in attrs for part in attribute(name, value))])

    def handle_endtag(self, tag):
        self.parts.append(["</" + tag])

    def handle_data(self, data):
        if self.parts and self.parts[-1][0] == "text":
            self.parts[-1][1] += data
        else:
            self.parts.append(["text", data])

    def handle_comment(self, data):
        self.parts.append(["comment", data])

    def handle_decl(self, decl):
        self.parts.append(["declaration", decl])

    def unknown_decl(self, data):
        self.parts.append(["declaration", data])

    def handle_pi(self, data):
        self.parts.append(["instruction", data])


def attribute(name, value):
    """An attribute; if it contains JSON, its values separately, because JSON escapes texts in a different way."""
    try:
        held = json.loads(value) if name == "data-chart" else None
    except ValueError:
        held = None
    return [f"{name} {place}={leaf}" for place, leaf in leaves(held, "")] if held else [f"{name}={value}"]


def leaves(value, place):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        return [(place, value)]
    return [leaf for name, item in items for leaf in leaves(item, f"{place}/{name}")]


def outline(text):
    parser = Outline()
    # Pages of different servers are compared: each has its own port.
    parser.feed(re.sub(r"http://127\.0\.0\.1:\d+", "http://server", text))
    parser.close()
    return parser.parts


@functools.cache
def forms_of(text):
    """Unchanged, percent-encoded in an address, and encoded again in another address."""
    encoded = urllib.parse.quote(text, safe="-._~")
    return [text, encoded, urllib.parse.quote(encoded, safe="-._~")]


def is_filled(plain, found, marker, hostile):
    """Whether `found` equals `plain` with the hostile text, unchanged or percent-encoded, in each place of the marker."""
    if marker not in plain:
        return plain == found
    pieces = plain.split(marker)
    forms = forms_of(hostile)
    starts = {len(pieces[0])} if found.startswith(pieces[0]) else set()
    for piece in pieces[1:]:
        starts = {
            start + len(form) + len(piece)
            for start in starts for form in forms if found.startswith(form + piece, start)}
    return len(found) in starts


def first_difference(plain, found, marker, hostile):
    """Describes the first difference between two outlines; None if there is none."""
    for number in range(max(len(plain), len(found))):
        if number >= len(plain) or number >= len(found):
            return f"{len(found)} parts instead of {len(plain)}"
        one, other = plain[number], found[number]
        # A long text is truncated, and is then a prefix of the whole.
        if one[0] == other[0] == "text" and one[1].replace(marker, hostile).startswith(other[1]) and len(other[1]) > 80:
            continue
        if len(one) != len(other) or not all(is_filled(a, b, marker, hostile) for a, b in zip(one, other)):
            return f"{str(other)[:300]} instead of {str(one)[:300]}"
    return None


def main():
    job = json.load(sys.stdin)
    found = []
    for pair in job["pairs"]:
        words = first_difference(outline(pair["plain"]), outline(pair["hostile"]), job["marker"], job["hostile"])
        if words:
            found.append(f"{pair['name']}: {words}")
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
