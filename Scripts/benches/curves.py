"""Growth curves as a picture (SVG), both axes logarithmic: a line of slope one grows in proportion to the platform."""

import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 840, 420, 60, 290, 20, 48
COLOURS = ["#2f6fde", "#c2410c", "#0f766e", "#9333ea", "#a16207", "#be185d"]
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #334155 } line { stroke: #94a3b8; stroke-opacity: .35 }
polyline { fill: none; stroke-width: 2 } rect { fill: #ffffff }
@media (prefers-color-scheme: dark) { text { fill: #cbd5e1 } rect { fill: #0f172a } }
"""


def draw(path, sizes, figures):
    """Each list of figures relative to its first, over the sizes."""
    if len(sizes) < 2:
        return
    relative = {name: [number / numbers[0] for number in numbers] for name, numbers in figures.items()}
    top = max(sizes[-1] / sizes[0], *(number for numbers in relative.values() for number in numbers))
    least = min(1.0, *(number for numbers in relative.values() for number in numbers))
    x = lambda size: scaled(size, sizes[0], sizes[-1], LEFT, WIDTH - RIGHT)
    y = lambda number: scaled(number, least, top, HEIGHT - BOTTOM, TOP)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
             "<title>Time relative to the smallest platform, by number of users</title>", f"<style>{STYLE}</style>",
             f'<rect width="{WIDTH}" height="{HEIGHT}"/>']
    for power in range(math.ceil(math.log10(least)), math.floor(math.log10(top)) + 1):
        at = y(10**power)
        parts += [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>',
                  text(LEFT - 8, at + 4, f"{10**power:,} ×", "end")]
    for size in sizes:
        parts += [f'<line x1="{x(size):.1f}" x2="{x(size):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>',
                  text(x(size), HEIGHT - BOTTOM + 20, f"{size:,}", "middle")]
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "users", "middle"))
    places = apart([(y(numbers[-1]), name) for name, numbers in relative.items()])
    for colour, (name, numbers) in zip(COLOURS, relative.items()):
        points = " ".join(f"{x(size):.1f},{y(number):.1f}" for size, number in zip(sizes, numbers))
        parts += [f'<polyline points="{points}" stroke="{colour}"/>',
                  f'<circle cx="{WIDTH - RIGHT + 12}" cy="{places[name]:.1f}" r="5" fill="{colour}"/>',
                  text(WIDTH - RIGHT + 24, places[name] + 4, f"{name}: {numbers[-1]:,.1f} ×", "start")]
    path.write_text("\n".join([*parts, "</svg>"]) + "\n")


def scaled(number, least, most, first, last):
    return first + (last - first) * math.log(number / least) / math.log(most / least)


def apart(wanted, gap=18):
    """The positions of the names: at the ends of their lines, but never overlapping, nor below the axis."""
    places, free = {}, HEIGHT - BOTTOM - gap / 2
    for at, name in sorted(wanted, reverse=True):
        places[name] = min(at, free)
        free = places[name] - gap
    return places


def text(x, y, words, anchor):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words.replace("&", "&amp;")}</text>'
