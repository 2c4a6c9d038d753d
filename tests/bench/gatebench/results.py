"""What a run found, as it is kept in results.json: every round of every case, and what was told beside them."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Sample:
    """One round.

    phase: full (as much as goes), paced (the same rate for all), or a phase of the case's own
    units: what the case counts (requests, connections, messages, GiB)
    cpu: seconds of CPU of the proxy's process tree
    latency: µs by percentile
    """

    case: str
    peer: str
    phase: str
    round: int
    units: float
    seconds: float
    cpu: float
    errors: int = 0
    latency: dict[str, float] = field(default_factory=dict)

    def rate(self) -> float:
        return self.units / self.seconds

    def cost(self) -> float:
        """µs of CPU a unit."""
        return self.cpu / self.units * 1e6 if self.units else float("nan")


@dataclass
class Fact:
    """A single number of a case and peer, with its unit: memory, allocation, offered rate."""

    case: str
    peer: str
    name: str
    value: float


@dataclass
class Note:
    """Why there is no result, or what is odd about it."""

    case: str
    peer: str
    text: str


@dataclass
class Results:
    """environment: what ran where; cases: name, title and unit of those that ran, in order."""

    environment: dict[str, str] = field(default_factory=dict)
    peers: list[str] = field(default_factory=list)
    cases: dict[str, dict[str, str]] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def of(self, case: str, peer: str, phase: str) -> list[Sample]:
        return [s for s in self.samples if (s.case, s.peer, s.phase) == (case, peer, phase)]

    def fact(self, case: str, peer: str, name: str) -> float | None:
        return next((f.value for f in self.facts if (f.case, f.peer, f.name) == (case, peer, name)), None)

    def without(self, cases: set[str]) -> "Results":
        """The same without some cases."""
        return Results(
            self.environment,
            self.peers,
            {name: case for name, case in self.cases.items() if name not in cases},
            [each for each in self.samples if each.case not in cases],
            [each for each in self.facts if each.case not in cases],
            [each for each in self.notes if each.case not in cases],
        )

    def add_peer(self, name: str, order: list[str]) -> None:
        """Puts a peer among those that ran, in the order of the tables."""
        self.peers = [each for each in order if each == name or each in self.peers]

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")

    @staticmethod
    def read(path: Path) -> "Results":
        data = json.loads(path.read_text())
        return Results(
            data["environment"],
            data["peers"],
            data["cases"],
            [Sample(**each) for each in data["samples"]],
            [Fact(**each) for each in data["facts"]],
            [Note(**each) for each in data["notes"]],
        )
