"""The log while somebody tries to fill it."""

import logging
import time

import pytest

from dashboard.middleware.log_limit import PER_MINUTE, LogLimit


def record(
    message: str, level: int = logging.WARNING, path: str = "server.py"
) -> logging.LogRecord:
    return logging.LogRecord("uvicorn.error", level, path, 1, message, (), None)


def test_lines_that_are_alike_are_few_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    limit = LogLimit()
    alike = [limit.filter(record("Invalid HTTP request received.")) for _ in range(1000)]
    assert alike.count(True) == PER_MINUTE
    assert limit.filter(record("Something else"))
    now += 61
    assert limit.filter(record("Invalid HTTP request received."))


def test_an_accepted_websocket_leaves_no_line() -> None:
    path = "/lib/uvicorn/protocols/websockets/websockets_sansio_impl.py"
    limit = LogLimit()
    assert not limit.filter(record('%s - "WebSocket %s" [accepted]', logging.INFO, path))
    assert limit.filter(record("Exception in ASGI application\n", logging.ERROR, path))
    assert limit.filter(record("Application startup complete.", logging.INFO))
