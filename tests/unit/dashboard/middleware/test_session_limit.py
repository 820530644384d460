"""Limits on the sessions of a client and of the server."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from math import inf

import pytest

from dashboard.middleware import session_limit
from dashboard.middleware.session_limit import Sessions, _is_page


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Sessions:
    """Sessions of a server with 1,024 descriptors, 40 of which are open besides its sessions."""
    counted = Sessions()
    monkeypatch.setattr(session_limit, "descriptor_limit", lambda: 1024)
    monkeypatch.setattr(session_limit._DESCRIPTORS, "count", lambda: 40 + 4 * counted.total)
    return counted


def test_one_client_gets_a_quarter_of_what_there_is(counted: Sessions, opened: ExitStack) -> None:
    for _ in range(48):  # (1,024 - 256) / 4 / 4
        assert counted.refused("a") is None
        opened.enter_context(counted.opened("a"))
    assert counted.refused("a") == "http.many_sessions"
    assert counted.refused("b") is None
    opened.close()
    assert (counted.refused("a"), counted.total) == (None, 0)


def test_the_server_is_full_before_it_has_none_left(
    counted: Sessions, opened: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(182):  # 40 + 182 * 4 = 1,024 - 256
        assert not counted.is_full()
        opened.enter_context(counted.opened(str(number)))
    assert counted.is_full()
    with caplog.at_level(logging.WARNING):
        assert {counted.refused("new") for _ in range(100)} == {"http.full"}
    assert len(caplog.records) == 1  # a minute


def test_an_operator_limits_the_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_limit, "descriptor_limit", lambda: 1_000_000)
    monkeypatch.setattr(session_limit._DESCRIPTORS, "count", lambda: 40)

    def taken() -> tuple[int, int]:
        """Open sessions of one client, then of others; return how many it has, and all have."""
        sessions = Sessions()
        with ExitStack() as stack:
            while sessions.refused("a") is None:
                stack.enter_context(sessions.opened("a"))
            mine = sessions.total
            while not sessions.is_full() and sessions.total < 3000:
                stack.enter_context(sessions.opened("b"))
            return mine, sessions.total

    assert taken() == (250, 1000)
    monkeypatch.setenv("BRIEFING_SESSIONS", "40")
    assert taken() == (10, 40)
    monkeypatch.setenv("BRIEFING_SESSIONS", "0")
    assert taken() == (256, 3000)


def test_without_a_limit_no_server_is_full(
    monkeypatch: pytest.MonkeyPatch, counted: Sessions, opened: ExitStack
) -> None:
    monkeypatch.setattr(session_limit, "descriptor_limit", lambda: inf)
    for _ in range(256):
        opened.enter_context(counted.opened("a"))
    assert not counted.is_full()
    assert (counted.refused("a"), counted.refused("b")) == ("http.many_sessions", None)


@pytest.mark.parametrize("prefix", ["", "/briefings"])
def test_a_page_is_not_the_api_nor_health(prefix: str) -> None:
    headers = [(b"accept", b"text/html")]
    scope = {"type": "http", "root_path": prefix, "headers": headers}
    pages = {
        path: _is_page({**scope, "path": prefix + path}) for path in ("/", "/api/t", "/health")
    }
    assert pages == {"/": True, "/api/t": False, "/health": False}
