"""Ten changes a second to one of 10,000 virtual hosts, while requests come at a steady rate."""

import threading
import time

from ..bench import Bench, Running
from ..job import Job, Routes
from ..load.h2load import H2load
from ..load.wrk import Wrk
from ..network import answers

ROUTES = Routes("exact", 10_000)
CHANGES_A_SECOND = 10
RATE = 2_000


class Changer(threading.Thread):
    """Changes the configuration at a fixed rate until told to stop."""

    def __init__(self, running: Running, first: int):
        super().__init__(daemon=True)
        self.running = running
        self.made = 0
        self.first = first
        self.enough = threading.Event()

    def run(self) -> None:
        due = time.monotonic()
        while not self.enough.wait(max(0, due - time.monotonic())):
            self.running.peer.change(self.running.job, self.running.directory, self.first + self.made)
            self.made += 1
            due += 1 / CHANGES_A_SECOND

    def stop(self) -> int:
        """Ends it; gives how many changes were made."""
        self.enough.set()
        self.join()
        return self.made


class ReloadCase:
    name = "reload"
    title = f"{CHANGES_A_SECOND} changes a second among {ROUTES.count:,} virtual hosts, at {RATE:,} requests a second"
    unit = "request"

    def run(self, bench: Bench) -> None:
        host, path = ROUTES.request(ROUTES.count)
        load = H2load(64, 1, http1=True, path=path, host=host, rate=RATE)
        peers = [peer for peer in bench.peers if hasattr(peer, "change")]
        with bench.all_running(self.name, Job(bench.upstream.http, routes=ROUTES, changing=True), peers) as running:
            for each in running:
                self.warm(bench, each, host)
            made = {each.name: 1 for each in running}
            for number in range(1, bench.options.rounds + 1):
                for each in running:
                    bench.keep(bench.round(self.name, each, load, "steady", number))
                    made[each.name] += self.changing(bench, each, load, number, made[each.name])
            for each in running:
                bench.fact(self.name, each.name, "rss", each.program.rss_bytes())

    def warm(self, bench: Bench, running: Running, host: str) -> None:
        wrk = Wrk(64, {"Host": host})
        for number in range(bench.options.warmup if running.peer.java else 1):
            changer = Changer(running, 1)
            changer.start()
            bench.round(self.name, running, wrk, "warmup", number)
            changer.stop()

    def changing(self, bench: Bench, running: Running, load: H2load, number: int, first: int) -> int:
        changer = Changer(running, first)
        changer.start()
        sample = bench.round(self.name, running, load, "changing", number)
        made = changer.stop()
        if not bench.keep(sample):
            return made
        bench.fact(self.name, running.name, f"changes {number}", made)
        # What was changed last must be live: otherwise there was nothing to measure.
        last = first + made - 1
        if not self.is_live(running, last):
            bench.note(self.name, running.name, f"change {last} was not live after 10 s")
        return made

    @staticmethod
    def is_live(running: Running, generation: int) -> bool:
        number = generation % ROUTES.count + 1
        host, _ = ROUTES.request(number)
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            if answers(running.port, False, host, header="x-generation") == str(generation):
                return True
            time.sleep(0.05)
        return False
