from pathlib import Path

from ..job import Job
from . import find
from .peer import Launch, Peer

PROJECT = Path(__file__).resolve().parents[2] / "peers" / "jetty"


class JettyServlet(Peer):
    """Jetty's own AsyncProxyServlet, on a server as it comes."""

    name = "AsyncProxyServlet"
    java = True

    def prepare(self, cache: Path) -> str:
        sources = [PROJECT / "pom.xml", PROJECT / "src"]
        find.maven_package(PROJECT, PROJECT / "target" / "peer.jar", sources, [])
        jar = next((PROJECT / "target" / "lib").glob("jetty-server-*.jar"))
        return "Jetty " + jar.stem.removeprefix("jetty-server-") + " AsyncProxyServlet"

    def refuses(self, job: Job) -> str | None:
        if job.upstream_protocol != "http1" or job.mode != "http":
            return "AsyncProxyServlet can't"
        if job.filters or job.changing or job.routes:
            return "has no counterpart"
        return None

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        target = PROJECT / "target"
        command = [find.java(), "-cp", f"{target}/peer.jar:{target}/lib/*", "io.gatehouse.bench.JettyPeer"]
        command.append(f"http://127.0.0.1:{job.upstream_port}/")
        if job.certificate:
            command += ["https", str(port), str(job.certificate.keystore), job.certificate.password]
        else:
            command += ["http", str(port)]
        return Launch(command, {})
