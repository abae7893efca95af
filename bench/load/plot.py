# SPDX-License-Identifier: Apache-2.0
"""docs/performance.svg: CPU per request by subject, by width and by size. All axes are logarithmic."""
from math import ceil, floor, log10
from xml.sax.saxutils import escape

COLOURS = {"gateway": "#1a7f5a", "node": "#b35c00", "go": "#2f6fb0", "nginx": "#777777"}
WIDTH, HEIGHT = 300, 220


class Panel:
    """One diagram of 300 × 220 with its title; `left` is its place."""

    def __init__(self, left, title, values):
        self.left, self.low = left, floor(log10(min(values)))
        self.high = max(ceil(log10(max(values))), self.low + 1)
        self.parts = [self.text(left, 30, title, "start", "bold")]
        for power in range(self.low, self.high + 1):
            y = self.y(10 ** power)
            self.parts.append(f'<path d="M{left} {y:.1f}h{WIDTH}" stroke="#ddd"/>')
            self.parts.append(self.text(left - 6, y + 4, f"{10 ** power:g}", "end"))

    def y(self, value):
        return 50 + HEIGHT * (1 - (log10(value) - self.low) / (self.high - self.low))

    def text(self, x, y, words, anchor="middle", weight="normal"):
        return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">'
                f"{escape(words)}</text>")

    def bar(self, x, width, value, colour):
        y, bottom = self.y(value), 50 + HEIGHT
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{bottom - y:.1f}" fill="{colour}"/>')
        self.parts.append(self.text(x + width / 2, y - 4, f"{value:.0f}"))


def bars(left, results):
    homes = results["home"]
    panel = Panel(left, "CPU µs a request, home screens",
                  [row["cpu_us"] for home in homes.values() for row in home["closed"]])
    for i, (client, home) in enumerate(homes.items()):
        start = left + 10 + i * WIDTH / 2
        step = (WIDTH / 2 - 20) / len(home["closed"])
        for j, row in enumerate(home["closed"]):
            panel.bar(start + j * step, step - 6, row["cpu_us"], COLOURS[row["subject"]])
        panel.parts.append(panel.text(start + WIDTH / 4 - 10, 288, f"bff-{client}"))
    for i, name in enumerate(row["subject"] for row in homes["web"]["closed"]):
        panel.parts.append(f'<rect x="{left + i * 75}" y="302" width="10" height="10" fill="{COLOURS[name]}"/>')
        panel.parts.append(panel.text(left + i * 75 + 14, 311, name, "start"))
    return panel.parts


def line(left, title, points, label):
    panel = Panel(left, title, [cpu for _, cpu in points])
    first, last = log10(points[0][0]), log10(points[-1][0])
    at = [(left + 15 + (WIDTH - 30) * (log10(x) - first) / (last - first), panel.y(cpu)) for x, cpu in points]
    panel.parts.append(f'<polyline fill="none" stroke="{COLOURS["gateway"]}" stroke-width="2" points="'
                       + " ".join(f"{x:.1f},{y:.1f}" for x, y in at) + '"/>')
    for (x, y), (value, cpu) in zip(at, points):
        panel.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS["gateway"]}"/>')
        panel.parts.append(panel.text(x, y - 9, f"{cpu:.0f}"))
        panel.parts.append(panel.text(x, 288, f"{value:g}"))
    panel.parts.append(panel.text(left + WIDTH / 2, 311, label))
    return panel.parts


def draw(results):
    wide = [(row["x"], row["cpu_us"]) for row in results["growth"] if row["kind"] == "width"]
    sizes = [(row["bytes"], row["cpu_us"]) for row in results["growth"] if row["kind"] == "size"]
    parts = bars(50, results) + line(420, "CPU µs a request, by calls", wide, "calls in parallel")
    parts += line(790, "CPU µs a request, by size", sizes, "bytes of the answer")
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1110 330" font-family="sans-serif" '
            'font-size="11">\n<rect width="1110" height="330" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n")
