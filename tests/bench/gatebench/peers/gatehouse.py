import base64
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from ..job import Job
from ..network import NAME
from . import find
from .peer import Launch, Peer

ROOT = Path(__file__).resolve().parents[4]
#: Documents of one file, so that no file is longer than the decoder takes.
DOCUMENTS_A_FILE = 1000
#: Routes of one VirtualService; those of one host are put together, as in Istio.
ROUTES_A_SERVICE = 1000


class Gatehouse(Peer):
    """What is measured: the unpacked release, started by its own script with its own flags."""

    name = "Gatehouse"
    java = True

    def prepare(self, cache: Path) -> str:
        home = os.environ.get("GATEHOUSE_RELEASE")
        self.home = Path(home) if home else unpacked(cache)
        core = next((self.home / "lib").glob("gatehouse-core-*.jar"))
        java = find.version([find.java(), "-version"])
        return "Gatehouse " + core.stem.removeprefix("gatehouse-core-") + ", " + java

    def with_archive(self, work: Path) -> "Gatehouse":
        """The same release after `gatehouse cds`, which archives its classes for the Java at hand."""
        other = Gatehouse()
        other.name = self.name + " with CDS archive"
        other.home = work / "with-archive"
        if not other.home.exists():
            shutil.copytree(self.home, other.home)
            subprocess.run([other.home / "bin" / "gatehouse", "cds"], check=True, capture_output=True)
        return other

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        config = directory / "config"
        config.mkdir()
        (config / "gateway.yaml").write_text(gateway(job, port) + upstream(job))
        (config / "gateway.yaml").chmod(0o600)
        if job.routes is None:
            (config / "routes.yaml").write_text(single(job))
        else:
            write_routes(job, config)
        command = [str(self.home / "bin" / "gatehouse"), "run", "--config", str(config), "--admin", "off"]
        return Launch(command, {"GATEHOUSE_OPTS": os.environ.get("GATEHOUSE_BENCH_OPTS", "")})

    def change(self, job: Job, directory: Path, generation: int) -> None:
        """Gives one of the VirtualServices another answer header, by one rename."""
        assert job.routes
        number = generation % job.routes.count + 1
        config = directory / "config"
        fresh = config / ".fresh"
        fresh.write_text(host_service(job, number, generation))
        os.replace(fresh, config / f"h{number}.yaml")


def unpacked(cache: Path) -> Path:
    """The release archive of this source tree, built and unpacked when there is no fresh one."""
    archive = ROOT / "dist" / "target" / "gatehouse-0.1.0-SNAPSHOT.tar.gz"
    sources = [ROOT / module / "src" / "main" for module in ("gateway-core", "jetty-embedded", "gateway-war")]
    find.maven_package(ROOT, archive, [*sources, ROOT / "dist" / "src"], ["-pl", "dist", "-am"])
    home = cache / f"release-{int(archive.stat().st_mtime)}"
    if not home.exists():
        with tarfile.open(archive) as tar:
            tar.extractall(home, filter="data")
    return next(each for each in home.iterdir() if each.is_dir())


def gateway(job: Job, port: int) -> str:
    protocol, tls = "HTTP", ""
    if job.mode == "tcp":
        protocol = "TCP"
    elif job.mode == "passthrough":
        protocol, tls = "TLS", "tls: {mode: PASSTHROUGH}, "
    elif job.certificate:
        protocol, tls = "HTTPS", "tls: {mode: SIMPLE, credentialName: bench}, "
    hosts = NAME if job.mode == "passthrough" else "*"
    text = f"""apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {{name: bench, namespace: bench}}
spec:
  selector: {{istio: ingressgateway}}
  servers:
  - {{port: {{number: {port}, name: in, protocol: {protocol}}}, bind: 127.0.0.1, {tls}hosts: ["{hosts}"]}}
"""
    if job.certificate:
        text += f"""---
apiVersion: v1
kind: Secret
metadata: {{name: bench, namespace: istio-system}}
type: kubernetes.io/tls
data:
  tls.crt: {base64.b64encode(job.certificate.chain.read_bytes()).decode()}
  tls.key: {base64.b64encode(job.certificate.key.read_bytes()).decode()}
"""
    return text


def upstream(job: Job) -> str:
    protocol = "HTTP"
    if job.mode in ("tcp", "passthrough"):
        protocol = "TCP"
    elif job.mode == "grpc":
        protocol = "GRPC"
    elif job.upstream_protocol == "h2c":
        protocol = "HTTP2"
    return f"""---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {{name: up, namespace: bench}}
spec:
  hosts: [up.bench.local]
  ports: [{{number: 80, name: up, protocol: {protocol}}}]
  resolution: STATIC
  endpoints: [{{address: 127.0.0.1, ports: {{up: {job.upstream_port}}}}}]
"""


DESTINATION = "{destination: {host: up.bench.local, port: {number: 80}}}"

FILTERS = """
    corsPolicy:
      allowOrigins: [{exact: "https://shop.example.com"}]
      allowMethods: [GET, POST]
      allowHeaders: [x-asked]
      maxAge: 24h
      allowCredentials: true
    fault: {delay: {fixedDelay: 0.001s, percentage: {value: 0.0001}}}
    rewrite: {uri: /small/}
    headers:
      request: {set: {x-set: one}, add: {x-added: two}, remove: [x-removed]}
      response: {set: {x-set: three}, add: {x-added: four}, remove: [last-modified]}
    retries: {attempts: 2, perTryTimeout: 2s, retryOn: 5xx}
    timeout: 10s"""


def service(name: str, host: str, rules: str) -> str:
    return f"""apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: {name}, namespace: bench}}
spec:
  hosts: ["{host}"]
  gateways: [bench]
{rules}
"""


def single(job: Job) -> str:
    if job.mode == "tcp":
        return service("bench", "*", f"  tcp: [{{route: [{DESTINATION}]}}]")
    if job.mode == "passthrough":
        return service("bench", NAME, f"  tls: [{{match: [{{sniHosts: [{NAME}]}}], route: [{DESTINATION}]}}]")
    filters = FILTERS if job.filters else ""
    return service("bench", "*", f"  http:\n  - match: [{{uri: {{prefix: /}}}}]\n    route: [{DESTINATION}]{filters}")


def write_routes(job: Job, config: Path) -> None:
    routes = job.routes
    assert routes
    numbers = range(1, routes.count + 1)
    if job.changing:
        for number in numbers:
            (config / f"h{number}.yaml").write_text(host_service(job, number, 0))
        return
    if routes.shape in ("exact", "wildcard"):
        documents = [host_service(job, number, None) for number in numbers]
    else:
        documents = [path_service(job, numbers[i : i + ROUTES_A_SERVICE]) for i in range(0, routes.count, ROUTES_A_SERVICE)]
    for i in range(0, len(documents), DOCUMENTS_A_FILE):
        (config / f"routes-{i}.yaml").write_text("---\n".join(documents[i : i + DOCUMENTS_A_FILE]))


def host_service(job: Job, number: int, generation: int | None) -> str:
    assert job.routes
    headers = "" if generation is None else f'headers: {{response: {{set: {{x-generation: "{generation}"}}}}}}, '
    return service(f"h{number}", job.routes.hosts(number), f"  http: [{{{headers}route: [{DESTINATION}]}}]")


def path_service(job: Job, numbers: range) -> str:
    assert job.routes
    prefix = job.routes.shape == "prefix"
    rules = "\n".join(
        "  - {match: [{uri: {%s}}], route: [%s]}"
        % (f"prefix: /p{n}/" if prefix else f'regex: "/r{n}/[a-z0-9]+"', DESTINATION)
        for n in numbers
    )
    return service(f"{job.routes.shape}{numbers[0]}", NAME, "  http:\n" + rules)
