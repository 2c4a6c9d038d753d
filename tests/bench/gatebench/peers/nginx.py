import os
from pathlib import Path

from ..job import Job
from . import find
from .peer import Launch, Peer

STREAM_MODULES = [Path("/usr/lib/nginx/modules/ngx_stream_module.so"), Path("/usr/lib64/nginx/modules/ngx_stream_module.so")]

MAIN = """
{modules}
daemon off;
pid {dir}/nginx.pid;
error_log {dir}/nginx.error error;
worker_processes auto;
worker_rlimit_nofile 65536;
{user}
events {{ worker_connections 16384; }}
"""

HTTP = """
http {{
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  client_max_body_size 0;
  proxy_request_buffering off;
  client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s;
  proxy_buffering on; proxy_max_temp_file_size 0;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto $scheme;
  server_names_hash_max_size 1048576; server_names_hash_bucket_size 128;
  ssl_session_cache shared:tls:50m; ssl_session_tickets on;
  upstream up {{ server 127.0.0.1:{upstream}; keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 600s; }}
{servers}
}}
"""


class Nginx(Peer):
    """A C proxy of one process a core; listed with all its workers."""

    name = "nginx"

    def prepare(self, cache: Path) -> str:
        self.binary = find.program("nginx", "apt-get install nginx")
        return find.version([self.binary, "-v"]).removeprefix("nginx version: ")

    def refuses(self, job: Job) -> str | None:
        if job.upstream_protocol == "h2c" and job.mode != "grpc":
            return "nginx speaks HTTP/2 to an upstream only for gRPC"
        if job.mode in ("tcp", "passthrough") and not any(each.exists() for each in STREAM_MODULES):
            return "nginx has no stream module here: apt-get install libnginx-mod-stream"
        if job.filters or job.changing:
            return "has no counterpart"
        return None

    def launch(self, job: Job, port: int, directory: Path) -> Launch:
        l4 = job.mode in ("tcp", "passthrough")
        user = "user root;" if os.geteuid() == 0 else ""
        modules = f"load_module {next(each for each in STREAM_MODULES if each.exists())};" if l4 else ""
        text = MAIN.format(dir=directory, user=user, modules=modules)
        text += stream(job, port) if l4 else HTTP.format(
            dir=directory, upstream=job.upstream_port, servers="\n".join(servers(job, port))
        )
        configuration = directory / "nginx.conf"
        configuration.write_text(text)
        return Launch([self.binary, "-e", str(directory / "nginx.error"), "-c", str(configuration)], {})


def stream(job: Job, port: int) -> str:
    return (
        f"stream {{ server {{ listen 127.0.0.1:{port} backlog=4096;"
        f" proxy_pass 127.0.0.1:{job.upstream_port}; proxy_timeout 600s; }} }}\n"
    )


def servers(job: Job, port: int) -> list[str]:
    forward = forwarding(job)
    listen = f"listen 127.0.0.1:{port}"
    if job.certificate:
        listen += " ssl http2"
    first = f"{listen} backlog=4096;"
    if job.certificate:
        first += f" ssl_certificate {job.certificate.chain}; ssl_certificate_key {job.certificate.key};"
        first += " http2_max_requests 1000000000;"
    if job.routes is None:
        return [f"server {{ {first} location / {{ {forward} }} }}"]
    numbers = range(1, job.routes.count + 1)
    if job.routes.shape == "prefix":
        return [f"server {{ {first} {' '.join(f'location /p{n}/ {{ {forward} }}' for n in numbers)} }}"]
    if job.routes.shape == "regex":
        locations = " ".join(f"location ~ ^/r{n}/[a-z0-9]+$ {{ {forward} }}" for n in numbers)
        return [f"server {{ {first} {locations} }}"]
    named = (
        f"server {{ {listen}; server_name {job.routes.hosts(n)}; location / {{ {forward} }} }}" for n in numbers
    )
    return [f"server {{ {first} return 404; }}", *named]


def forwarding(job: Job) -> str:
    if job.mode == "grpc":
        return "grpc_pass grpc://up;"
    if job.mode == "websocket":
        return 'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_pass http://up;'
    return "proxy_pass http://up;"
