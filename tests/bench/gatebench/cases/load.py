"""A case that drives each peer in turn with the same load."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from ..allocation import Allocation
from ..bench import Bench, Running
from ..job import Job


@dataclass(frozen=True)
class LoadCase:
    """job and load are made when the case runs: they depend on the upstream's ports and the run's files.

    paced: also at one rate for all peers, half of what the reference peer does at most: only then can latencies be
    compared. That load is made by load's connections and h2load.
    warmups: how many times the usual number of a JVM's rounds before those that count, where a round has few requests
    """

    name: str
    title: str
    unit: str
    job: Callable[[Bench], Job]
    load: Callable[[Bench], object]
    paced: Callable[[Bench, float], object] | None = None
    warmups: int = 1

    def run(self, bench: Bench) -> None:
        load = self.load(bench)
        with bench.all_running(self.name, self.job(bench)) as running:
            running = [each for each in running if self.warmed(bench, each, load)]
            running = self.in_turn(bench, running, load, "full")
            if self.paced and running:
                self.at_one_rate(bench, running)
            for each in running:
                bench.fact(self.name, each.name, "rss", each.program.rss_bytes())
            for each in running:
                if each.peer.java:
                    self.allocation(bench, each, load)

    def in_turn(self, bench: Bench, running: list[Running], load: object, phase: str) -> list[Running]:
        """The rounds that count. Gives the peers that came through all of them."""
        for number in range(1, bench.options.rounds + 1):
            running = [each for each in running if bench.keep(bench.round(self.name, each, load, phase, number))]
        return running

    def warmed(self, bench: Bench, running: Running, load: object) -> bool:
        """Rounds that don't count. Says whether the peer does the job at all."""
        last = None
        for number in range(self.warmups * bench.options.warmup if running.peer.java else 1):
            last = bench.round(self.name, running, load, "warmup", number)
        if not last:
            bench.note(self.name, running.name, "failed: no answers in the last round before those that count")
        elif last.errors > last.units / 100:
            bench.note(self.name, running.name, f"failed: {last.errors} errors to {last.units:.0f} {self.unit}s")
        else:
            return True
        return False

    def at_one_rate(self, bench: Bench, running: list[Running]) -> None:
        names = [each.name for each in running]
        reference = bench.options.reference if bench.options.reference in names else names[0]
        most = [sample.rate() for sample in bench.results.of(self.name, reference, "full")]
        rate = round(statistics.median(most) / 2, -2)
        bench.fact(self.name, "", "offered", rate)
        assert self.paced
        self.in_turn(bench, running, self.paced(bench, rate), "paced")

    def allocation(self, bench: Bench, running: Running, load: object) -> None:
        """One more round, since the reader is a JVM of its own and costs CPU."""
        try:
            with Allocation(running.program.pid) as reader:
                before = reader.read()
                sample = bench.round(self.name, running, load, "allocation", 1)
                if not sample:
                    return
                bytes_a_unit = (reader.read() - before) / sample.units
        except (RuntimeError, OSError) as e:
            bench.note(self.name, running.name, f"no allocation: {e}")
            return
        bench.fact(self.name, running.name, "allocation", bytes_a_unit)
        bench.say(f"{self.name}: {running.name} allocates {bytes_a_unit:,.0f} bytes a {self.unit}")
