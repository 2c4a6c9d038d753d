"""How much heap a JVM allocates, as its own thread counters tell."""

import subprocess
from pathlib import Path

from .peers import find

READER = Path(__file__).with_name("load") / "Allocation.java"


class Allocation:
    """Attached to one JVM until closed."""

    def __init__(self, pid: int):
        self.reader = subprocess.Popen(
            [find.java(), str(READER), str(pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def read(self) -> int:
        """Bytes allocated so far by all threads that live."""
        assert self.reader.stdin and self.reader.stdout
        self.reader.stdin.write("\n")
        self.reader.stdin.flush()
        line = self.reader.stdout.readline()
        if not line:
            raise RuntimeError("the JVM can't be attached to")
        return int(line)

    def __enter__(self) -> "Allocation":
        return self

    def __exit__(self, *_: object) -> None:
        self.reader.communicate()


def live_heap(pid: int) -> int:
    """Bytes of the objects that are left after a full collection."""
    jcmd = Path(find.java()).with_name("jcmd")
    command = [str(jcmd) if jcmd.exists() else "jcmd", str(pid), "GC.class_histogram"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()
    return int(lines[-1].split()[2])
