"""h2load: HTTP/2, bodies of known size, and requests at a fixed rate."""

import re
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

from ..network import NAME
from .load import Meter, Result, Target, percentiles

#: Before it counts, so that handshakes are a case of their own.
CONNECTING = "1s"


@dataclass(frozen=True)
class H2load:
    """As many requests as go, or at a fixed rate.

    http1: HTTP/1.1 instead of HTTP/2
    body: a file that each request uploads
    rate: requests a second, over all connections; None: no limit
    count: a number of requests in place of a time, where requests are long
    size: bytes of a body: results are counted in GiB, not in requests
    """

    connections: int = 16
    streams: int = 8
    http1: bool = False
    path: str = "/"
    host: str = NAME
    headers: dict[str, str] = field(default_factory=dict)
    body: Path | None = None
    rate: float | None = None
    count: int | None = None
    size: int | None = None

    def run(self, target: Target, seconds: float, meter: Meter) -> Result:
        log = target.output.with_suffix(".requests")
        command = self.command(target, seconds, log)
        said = []
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            # It does not end by itself when a connection was never made.
            limit = threading.Timer(seconds + (120 if self.count else 8), process.kill)
            limit.start()
            for line in process.stdout or ():
                if line.startswith("Main benchmark duration is started"):
                    meter.start()
                elif line.startswith("Main benchmark duration is over"):
                    meter.stop()
                said.append(line)
            limit.cancel()
        output = "".join(said)
        target.output.write_text(" ".join(command) + "\n" + output)
        return self.result(output, None if self.count else round(seconds), log)

    def command(self, target: Target, seconds: float, log: Path) -> list[str]:
        command = ["h2load", "-t", "1", "-c", str(self.connections), "-m", str(self.streams), "--log-file", str(log)]
        command += ["-n", str(self.count)] if self.count else ["-D", str(round(seconds)), f"--warm-up-time={CONNECTING}"]
        if self.http1:
            command.append("--h1")
        if self.rate:
            # h2load has a rate a connection.
            command.append(f"--rps={self.rate / self.connections:.3f}")
        if self.body:
            command += ["-d", str(self.body)]
        for name, value in self.headers.items():
            command += ["-H", f"{name}: {value}"]
        scheme = "https" if target.tls else "http"
        return [*command, f"--connect-to=127.0.0.1:{target.port}", f"{scheme}://{self.host}{self.path}"]

    def result(self, output: str, duration: float | None, log: Path) -> Result:
        finished = re.search(r"finished in ([\d.]+)(ms|s|us)", output)
        status = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", output)
        failed = re.search(r"(\d+) failed, (\d+) errored", output)
        if not finished or not status or not failed:
            raise RuntimeError(f"h2load said nothing of use: {output[-300:]}")
        seconds = duration or float(finished[1]) * {"s": 1, "ms": 1e-3, "us": 1e-6}[finished[2]]
        good = int(status[1])
        errors = sum(int(status[i]) for i in (2, 3, 4)) + int(failed[1])
        times = [float(line.split("\t")[2]) for line in log.read_text().splitlines() if line.count("\t") >= 2]
        log.unlink()
        units = good * self.size / (1 << 30) if self.size else good
        return Result(units, seconds, errors, percentiles(times))
