"""Security headers: what a page may load."""

import asyncio
import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping

from starlette.types import Message, Receive, Scope, Send

from dashboard import entry_page
from dashboard.middleware.headers import SecurityHeaders


async def answer_of(headers: list[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """The headers of an answer that came with `headers`."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    await SecurityHeaders(app)({"type": "http"}, receive, send)
    return {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}


def policy() -> dict[str, set[str]]:
    header = asyncio.run(answer_of([]))["content-security-policy"]
    return {name: set(sources) for name, *sources in map(str.split, header.split(";"))}


def test_scripts_are_those_of_this_server_and_of_the_entry_page() -> None:
    inline = re.findall(r"<script>(.*?)</script>", entry_page.HTML, flags=re.DOTALL)
    hashes = {
        f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline
    }
    assert len(hashes) == 2
    assert policy()["script-src"] == {"'self'"} | hashes


def test_nothing_comes_from_elsewhere() -> None:
    ours = {"'self'", "'none'", "'unsafe-inline'", "data:"}
    rules = policy()
    assert {source for name in rules.keys() - {"script-src"} for source in rules[name]} <= ours
    assert [name for name in rules if "'unsafe-inline'" in rules[name]] == ["style-src"]
    for name in ("default-src", "base-uri", "form-action", "frame-ancestors"):
        assert rules[name] == {"'none'"}


def test_no_other_site_reads_an_answer() -> None:
    headers = asyncio.run(answer_of([(b"access-control-allow-origin", b"*"), (b"vary", b"x")]))
    assert "access-control-allow-origin" not in headers
    assert headers["vary"] == "x"


def test_what_an_answer_brings_stays() -> None:
    headers = asyncio.run(answer_of([(b"content-type", b"text/csv")]))
    assert headers["content-type"] == "text/csv"
    assert headers["x-content-type-options"] == "nosniff"
