"""One run: the peers that are there, the upstream, and where output goes."""

import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .job import Certificate, Job
from .load.load import Meter, Target
from .network import answers, await_ready, connects, free_ports
from .peers.peer import Peer
from .process import Program
from .results import Fact, Note, Results, Sample
from .upstream import Upstream


@dataclass(frozen=True)
class Options:
    """seconds: length of a round; rounds: those that count, of each peer; warmup: rounds before that of a JVM."""

    seconds: float
    rounds: int
    warmup: int
    memory_minutes: float
    reference: str


@dataclass
class Running:
    """A peer that serves a job."""

    peer: Peer
    program: Program
    job: Job
    port: int
    directory: Path

    @property
    def name(self) -> str:
        return self.peer.name

    @property
    def tls(self) -> bool:
        return self.job.certificate is not None or self.job.mode == "passthrough"


@dataclass
class Bench:
    options: Options
    peers: list[Peer]
    upstream: Upstream
    certificates: dict[str, Certificate]
    work: Path
    out: Path
    results: Results
    started: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        print(f"{time.monotonic() - self.started:7.1f}s  {text}", flush=True)

    def note(self, case: str, peer: str, text: str) -> None:
        self.results.notes.append(Note(case, peer, text))
        self.say(f"{case}: {peer}: {text}")

    def fact(self, case: str, peer: str, name: str, value: float) -> None:
        self.results.facts.append(Fact(case, peer, name, value))

    def start(self, case: str, peer: Peer, job: Job, label: str = "") -> Running:
        """Starts a peer for a job; returns at its first answer."""
        running = self.launch(case, peer, job, label)
        try:
            await_ready(running.program, lambda: self.serves(running), 180)
        except BaseException:
            running.program.stop()
            raise
        return running

    def launch(self, case: str, peer: Peer, job: Job, label: str = "") -> Running:
        """Starts a peer for a job; does not wait."""
        directory = self.work / case / (peer.name.replace(" ", "") + label)
        directory.mkdir(parents=True)
        port = free_ports(1)[0]
        launch = peer.launch(job, port, directory)
        program = Program(peer.name, launch.command, directory / "log", launch.env)
        return Running(peer, program, job, port, directory)

    @staticmethod
    def serves(running: Running) -> bool:
        job = running.job
        if job.mode in ("tcp", "passthrough"):
            return answers(running.port, running.tls) == 200
        if job.routes:
            host, path = job.routes.request(job.routes.count)
            return answers(running.port, running.tls, host, path, 60) == 200
        if job.mode == "grpc":
            return connects(running.port) and answers(running.port, running.tls) is not None
        return answers(running.port, running.tls) == 200

    @contextmanager
    def all_running(self, case: str, job: Job, peers: list[Peer] | None = None):
        """All peers that can do a job, each started anew for it; the others are noted."""
        running: list[Running] = []
        try:
            for peer in peers or self.peers:
                reason = peer.refuses(job)
                if reason:
                    self.note(case, peer.name, f"skipped: {reason}")
                    continue
                try:
                    running.append(self.start(case, peer, job))
                except (RuntimeError, OSError) as e:
                    self.note(case, peer.name, f"not started: {e}")
            yield running
        finally:
            for each in running:
                each.program.stop()

    def output(self, case: str, running: Running, phase: str, number: int) -> Path:
        directory = self.out / "raw" / case
        directory.mkdir(parents=True, exist_ok=True)
        return directory / f"{running.name.replace(' ', '')}-{phase}-{number}.txt"

    def round(self, case: str, running: Running, load, phase: str, number: int) -> Sample | None:
        """One round of load, with the CPU that the proxy spent on it. None, and a note, when it came to nothing."""
        target = Target(running.port, running.tls, self.output(case, running, phase, number))
        meter = Meter(running.program.cpu_seconds)
        try:
            result = load.run(target, self.options.seconds, meter)
        except (RuntimeError, OSError, ValueError, StopIteration, subprocess.SubprocessError) as e:
            return self.nothing(case, running, phase, number, str(e)[-300:])
        cpu = meter.result()
        if not result.units:
            return self.nothing(case, running, phase, number, f"not one answer, {result.errors} errors")
        sample = Sample(case, running.name, phase, number, result.units, result.seconds, cpu, result.errors, result.latency)
        with open(target.output, "a") as out:
            out.write(f"CPU of {running.name} in this round: {cpu:.2f} s, {sample.cost():.1f} µs a unit\n")
        return sample

    def nothing(self, case: str, running: Running, phase: str, number: int, why: str) -> None:
        """Notes that a round came to nothing; while a JVM is cold, that is no result."""
        if phase == "warmup":
            self.say(f"{case}: {running.name}: {phase} {number}: {why}")
        else:
            self.note(case, running.name, f"{phase} {number}: {why}")

    def keep(self, sample: Sample | None) -> bool:
        """Whether there was a sample to keep."""
        if not sample:
            return False
        self.results.samples.append(sample)
        self.say(
            f"{sample.case}: {sample.peer} {sample.phase} {sample.round}: {sample.rate():,.1f}/s,"
            f" {sample.cost():,.1f} µs CPU, p99 {sample.latency.get('99', 0) / 1000:.2f} ms"
            + (f", {sample.errors} errors" if sample.errors else "")
        )
        if sample.errors:
            self.results.notes.append(Note(sample.case, sample.peer, f"{sample.errors} errors, {sample.phase} {sample.round}"))
        return True
