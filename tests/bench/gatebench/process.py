"""A program under measurement: started, watched through /proc and ended by its own process id."""

import os
import signal
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Program:
    """A process and its descendants. What it writes goes into a file."""

    def __init__(self, name: str, command: list[str], log: Path, env: dict[str, str] | None = None):
        self.name = name
        self.log = log
        with open(log, "ab") as out:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def running(self) -> bool:
        return self.process.poll() is None

    def cpu_seconds(self) -> float:
        """User and system time of the whole tree, children that ended included."""
        ticks = 0
        for pid in tree(self.pid):
            fields = stat_fields(pid)
            if fields:
                ticks += int(fields[11]) + int(fields[12])
                ticks += int(fields[13]) + int(fields[14])
        return ticks / TICKS

    def rss_bytes(self) -> int:
        """Resident memory of the whole tree. Pages that processes share count in each of them."""
        return sum(int(fields[21]) * PAGE for fields in map(stat_fields, tree(self.pid)) if fields)

    def stop(self, seconds: float = 10) -> None:
        """Asks it to end, then ends what is left of the tree."""
        if not self.running():
            return
        pids = tree(self.pid)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in pids[1:]:
            if (fields := stat_fields(pid)) and fields[0] != "Z":
                end(pid)

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def stat_fields(pid: int) -> list[str] | None:
    """/proc/PID/stat from its third field (state) on; None when there is no such process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split()


def tree(root: int) -> list[int]:
    """A process and its descendants, parents first."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (fields := stat_fields(int(entry))):
            children.setdefault(int(fields[1]), []).append(int(entry))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def await_true(condition, seconds: float, what: str, pause: float = 0.005):
    """The first true value of a condition, or an error when it takes too long."""
    limit = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > limit:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(pause)
