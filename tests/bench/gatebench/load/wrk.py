"""wrk: as many HTTP/1.1 requests as go, over a fixed number of connections."""

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from ..network import NAME
from .load import Meter, Result, Target

REPORT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True)
class Wrk:
    """requests: host and path pairs that are asked for in turn; none: one request for /."""

    connections: int = 64
    headers: dict[str, str] = field(default_factory=dict)
    requests: tuple[tuple[str, str], ...] = ()

    def run(self, target: Target, seconds: float, meter: Meter) -> Result:
        script = target.output.with_suffix(".lua")
        script.write_text(self.script())
        command = [shutil.which("wrk") or "wrk", "-t2", f"-c{self.connections}", f"-d{round(seconds)}s", "--timeout", "20s"]
        for name, value in {"Host": NAME, **self.headers}.items():
            command += ["-H", f"{name}: {value}"]
        command += ["-s", str(script), target.url()]
        run = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
        script.unlink()
        target.output.write_text(" ".join(command[:-3] + command[-1:]) + "\n" + run.stdout + run.stderr)
        return parse(run.stdout)

    def script(self) -> str:
        text = REPORT.read_text()
        if self.requests:
            table = ",".join(f'{{"{host}","{path}"}}' for host, path in self.requests)
            text = f"local requests = {{{table}}}\n" + REPORT.with_name("spread.lua").read_text() + text
        return text


def parse(output: str) -> Result:
    """What report.lua printed as its last line."""
    line = next(line for line in output.splitlines() if line.startswith("{"))
    said = json.loads(line)
    latency = {"50": said["p50"], "99": said["p99"], "99.9": said["p999"]}
    return Result(said["requests"], said["duration"] / 1e6, said["errors"], latency)
