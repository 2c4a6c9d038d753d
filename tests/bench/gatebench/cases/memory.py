"""Resident memory during and after minutes of HTTP/1.1 load."""

import threading
import time

from ..bench import Bench, Running
from ..job import Job
from ..load.load import Meter, Target
from ..load.wrk import Wrk


class MemoryCase:
    name = "memory"
    title = "resident memory under HTTP/1.1 load"
    unit = "request"

    def run(self, bench: Bench) -> None:
        seconds = bench.options.memory_minutes * 60
        with bench.all_running(self.name, Job(bench.upstream.http)) as running:
            for each in running:
                most = self.loaded(bench, each, seconds)
                bench.fact(self.name, each.name, "rss", each.program.rss_bytes())
                bench.fact(self.name, each.name, "rss most", most)
                bench.say(f"{self.name}: {each.name}: at most {most / 2**20:.0f} MiB in {seconds:.0f} s")

    def loaded(self, bench: Bench, running: Running, seconds: float) -> int:
        """The most resident memory that was seen during the load."""
        output = bench.output(self.name, running, "full", 1)
        target = Target(running.port, False, output)
        load = threading.Thread(target=Wrk(64).run, args=(target, seconds, Meter(running.program.cpu_seconds)))
        load.start()
        seen: list[tuple[int, int]] = []
        started = time.monotonic()
        while load.is_alive():
            seen.append((round(time.monotonic() - started), running.program.rss_bytes()))
            load.join(2)
        with open(output, "a") as out:
            out.writelines(f"{second:5d} s {rss / 2**20:8.1f} MiB\n" for second, rss in seen)
        return max(rss for _, rss in seen)
