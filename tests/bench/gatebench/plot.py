"""The plot: CPU a unit as a ratio to the reference, a group of bars a case, with the spread of the rounds."""

from html import escape

from .results import Results
from .statistic import Spread, ratios

COLOURS = {
    "nginx": "#7a9e7e",
    "HAProxy": "#a8c5aa",
    "Gatehouse": "#1f5fbf",
    "Caddy": "#c9a227",
    "AsyncProxyServlet": "#b07aa1",
    "Spring Cloud Gateway": "#c65f4a",
}
LEFT, WIDTH, BAR, GAP, TOP = 400, 560, 11, 10, 64
#: Longer bars are cut here and say their value.
LONGEST = 3.0


def svg(results: Results, reference: str = "Envoy") -> str:
    peers = [peer for peer in results.peers if peer != reference]
    y, parts = TOP, []
    for name, case in results.cases.items():
        of_reference = results.of(name, reference, "full")
        spreads = [(peer, Spread.of(ratios(results.of(name, peer, "full"), of_reference))) for peer in peers]
        bars = [(peer, spread) for peer, spread in spreads if spread]
        if not bars:
            continue
        middle = y + len(bars) * BAR / 2 + 4
        parts.append(f'<text x="{LEFT - 8}" y="{middle:.0f}" text-anchor="end">{escape(case["title"])}</text>')
        for peer, spread in bars:
            parts.append(bar(y, COLOURS.get(peer, "#888"), spread))
            y += BAR
        y += GAP
    return frame(y, peers, reference, parts)


def across(value: float) -> float:
    return LEFT + min(value, LONGEST) / LONGEST * WIDTH


def bar(y: float, colour: str, spread: Spread) -> str:
    end = across(spread.median)
    text = f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR - 2}" fill="{colour}"/>'
    centre = y + (BAR - 2) / 2
    text += (
        f'<line x1="{across(spread.least):.1f}" x2="{across(spread.most):.1f}" y1="{centre}" y2="{centre}" stroke="#222"/>'
    )
    return text + f'<text class="value" x="{across(spread.most) + 4:.1f}" y="{y + BAR - 3}">{spread.median:.2f}</text>'


def frame(bottom: float, peers: list[str], reference: str, parts: list[str]) -> str:
    lines = []
    for tenth in range(0, int(LONGEST * 10) + 1, 5):
        x = across(tenth / 10)
        colour = "#444" if tenth == 10 else "#ddd"
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{bottom}" stroke="{colour}"/>')
        lines.append(f'<text class="value" x="{x:.1f}" y="{TOP - 12}" text-anchor="middle">{tenth / 10:g}</text>')
    legend, x = [], LEFT
    for peer in peers:
        legend.append(f'<rect x="{x}" y="28" width="10" height="10" fill="{COLOURS.get(peer, "#888")}"/>')
        legend.append(f'<text x="{x + 14}" y="37">{escape(peer)}</text>')
        x += 34 + 7 * len(peer)
    width, height = max(LEFT + WIDTH + 60, x), bottom + 10
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            ' font-family="sans-serif" font-size="12">',
            "<style>.value{font-size:9px;fill:#333}</style>",
            f'<rect width="{width}" height="{height}" fill="white"/>',
            f'<text x="{LEFT}" y="18" font-weight="bold">CPU of the proxy, {escape(reference)} = 1; less is better</text>',
            *legend,
            *lines,
            *parts,
            "</svg>",
            "",
        ]
    )
