"""What Gatehouse wants to reach, beside what this run found; every goal is a ratio or a number of one run."""

from collections.abc import Callable
from dataclasses import dataclass

from .results import Results
from .statistic import Spread, changes, latency, ratios

OURS, REFERENCE = "Gatehouse", "Envoy"
MIB = 1 << 20


@dataclass(frozen=True)
class Goal:
    """found gives None when the run has no answer."""

    text: str
    limit: float
    unit: str
    found: Callable[[Results], float | None]


def cpu(case: str) -> Callable[[Results], float | None]:
    """CPU a unit against the reference."""

    def found(results: Results) -> float | None:
        spread = Spread.of(ratios(results.of(case, OURS, "full"), results.of(case, REFERENCE, "full")))
        return spread.median if spread else None

    return found


def tail(results: Results) -> float | None:
    """p99 at one rate against the reference."""
    ours, other = (latency(results.of("http1", peer, "paced"), "99") for peer in (OURS, REFERENCE))
    return ours / other if ours and other else None


def many_routes(shape: str) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        many, few = (results.of(f"routes-{shape}-{count}", OURS, "full") for count in (100_000, 10))
        spread = Spread.of([sample.cost() for sample in many])
        base = Spread.of([sample.cost() for sample in few])
        return spread.median / base.median if spread and base else None

    return found


def heap_a_route(results: Results) -> float | None:
    many, few = (results.fact(f"routes-exact-{count}", OURS, "heap") for count in (100_000, 10))
    return (many - few) / 99_990 if many and few else None


def fact(case: str, name: str, scale: float = 1) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        value = results.fact(case, OURS, name)
        return value / scale if value else None

    return found


def change(results: Results, which: int) -> float | None:
    spread = Spread.of(changes(results, OURS)[which])
    return spread.median if spread else None


def start(peer: str) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        spread = Spread.of([sample.seconds for sample in results.of("start", peer, "start")])
        return spread.median if spread else None

    return found


GOALS = [
    Goal("HTTP/1.1, CPU a request", 0.5, "× Envoy", cpu("http1")),
    Goal("HTTP/1.1, p99 at one rate", 1.0, "× Envoy", tail),
    Goal("HTTPS with HTTP/1.1, CPU a request", 0.6, "× Envoy", cpu("https1")),
    Goal("HTTPS with HTTP/2, CPU a request", 0.7, "× Envoy", cpu("h2")),
    Goal("answers of 1 MiB, CPU a GiB", 1.0, "× Envoy", cpu("download-1m")),
    Goal("answers of 100 MiB, CPU a GiB", 1.0, "× Envoy", cpu("download-100m")),
    Goal("uploads of 1 MiB, CPU a GiB", 1.0, "× Envoy", cpu("upload-1m")),
    Goal("uploads of 100 MiB, CPU a GiB", 1.0, "× Envoy", cpu("upload-100m")),
    Goal("full handshake, RSA", 1.5, "× Envoy", cpu("handshake-rsa")),
    Goal("full handshake, EC", 1.5, "× Envoy", cpu("handshake-ec")),
    Goal("resumed session, RSA", 1.5, "× Envoy", cpu("resume-rsa")),
    *(
        Goal(f"100,000 routes ({shape}), CPU a request", 1.1, "× that at 10", many_routes(shape))
        for shape in ("exact", "wildcard", "prefix", "regex")
    ),
    Goal("a change among 10,000 virtual hosts, CPU", 50, "ms", lambda results: change(results, 0)),
    Goal("p99 during ten changes a second", 2.0, "× steady", lambda results: change(results, 1)),
    Goal("heap a route, of 100,000", 1024, "bytes", heap_a_route),
    Goal("memory after 10 minutes of HTTP/1.1", 150, "MiB", fact("memory", "rss", MIB)),
    Goal("start to first answer with the CDS archive", 0.5, "s", start(OURS + " with CDS archive")),
    Goal("start to first answer without it", 1.0, "s", start(OURS)),
    Goal("heap allocated a request, HTTP/1.1", 2048, "bytes", fact("http1", "allocation")),
]


def table(results: Results) -> list[str]:
    """Lines of Markdown; goals without a result are left out."""
    lines = ["| goal | at most | found | |", "|---|---|---|---|"]
    for goal in GOALS:
        found = goal.found(results)
        if found is not None:
            shown = f"{found:,.0f}" if goal.limit >= 10 else f"{found:.2f}"
            said = "met" if found <= goal.limit else "missed"
            lines.append(f"| {goal.text} | {goal.limit:,g} {goal.unit} | {shown} | {said} |")
    return lines
