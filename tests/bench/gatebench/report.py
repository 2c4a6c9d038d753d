"""Tables in Markdown, from results.json."""

from . import goals
from .results import Results, Sample
from .statistic import Spread, changes, latency, ratios

MIB = 1 << 20
DASH = "–"


def markdown(results: Results, reference: str = "Envoy", second: str = "nginx") -> str:
    parts = [environment(results), "\n".join(["### Goals", "", *goals.table(results)]), summary(results, reference)]
    for name, case in results.cases.items():
        table = TABLES.get(name, load_table)(results, name, case, reference, second)
        notes = [f"- {note.peer}: {note.text}" for note in results.notes if note.case == name]
        parts.append("\n".join([f"### {case['title']} (`{name}`)", "", *table, *(["", *notes] if notes else [])]))
    return "\n\n".join(parts) + "\n"


def environment(results: Results) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in results.environment.items())


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def head(cells: list[str]) -> list[str]:
    return [row(cells), "|" + "---|" * len(cells)]


def summary(results: Results, reference: str) -> str:
    """CPU a unit of every load case, as a ratio to the reference."""
    lines = [f"### CPU as a ratio to {reference}: median (least–most) of the rounds", ""]
    lines += head(["case", *(peer for peer in results.peers if peer != reference)])
    for name, case in results.cases.items():
        of_reference = results.of(name, reference, "full")
        if not of_reference:
            continue
        cells = [ratio(results.of(name, peer, "full"), of_reference) for peer in results.peers if peer != reference]
        lines.append(row([case["title"], *cells]))
    return "\n".join(lines)


def ratio(samples: list[Sample], reference: list[Sample]) -> str:
    spread = Spread.of(ratios(samples, reference))
    return f"{spread.median:.2f} ({spread.least:.2f}–{spread.most:.2f})" if spread else DASH


def number(value: float | None) -> str:
    if value is None:
        return DASH
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def middle(spread: Spread | None) -> str:
    if not spread:
        return DASH
    return f"{number(spread.median)} ({number(spread.least)}–{number(spread.most)})"


def times(samples: list[Sample]) -> str:
    return " / ".join(number(latency(samples, each)) for each in ("50", "99", "99.9")) if samples else DASH


def load_table(results: Results, name: str, case: dict, reference: str, second: str) -> list[str]:
    unit, cost = case["unit"], "µs"
    scale = 1.0
    if unit == "GiB":
        cost, scale = "ms", 1e-3
    offered = results.fact(name, "", "offered")
    columns = ["", f"{unit}s/s" if unit != "GiB" else "GiB/s", f"CPU {cost} a {unit}", f"× {reference}", f"× {second}"]
    columns += ["p50 / p99 / p99.9 ms at full load"]
    if offered:
        columns += [f"p50 / p99 / p99.9 ms at {offered:,.0f} a second", "CPU µs there"]
    columns += ["RSS MiB", f"heap allocated a {unit}, bytes"]
    if any(fact.case == name and fact.name == "heap" for fact in results.facts):
        columns.append("live heap MiB")
    lines = head(columns)
    for peer in results.peers:
        full = results.of(name, peer, "full")
        if not full:
            continue
        cells = [peer, middle(Spread.of([s.rate() for s in full])), middle(Spread.of([s.cost() * scale for s in full]))]
        cells += [ratio(full, results.of(name, each, "full")) if each != peer else "1" for each in (reference, second)]
        cells.append(times(full))
        if offered:
            paced = results.of(name, peer, "paced")
            cells += [times(paced), middle(Spread.of([s.cost() for s in paced]))]
        rss = results.fact(name, peer, "rss")
        cells += [number(rss / MIB if rss else None), number(results.fact(name, peer, "allocation"))]
        if columns[-1] == "live heap MiB":
            heap = results.fact(name, peer, "heap")
            cells.append(number(heap / MIB if heap else None))
        lines.append(row(cells))
    return lines


def start_table(results: Results, name: str, case: dict, reference: str, second: str) -> list[str]:
    lines = head(["", "ms to the first answer", "CPU ms until then", "RSS MiB then"])
    for peer in dict.fromkeys(sample.peer for sample in results.samples if sample.case == name):
        samples = results.of(name, peer, "start")
        rss = results.fact(name, peer, "rss")
        seconds = Spread.of([sample.seconds * 1000 for sample in samples])
        cpu = Spread.of([sample.cpu * 1000 for sample in samples])
        lines.append(row([peer, middle(seconds), middle(cpu), number(rss / MIB if rss else None)]))
    return lines


def memory_table(results: Results, name: str, case: dict, reference: str, second: str) -> list[str]:
    lines = head(["", "RSS MiB at the end", "at most"])
    for peer in results.peers:
        rss, most = (results.fact(name, peer, fact) for fact in ("rss", "rss most"))
        if rss and most:
            lines.append(row([peer, number(rss / MIB), number(most / MIB)]))
    return lines


def reload_table(results: Results, name: str, case: dict, reference: str, second: str) -> list[str]:
    columns = ["", "CPU ms a change", "p50 / p99 / p99.9 ms steady", "the same while changing", "p99 × steady", "RSS MiB"]
    lines = head(columns)
    for peer in results.peers:
        steady, changing = (results.of(name, peer, phase) for phase in ("steady", "changing"))
        if not changing:
            continue
        costs, tails = changes(results, peer)
        rss = results.fact(name, peer, "rss")
        cells = [peer, middle(Spread.of(costs)), times(steady), times(changing), middle(Spread.of(tails))]
        lines.append(row([*cells, number(rss / MIB if rss else None)]))
    return lines


TABLES = {"start": start_table, "memory": memory_table, "reload": reload_table}
