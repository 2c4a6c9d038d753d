"""From the start of the process to its first answer."""

import time

from ..bench import Bench
from ..job import Job
from ..network import await_ready
from ..peers import Gatehouse
from ..results import Sample


class StartCase:
    name = "start"
    title = "start to first answer"
    unit = "start"

    def run(self, bench: Bench) -> None:
        job = Job(bench.upstream.http)
        peers = list(bench.peers)
        for peer in bench.peers:
            if isinstance(peer, Gatehouse):
                peers.append(peer.with_archive(bench.work))
        # The first start reads the program from disk; it doesn't count.
        for number in range(bench.options.rounds + 1):
            for peer in peers:
                sample = self.once(bench, peer, job, number)
                if number:
                    bench.keep(sample)

    def once(self, bench: Bench, peer, job: Job, number: int) -> Sample:
        start = time.perf_counter()
        running = bench.launch(self.name, peer, job, f"-{number}")
        try:
            await_ready(running.program, lambda: bench.serves(running), 60)
            seconds = time.perf_counter() - start
            cpu = running.program.cpu_seconds()
            if number == bench.options.rounds:
                bench.fact(self.name, peer.name, "rss", running.program.rss_bytes())
        finally:
            running.program.stop()
        return Sample(self.name, peer.name, "start", number, 1, seconds, cpu)
