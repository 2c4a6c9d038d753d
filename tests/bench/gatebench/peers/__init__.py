"""The proxies, in the order of the tables."""

from .caddy import Caddy
from .envoy import Envoy
from .gatehouse import Gatehouse
from .haproxy import HAProxy
from .jetty import JettyServlet
from .nginx import Nginx
from .peer import Peer
from .springcloud import SpringCloud

ALL: list[Peer] = [Nginx(), HAProxy(), Envoy(), Gatehouse(), Caddy(), JettyServlet(), SpringCloud()]
