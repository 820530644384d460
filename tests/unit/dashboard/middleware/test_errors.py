"""The answer to a request whose application raised, with the headers of every answer."""

import asyncio
import json
import logging

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from dashboard.middleware.errors import Failures
from dashboard.middleware.headers import SecurityHeaders


def sent_for(
    path: str,
    *,
    started: bool = False,
    query: bytes = b"",
    prefix: str = "",
    error: type[Exception] = KeyError,
) -> list[Message]:
    """The messages to a visitor of an application that raises, after the start of its answer."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        if started:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise error("secret detail")

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": query, "headers": [],
             "root_path": prefix}  # fmt: skip
    asyncio.run(SecurityHeaders(Failures(app))(scope, receive, send))
    return sent


def test_a_failure_is_a_page_of_ours_in_both_languages(caplog: pytest.LogCaptureFixture) -> None:
    start, *rest = sent_for("/topics")
    body = b"".join(each["body"] for each in rest).decode()
    assert start["status"] == 500
    assert (b"x-frame-options", b"DENY") in start["headers"]
    assert "这一页没能完成" in body
    assert "This page could not be finished" in body
    assert "secret" not in body
    (record,) = caplog.records
    assert (record.levelno, "/topics" in record.message) == (logging.ERROR, True)


@pytest.mark.parametrize(("query", "said"), [(b"", "This page"), (b"lang=zh", "这一页")])
def test_a_failure_is_json_for_a_program(query: bytes, said: str) -> None:
    start, body = sent_for("/health", query=query)
    assert (b"content-type", b"application/json") in start["headers"]
    assert json.loads(body["body"])["error"].startswith(said)


@pytest.mark.parametrize(
    ("path", "home"), [("/topics", "./"), ("/topics/", "../"), ("/media/a/b.png", "../../")]
)
@pytest.mark.parametrize("prefix", ["", "/briefings", "/a/b"])
def test_a_failure_links_to_the_front_page(path: str, home: str, prefix: str) -> None:
    """By a relative address, which is the same whether or not the server knows its prefix."""
    for sent in (sent_for(prefix + path, prefix=prefix), sent_for(path)):
        body = b"".join(each.get("body", b"") for each in sent).decode()
        assert f'href="{home}?lang=en"' in body
        assert f'url("{home}app/static/bw-sans.woff2")' in body


def test_a_failure_below_a_prefix_is_json_for_a_program() -> None:
    start, _ = sent_for("/briefings/api/tables", prefix="/briefings")
    assert (b"content-type", b"application/json") in start["headers"]


def test_an_upload_that_was_left_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    assert sent_for("/_stcore/upload_file/a/b", error=ClientDisconnect) == []
    assert caplog.records == []


def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    with pytest.raises(KeyError):
        sent_for("/topics", started=True)
