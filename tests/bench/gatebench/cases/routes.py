"""Many routes of one shape; requests go to a thousand of them, spread evenly."""

from ..allocation import live_heap
from ..bench import Bench
from ..job import Job, Routes
from ..load.wrk import Wrk
from .load import LoadCase

SHAPES = ("exact", "wildcard", "prefix", "regex")
COUNTS = (10, 1_000, 100_000)
TITLES = {"exact": "exact hosts", "wildcard": "wildcard hosts", "prefix": "path prefixes", "regex": "path regexes"}
ASKED = 1000


class RoutesCase(LoadCase):
    """Also tells the heap that the routes take, on a JVM."""

    def __init__(self, routes: Routes):
        super().__init__(
            f"routes-{routes.shape}-{routes.count}",
            f"{routes.count:,} {TITLES[routes.shape]}",
            "request",
            lambda bench: Job(bench.upstream.http, routes=routes),
            lambda bench: Wrk(64, requests=spread(routes)),
        )

    def allocation(self, bench: Bench, running, load) -> None:
        super().allocation(bench, running, load)
        bench.fact(self.name, running.name, "heap", live_heap(running.program.pid))


def spread(routes: Routes) -> tuple[tuple[str, str], ...]:
    """Requests for at most a thousand routes, the first and the last among them."""
    asked = min(ASKED, routes.count)
    step = (routes.count - 1) / max(1, asked - 1)
    return tuple(routes.request(1 + round(i * step)) for i in range(asked))
