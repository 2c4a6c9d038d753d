"""The result of one round of load, whichever tool drove it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Target:
    """Where a load goes, and where the tool's own words are kept."""

    port: int
    tls: bool
    output: Path

    def url(self, path: str = "/") -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}{path}"


class Meter:
    """Takes the CPU of the proxy while requests are counted; a load may begin to count later than it begins."""

    def __init__(self, cpu_seconds: Callable[[], float]):
        self.cpu_seconds = cpu_seconds
        self.start()

    def start(self) -> None:
        self.before = self.cpu_seconds()
        self.spent: float | None = None

    def stop(self) -> None:
        self.spent = self.cpu_seconds() - self.before

    def result(self) -> float:
        """Seconds from start to stop, or until now."""
        if self.spent is None:
            self.stop()
        assert self.spent is not None
        return self.spent


@dataclass(frozen=True)
class Result:
    """units: requests, connections, messages or GiB that were completed; latency in µs by percentile ("50", "99" …)."""

    units: float
    seconds: float
    errors: int = 0
    latency: dict[str, float] = field(default_factory=dict)


PERCENTILES = (50.0, 99.0, 99.9)


def percentiles(values: list[float]) -> dict[str, float]:
    """Those of PERCENTILES, by the nearest rank."""
    ordered = sorted(values)
    if not ordered:
        return {}
    return {f"{p:g}": ordered[min(len(ordered) - 1, int(len(ordered) * p / 100))] for p in PERCENTILES}
