"""What stands behind every proxy: one nginx worker, and an echo for WebSocket messages."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .network import answers, await_ready, connects, free_ports
from .job import Certificate
from .process import Program

MIB = 1 << 20
SMALL = "x" * 1024

CONFIGURATION = """
daemon off;
pid {dir}/upstream.pid;
error_log {dir}/upstream.error error;
worker_processes 1;
worker_rlimit_nofile 65536;
{user}
events {{ worker_connections 16384; }}
http {{
  access_log off;
  default_type text/plain;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  client_max_body_size 0;
  client_body_buffer_size 2m;
  client_body_temp_path {dir}/uploads;
  proxy_temp_path {dir}/proxied; fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s;
  server {{
    listen 127.0.0.1:{http} backlog=4096;
    listen 127.0.0.1:{https} ssl backlog=4096;
    ssl_certificate {chain};
    ssl_certificate_key {key};
    root {dir}/files;
    location / {{ return 200 "{small}"; }}
    location = /1m {{ }}
    location = /100m {{ }}
    # Reads the whole body before it answers, as an application would.
    location = /upload {{ proxy_pass http://unix:{dir}/upload.socket; proxy_pass_request_body off;
      proxy_set_header Content-Length 0; }}
  }}
  server {{ listen unix:{dir}/upload.socket; return 200 "ok"; }}
  server {{
    listen 127.0.0.1:{h2c} http2 backlog=4096;
    http2_max_requests 1000000000;
    http2_max_concurrent_streams 1024;
    root {dir}/files;
    location / {{ return 200 "{small}"; }}
    # A unary gRPC answer: one message of 100 bytes, and its status in the trailers.
    location /bench.Bench/ {{ rewrite ^ /message last; }}
    location = /message {{ default_type application/grpc; add_trailer grpc-status 0; error_page 405 =200 /message; }}
  }}
}}
"""


@dataclass
class Upstream:
    """Ports: plain HTTP/1.1, HTTPS, HTTP/2 without TLS, WebSocket echo."""

    http: int
    https: int
    h2c: int
    websocket: int
    programs: list[Program]

    def stop(self) -> None:
        for program in self.programs:
            program.stop()


def start(nginx: str, certificate: Certificate, directory: Path) -> Upstream:
    files = directory / "files"
    files.mkdir(parents=True)
    os.chmod(directory, 0o755)
    (files / "1m").write_bytes(os.urandom(MIB))
    with open(files / "100m", "wb") as out:
        for _ in range(100):
            out.write(os.urandom(MIB))
    (files / "message").write_bytes(b"\0\0\0\0\x64" + b"m" * 100)
    http, https, h2c, websocket = free_ports(4)
    configuration = directory / "upstream.conf"
    configuration.write_text(
        CONFIGURATION.format(
            dir=directory,
            http=http,
            https=https,
            h2c=h2c,
            chain=certificate.chain,
            key=certificate.key,
            small=SMALL,
            user="user root;" if os.geteuid() == 0 else "",
        )
    )
    log = directory / "upstream.log"
    server = Program("upstream", [nginx, "-e", str(directory / "upstream.error"), "-c", str(configuration)], log)
    await_ready(server, lambda: answers(http, False) == 200, 10)
    echo = Program("echo", [sys.executable, "-m", "gatebench.load.echo", str(websocket)], directory / "echo.log")
    await_ready(echo, lambda: connects(websocket), 10)
    return Upstream(http, https, h2c, websocket, [server, echo])
