"""TLS handshakes, each with one request."""

from ..job import Job
from ..load.handshakes import Handshakes
from .load import LoadCase


def handshake(name: str, title: str, key: str, resume: bool) -> LoadCase:
    return LoadCase(
        name,
        title + ", each with a request",
        "connection",
        lambda bench: Job(bench.upstream.http, bench.certificates[key]),
        lambda bench: Handshakes(resume),
        # As for bodies: a round has few of them.
        warmups=4,
    )


HANDSHAKES = [
    handshake("handshake-rsa", "full TLS 1.3 handshakes, RSA 2048", "rsa", resume=False),
    handshake("handshake-ec", "full TLS 1.3 handshakes, EC P-256", "ec", resume=False),
    handshake("resume-rsa", "resumed TLS 1.3 sessions, RSA 2048", "rsa", resume=True),
    handshake("resume-ec", "resumed TLS 1.3 sessions, EC P-256", "ec", resume=True),
]
