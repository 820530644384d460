"""Limit the connections that have made no request yet, which no ASGI middleware ever sees.

uvicorn waits for a request without end, and accepts until the process has no file descriptor left.
Streamlit starts it and takes no protocol class of ours, so two methods of uvicorn's are replaced.
"""

import os
from asyncio import Transport
from collections.abc import Callable

import h11
from uvicorn.middleware.proxy_headers import _TrustedHosts  # by which uvicorn knows a proxy
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from dashboard.middleware.sessions import SESSIONS, Sessions, client_of

WAIT_SECONDS = 20.0  # for a request, and for the rest of one that has begun
# The proxies whose X-Forwarded-For is believed. uvicorn's own default lacks the names of 127.0.0.1
# on a socket for both kinds of address.
PROXIES = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1,::ffff:127.0.0.1")
_BAD_REQUEST = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"connection", b"close"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
]

Accept = Callable[[H11Protocol, Transport], None]


def limit_connections() -> None:
    """Limit the connections that uvicorn accepts from now on; call this once.

    A connection is closed if it makes no request in WAIT_SECONDS, if its client has too many (the
    proxies in PROXIES may have any number), or if the server has hardly a file descriptor left.
    """
    # mypy: uvicorn has no hook for either.
    accept = H11Protocol.connection_made
    H11Protocol.connection_made = guarded(accept, SESSIONS)  # type: ignore[method-assign,assignment]
    H11Protocol.send_400_response = _refuse  # type: ignore[method-assign,assignment]


def guarded(accept: Accept, sessions: Sessions) -> Accept:
    """Return `accept`, uvicorn's connection_made, with the limits of `sessions` on it."""
    proxies = _TrustedHosts(PROXIES)

    def connection_made(protocol: H11Protocol, transport: Transport) -> None:
        accept(protocol, transport)
        host, _ = protocol.client or ("", 0)
        client = client_of({"client": protocol.client})
        clients = (getattr(each, "client", None) for each in protocol.connections)
        alike = sum(client_of({"client": other}) == client for other in clients)
        if sessions.is_exhausted() or (host not in proxies and alike > sessions.most_connections()):
            transport.abort()
        else:
            protocol.loop.call_later(WAIT_SECONDS, _close_if_waiting, protocol, None)

    return connection_made


def _close_if_waiting(protocol: H11Protocol, before: RequestResponseCycle | None) -> None:
    """Close the connection if no request was made on it since that of `before`; else look again."""
    transport = protocol.transport
    if transport.is_closing() or transport.get_protocol() is not protocol:  # it is a WebSocket now
        return
    request = protocol.cycle
    if request is before and (request is None or request.response_complete):
        transport.abort()
    else:
        protocol.loop.call_later(WAIT_SECONDS, _close_if_waiting, protocol, request)


def _refuse(protocol: H11Protocol, message: str) -> None:
    """Answer a request that is no HTTP with status 400, `message` and headers, and close."""
    start = h11.Response(status_code=400, headers=_BAD_REQUEST, reason=b"Bad Request")
    for event in (start, h11.Data(data=message.encode("ascii")), h11.EndOfMessage()):
        protocol.transport.write(protocol.conn.send(event) or b"")
    protocol.transport.close()
