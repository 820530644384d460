"""The log while somebody tries to fill it."""

import logging
import time

import pytest

from dashboard.middleware.log_limit import PER_MINUTE, LogLimit, limit_log


def record(
    message: str,
    level: int = logging.WARNING,
    path: str = "server.py",
    logger: str = "uvicorn.error",
) -> logging.LogRecord:
    return logging.LogRecord(logger, level, path, 1, message, (), None)


def test_lines_that_are_alike_are_few_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    limit = LogLimit()
    alike = [limit.filter(record("Invalid HTTP request received.")) for _ in range(1000)]
    assert alike.count(True) == PER_MINUTE
    assert limit.filter(record("Something else"))
    now += 61
    assert limit.filter(record("Invalid HTTP request received."))


def test_failures_of_our_own_are_limited_too(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("dashboard.middleware.errors")
    before = list(logger.filters)
    limit_log()
    try:
        for _ in range(1000):
            logger.error("%s failed", "/topics")
    finally:
        for name in ("", *logging.root.manager.loggerDict):
            of = logging.getLogger(name)
            of.filters = [each for each in of.filters if not isinstance(each, LogLimit)]
    assert logger.filters == before
    assert len(caplog.records) == PER_MINUTE


def test_a_visit_leaves_no_line() -> None:
    path = "/lib/uvicorn/protocols/websockets/websockets_sansio_impl.py"
    limit = LogLimit()
    assert not limit.filter(record('%s - "WebSocket %s" [accepted]', logging.INFO, path))
    request = '%s - "%s %s HTTP/%s" %d'
    assert not limit.filter(record(request, logging.INFO, logger="uvicorn.access"))
    assert limit.filter(record("Exception in ASGI application\n", logging.ERROR, path))
    assert limit.filter(record("Application startup complete.", logging.INFO))
