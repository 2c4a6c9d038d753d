"""What every proxy has in common: where it is, whether it can do a job, and how it is started for it."""

from dataclasses import dataclass
from pathlib import Path

from ..job import Job


class Missing(Exception):
    """The proxy is not on this machine; says how to get it."""


@dataclass(frozen=True)
class Launch:
    command: list[str]
    env: dict[str, str]


class Peer:
    """One proxy. Stateless but for where its program was found."""

    name = ""
    java = False

    def prepare(self, cache: Path) -> str:
        """Finds or builds the program and tells its version.

        cache: a directory that outlives the run, for what has to be fetched or built
        """
        raise NotImplementedError

    def refuses(self, job: Job) -> str | None:
        """Why it can't do the job, or None."""
        return None

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        """Writes its configuration and says how to start it."""
        raise NotImplementedError
