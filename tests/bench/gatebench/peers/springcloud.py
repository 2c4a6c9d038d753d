from pathlib import Path

from ..job import Job
from . import find
from .peer import Launch, Peer

PROJECT = Path(__file__).resolve().parents[2] / "peers" / "springcloud"


class SpringCloud(Peer):
    """Spring Cloud Gateway (WebFlux on Netty), as it comes."""

    name = "Spring Cloud Gateway"
    java = True

    def prepare(self, cache: Path) -> str:
        sources = [PROJECT / "pom.xml", PROJECT / "src"]
        find.maven_package(PROJECT, PROJECT / "target" / "peer.jar", sources, [])
        return "Spring Cloud Gateway, release train 2025.1.1"

    def refuses(self, job: Job) -> str | None:
        if job.upstream_protocol != "http1" or job.mode not in ("http", "websocket"):
            return "not set up here"
        if job.filters or job.changing or job.routes:
            return "not set up here"
        return None

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        scheme = "ws" if job.mode == "websocket" else "http"
        route = "spring.cloud.gateway.server.webflux.routes[0]"
        options = {
            "server.address": "127.0.0.1",
            "server.port": port,
            "logging.level.root": "WARN",
            f"{route}.id": "up",
            f"{route}.uri": f"{scheme}://127.0.0.1:{job.upstream_port}",
            f"{route}.predicates[0]": "Path=/**",
        }
        if job.certificate:
            options |= {
                "server.http2.enabled": "true",
                "server.ssl.key-store": job.certificate.keystore,
                "server.ssl.key-store-password": job.certificate.password,
                "server.ssl.key-store-type": "PKCS12",
            }
        jar = str(PROJECT / "target" / "peer.jar")
        return Launch([find.java(), "-jar", jar, *(f"--{key}={value}" for key, value in options.items())], {})
