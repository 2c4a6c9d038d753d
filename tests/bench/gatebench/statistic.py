"""Median and spread of what was measured in rounds, and of ratios within each round."""

import statistics
from dataclasses import dataclass

from .results import Results, Sample


@dataclass(frozen=True)
class Spread:
    """Of some rounds: the middle, the least and the most."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(values: list[float]) -> "Spread | None":
        return Spread(statistics.median(values), min(values), max(values)) if values else None


def ratios(samples: list[Sample], reference: list[Sample]) -> list[float]:
    """CPU a unit against that of the reference in the same round."""
    other = {sample.round: sample.cost() for sample in reference}
    return [sample.cost() / other[sample.round] for sample in samples if other.get(sample.round)]


def latency(samples: list[Sample], percentile: str) -> float | None:
    """The median over the rounds, in ms."""
    values = [sample.latency[percentile] / 1000 for sample in samples if percentile in sample.latency]
    return statistics.median(values) if values else None


def changes(results: Results, peer: str) -> tuple[list[float], list[float]]:
    """Of the rounds with changing configuration: ms of CPU a change beyond the steady round, and p99 against it."""
    costs, tails = [], []
    steady = {sample.round: sample for sample in results.of("reload", peer, "steady")}
    for sample in results.of("reload", peer, "changing"):
        before = steady[sample.round]
        made = results.fact("reload", peer, f"changes {sample.round}") or 1
        more = sample.cpu / sample.seconds - before.cpu / before.seconds
        costs.append(more * sample.seconds / made * 1000)
        tails.append(sample.latency["99"] / before.latency["99"])
    return costs, tails
