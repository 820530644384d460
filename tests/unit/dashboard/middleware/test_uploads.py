"""Uploads on their way: what a slow one may take, and when a file counts as arrived."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from dashboard import sessions
from dashboard.middleware import uploads
from dashboard.middleware.uploads import Refused, UploadGuard
from tests.support.uploading import in_form

HEAD = in_form("a.txt", b"")


@pytest.fixture(autouse=True)
def _session(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session "s", of this run, with a page that takes files."""
    monkeypatch.setattr(sessions, "current_id", lambda: "s")
    monkeypatch.setitem(uploads._refused, "s", [])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the body and answer as Streamlit does."""
    async for _ in Request(scope, receive).stream():
        pass
    await Response(status_code=204)(scope, receive, send)


def upload(clock: list[float], pieces: Iterator[bytes], *, every: float) -> list[Message]:
    """Return the answer to an upload of `pieces`, one every so many seconds."""
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(0)
        clock[0] += every
        body = next(pieces, None)
        return {"type": "http.request", "body": body or b"", "more_body": body is not None}

    async def send(message: Message) -> None:
        uploads.claim(["f"])  # by the run that the browser asks for as soon as it has the answer
        sent.append(message)

    path = "/_stcore/upload_file/s/f"
    scope = {"type": "http", "method": "PUT", "path": path, "headers": [], "query_string": b""}
    asyncio.run(UploadGuard(app)(scope, receive, send))
    return sent


def test_a_slow_upload_is_taken_while_bytes_arrive(clock: list[float]) -> None:
    pieces = [HEAD, *[bytes(800_000)] * 9]
    assert upload(clock, iter(pieces), every=100)[0]["status"] == 204
    assert clock[0] > 2000
    assert uploads.take_refused() == []


def test_an_upload_of_single_bytes_is_stopped(clock: list[float]) -> None:
    pieces = iter([HEAD, *[b"a"] * 100])
    assert upload(clock, pieces, every=50)[0]["status"] == 408
    assert uploads.take_refused() == [Refused("a.txt", "slow")]
    assert clock[0] < 1200


def test_an_upload_that_stalls_is_stopped(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_SILENT_SECONDS", 0)
    assert upload(clock, iter([HEAD]), every=0)[0]["status"] == 408
    assert uploads.take_refused() == []  # its name is not known


def test_a_file_that_a_run_has_claimed_is_kept(clock: list[float]) -> None:
    assert upload(clock, iter([HEAD]), every=0)[0]["status"] == 204
    assert uploads._arrived == {}
