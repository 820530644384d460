"""Security headers: what a page may load."""

import asyncio
import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import streamlit
from starlette.types import Message, Receive, Scope, Send

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


def test_scripts_come_from_this_server_or_one_that_already_runs() -> None:
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    inline = re.findall(r"<script>(.*?)</script>", index.read_text("utf-8"), flags=re.DOTALL)
    hashes = {
        f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline
    }
    assert policy()["script-src"] == {"'self'", "blob:"} | hashes


def test_nothing_comes_from_elsewhere() -> None:
    ours = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:", "ws:", "wss:"}
    rules = policy()
    assert {source for name in rules.keys() - {"script-src"} for source in rules[name]} <= ours
    assert [name for name in rules if "'unsafe-inline'" in rules[name]] == ["style-src"]
    assert rules["default-src"] == {"'self'"}


def test_what_an_answer_brings_stays() -> None:
    headers = asyncio.run(answer_of([(b"content-type", b"text/csv")]))
    assert headers["content-type"] == "text/csv"
    assert headers["x-content-type-options"] == "nosniff"
