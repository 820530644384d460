"""All middleware of the server, from the outside in.

The first sees every answer, the last only requests that are let in.
"""

from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard.middleware.client import Peer
from dashboard.middleware.client_limits import ClientLimits
from dashboard.middleware.connections import PROXIES
from dashboard.middleware.cookies import SecureCookies
from dashboard.middleware.errors import Failures
from dashboard.middleware.headers import SecurityHeaders
from dashboard.middleware.hosts import Hosts
from dashboard.middleware.messages import Messages
from dashboard.middleware.paths import KnownPaths
from dashboard.middleware.request_size import RequestSize
from dashboard.middleware.session_limit import SessionLimit
from dashboard.middleware.uploads import UploadGuard

STACK = [
    Middleware(Peer),
    Middleware(ProxyHeadersMiddleware, trusted_hosts=PROXIES),
    Middleware(SecurityHeaders),
    Middleware(Failures),
    Middleware(SecureCookies),
    Middleware(RequestSize),
    Middleware(Hosts),
    Middleware(ClientLimits),
    Middleware(KnownPaths),
    Middleware(UploadGuard),
    Middleware(SessionLimit),
    Middleware(Messages),
]
