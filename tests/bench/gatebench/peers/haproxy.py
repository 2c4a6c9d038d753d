from pathlib import Path

from ..job import Job
from . import find
from .peer import Launch, Peer

CONFIGURATION = """
global
  maxconn 4000
  tune.ssl.cachesize 50000
defaults
  mode {mode}
  timeout connect 5s
  timeout client 600s
  timeout server 600s
  timeout tunnel 600s
frontend in
  bind 127.0.0.1:{port} backlog 4096{tls}
  {forwarded}
  default_backend out
backend out
  http-reuse always
  server up 127.0.0.1:{upstream}{proto} maxconn 4000 pool-max-conn 4000
"""


class HAProxy(Peer):
    """A C proxy of one thread a core."""

    name = "HAProxy"

    def prepare(self, cache: Path) -> str:
        self.binary = find.program("haproxy", "apt-get install haproxy")
        return find.version([self.binary, "-v"]).split(" - ")[0]

    def refuses(self, job: Job) -> str | None:
        if job.filters or job.changing:
            return "has no counterpart"
        if job.routes:
            return "not set up here"
        return None

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        l4 = job.mode in ("tcp", "passthrough")
        text = CONFIGURATION.format(
            port=port,
            upstream=job.upstream_port,
            mode="tcp" if l4 else "http",
            tls=f" ssl crt {bundle(job)} alpn h2,http/1.1" if job.certificate else "",
            proto=" proto h2" if job.upstream_protocol == "h2c" else "",
            forwarded="" if l4 else "option forwardfor",
        )
        if l4:
            text = text.replace("  http-reuse always\n", "")
        configuration = directory / "haproxy.cfg"
        configuration.write_text(text)
        return Launch([self.binary, "-db", "-f", str(configuration)], {})


def bundle(job: Job) -> Path:
    assert job.certificate
    return job.certificate.chain.with_suffix("") / "bundle.pem"
