"""Limit what no ASGI middleware sees: connections before a request, messages before their end.

uvicorn waits for a request without end, accepts connections until the process has no file
descriptor left, and holds a message of up to 200 MB until it is complete. Streamlit starts uvicorn
and takes no protocol class of ours, so three methods of its classes are replaced.
"""

import os
import socket
from asyncio import Transport
from collections.abc import Callable
from contextlib import suppress
from weakref import ref

import h11
from uvicorn.middleware.proxy_headers import _TrustedHosts  # by which uvicorn knows a proxy
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from dashboard.middleware.client import THIS_MACHINE, client_of
from dashboard.middleware.messages import MAX_BYTES
from dashboard.middleware.session_limit import SESSIONS, Sessions

WAIT_SECONDS = 20.0  # for a request, and for the rest of one that has begun
STALL_SECONDS = 60  # for which a client may take nothing of an answer that waits for it
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
Upgrade = Callable[[WebSocketsSansIOProtocol, Transport], None]


def limit_connections() -> None:
    """Limit the connections that uvicorn accepts from now on; call this once.

    A connection is closed if it makes no request in WAIT_SECONDS, if its client has too many (the
    proxies in PROXIES may have any number), or if the server has hardly a file descriptor left; a
    WebSocket also as soon as a message has more than MAX_BYTES. On Linux one is closed that takes
    nothing of what it is sent in STALL_SECONDS: uvicorn would keep it, and the answer, without end.
    """
    # mypy: uvicorn has no hook for any of them.
    accept = H11Protocol.connection_made
    H11Protocol.connection_made = guarded(accept, SESSIONS)  # type: ignore[method-assign,assignment]
    H11Protocol.send_400_response = _refuse  # type: ignore[method-assign,assignment]
    upgrade = WebSocketsSansIOProtocol.connection_made
    WebSocketsSansIOProtocol.connection_made = _bounded(upgrade)  # type: ignore[method-assign,assignment]


def guarded(accept: Accept, sessions: Sessions) -> Accept:
    """Return `accept`, uvicorn's connection_made, with the limits of `sessions` on it."""
    proxies = _TrustedHosts(PROXIES)

    def connection_made(protocol: H11Protocol, transport: Transport) -> None:
        accept(protocol, transport)
        host, _ = protocol.client or THIS_MACHINE
        client = client_of({"client": protocol.client})
        clients = (getattr(each, "client", None) for each in protocol.connections)
        alike = sum(client_of({"client": other}) == client for other in clients)
        if sessions.is_exhausted() or (host not in proxies and alike > sessions.most_connections()):
            transport.abort()
        else:
            _bound_stalls(transport)
            protocol.loop.call_later(WAIT_SECONDS, _close_if_waiting, ref(protocol), None)

    return connection_made


def _bound_stalls(transport: Transport) -> None:
    """Have the system end the connection once its client has taken nothing for STALL_SECONDS."""
    connection: socket.socket | None = transport.get_extra_info("socket")
    option = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux
    if connection is not None and option is not None:
        with suppress(OSError):  # a Unix socket: its client is a proxy
            connection.setsockopt(socket.IPPROTO_TCP, option, STALL_SECONDS * 1000)


def _bounded(upgrade: Upgrade) -> Upgrade:
    """Return `upgrade`, uvicorn's connection_made, with our limit on the size of a message."""

    def connection_made(protocol: WebSocketsSansIOProtocol, transport: Transport) -> None:
        upgrade(protocol, transport)
        protocol.conn.max_message_size = MAX_BYTES
        # No compression: one read could be inflated to a thousand times its size.
        protocol.conn.available_extensions = []

    return connection_made


def _close_if_waiting(
    waiting: "ref[H11Protocol]", before: "ref[RequestResponseCycle] | None"
) -> None:
    """Close the connection if no request was made on it since that of `before`; else look again.

    A connection that has ended meanwhile, and its requests, are referred to by nothing else.
    """
    protocol = waiting()
    if protocol is None:
        return
    transport = protocol.transport
    if transport.is_closing() or transport.get_protocol() is not protocol:  # it is a WebSocket now
        return
    request = protocol.cycle
    seen = before() if before else None
    if request is seen and (request is None or request.response_complete):
        transport.abort()
    else:
        noted = ref(request) if request else None
        protocol.loop.call_later(WAIT_SECONDS, _close_if_waiting, waiting, noted)


def _refuse(protocol: H11Protocol, message: str) -> None:
    """Answer a request that is no HTTP with status 400, `message` and headers, and close."""
    start = h11.Response(status_code=400, headers=_BAD_REQUEST, reason=b"Bad Request")
    for event in (start, h11.Data(data=message.encode("ascii")), h11.EndOfMessage()):
        protocol.transport.write(protocol.conn.send(event) or b"")
    protocol.transport.close()
