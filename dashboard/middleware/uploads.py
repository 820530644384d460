"""The uploads that Streamlit may hold: of a session whose page takes files, of a type that is read.

Streamlit itself takes any number of files of any type from any session, and holds them in memory.
`note_page` says which sessions have a page open that takes files. UploadGuard refuses all other
uploads, and whatever is beyond a limit, before Streamlit sees more than the first bytes. The next
run of the page names to the visitor what was refused (`take_refused`).
"""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from math import inf
from pathlib import PurePosixPath
from typing import NamedTuple, cast

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard import sessions
from dashboard.middleware.errors import refusal
from loaders.contract import EDITION_SUFFIX, MAX_BYTES, MAX_PAGES, SUFFIXES

_PATH = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)/?$")
_HEAD_BYTES = 16_384  # in which a request states the name and type of its file
# Of a request. The page itself refuses a file over MAX_BYTES, and names it.
_BODY_BYTES = 8_000_000 + _HEAD_BYTES
# Files that are held, and those on their way, of a session and of all.
_SESSION_BYTES = MAX_PAGES * MAX_BYTES
_HELD_BYTES = 2 * _SESSION_BYTES
# The time that a file may take: without a byte, and for each of its bytes in addition. So a slow
# phone may take twelve minutes for 5 MB, and single bytes keep the room of a file for two.
_SILENT_SECONDS = 120.0
_SECONDS_PER_BYTE = 1 / 8000
_UNCLAIMED_SECONDS = 30.0  # for which a file is held that no run of the page takes
# Suffixes of files that are read; one without a suffix is read as plain text.
_SUFFIXES = frozenset([*SUFFIXES, EDITION_SUFFIX, ""])
_MEDIA = frozenset([b"audio", b"font", b"image", b"model", b"video"])  # types without text
_MAX_NOTED = 200  # refusals of a session


class Refused(NamedTuple):
    """A file that was refused: its name, and the key of the reason in [adding.refused]."""

    name: str
    reason: str


_refused: dict[str, list[Refused]] = {}  # by the ids of the sessions that may upload
_arrived: dict[tuple[str, str], float] = {}  # (session, file) -> when, on the monotonic clock


def note_page(*, takes_files: bool) -> None:
    """Note whether the page of this run takes files; only then may its session upload any."""
    if takes_files:
        _refused.setdefault(sessions.current_id(), [])
    else:
        _refused.pop(sessions.current_id(), None)


def uploads_open(session_id: str) -> bool:
    """Return whether the session `session_id` has a page open that takes files."""
    return session_id in _refused


def take_refused() -> list[Refused]:
    """Return the files that were refused to this run's session since the last call."""
    noted = _refused.get(sessions.current_id(), [])
    return [noted.pop(0) for _ in range(len(noted))]


def claim(file_ids: Sequence[str]) -> None:
    """Keep files of this run's session until they are released: a run reads them in turn."""
    for file_id in file_ids:
        _arrived.pop((sessions.current_id(), file_id), None)


def release(file_ids: Sequence[str]) -> None:
    """Drop files of this run's session from Streamlit's memory, once the page has read them."""
    for file_id in file_ids:
        _drop(sessions.current_id(), file_id)


def sweep() -> None:
    """Drop files that no run has taken, and forget sessions whose visitors have left.

    Call it now and then, on the server's event loop.
    """
    before = time.monotonic() - _UNCLAIMED_SECONDS
    for (session_id, file_id), at in list(_arrived.items()):
        if at < before:
            _drop(session_id, file_id)
    for session_id in list(_refused):
        if not sessions.is_connected(session_id):
            _refused.pop(session_id, None)


def _files() -> MemoryUploadedFileManager | None:
    """Return what holds the uploaded files; None without a server."""
    if not Runtime.exists():
        return None
    return cast("MemoryUploadedFileManager", Runtime.instance().uploaded_file_mgr)


def _held() -> list[tuple[str, int]]:
    """Return session and bytes of each file that is held."""
    files = _files()
    of_sessions = list(files.file_storage.items()) if files else []
    return [(of, len(each.data)) for of, mine in of_sessions for each in list(mine.values())]


def _drop(session_id: str, file_id: str) -> None:
    _arrived.pop((session_id, file_id), None)
    if files := _files():
        files.remove_file(session_id, file_id)


class _RefusalError(Exception):
    """A refused upload: the HTTP status, and the reason to name to the visitor, if any."""

    def __init__(self, status: HTTPStatus, reason: str = "") -> None:
        super().__init__(status, reason)
        self.status, self.reason = status, reason


class UploadGuard:
    """ASGI middleware that passes on only uploads that the page Add a briefing can read.

    Others get 403 (the session has no such page open), 413 (too large, or too many files), 415 (a
    type that is not read), 429 (the server holds too much), 408 (too slow) or 400.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._arriving: list[tuple[str, float]] = []  # files on their way: session, bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application, unless `scope` is of an upload that is refused."""
        upload = _PATH.search(scope["path"]) if scope["type"] == "http" else None
        if upload is None or scope["method"] not in ("PUT", "POST", "DELETE"):
            await self._app(scope, receive, send)
            return
        session_id, file_id = upload.groups()
        if not uploads_open(session_id):
            await _answer(HTTPStatus.FORBIDDEN, scope)(scope, receive, send)
            return
        if scope["method"] == "DELETE":
            await self._app(scope, receive, send)
            return

        async def answered(message: Message) -> None:
            # Before the answer: the page may claim the file as soon as the browser has it.
            if message["type"] == "http.response.start":
                _arrived[session_id, file_id] = time.monotonic()
            await send(message)

        body = _Body(receive)
        try:
            await self._take(session_id, scope, body, answered)
        except _RefusalError as refused:
            noted = _refused.get(session_id)
            if refused.reason and noted is not None and len(noted) < _MAX_NOTED:
                noted.append(Refused(body.name, refused.reason))
            await _answer(refused.status, scope)(scope, receive, send)

    async def _take(self, session_id: str, scope: Scope, body: "_Body", send: Send) -> None:
        """Pass an upload on. Raises _RefusalError."""
        await body.check_head()
        with self._reserve(session_id, _size(scope, unknown=_BODY_BYTES)):
            await self._app(scope, body.receive, send)

    @contextmanager
    def _reserve(self, session_id: str, size: float) -> Iterator[None]:
        """Count a file of `size` bytes as on its way within the block. Raises _RefusalError."""
        held = [*_held(), *self._arriving]
        mine = [held_size for session, held_size in held if session == session_id]
        if size > _BODY_BYTES:
            raise _RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        if len(mine) >= MAX_PAGES or sum(mine) + size > _SESSION_BYTES:
            raise _RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many")
        if sum(held_size for _, held_size in held) + size > _HELD_BYTES:
            raise _RefusalError(HTTPStatus.TOO_MANY_REQUESTS, "busy")
        self._arriving.append((session_id, size))
        try:
            yield
        finally:
            self._arriving.remove((session_id, size))


class _Body:
    """The body of an upload: what it states of its file, and its bytes, which are counted."""

    def __init__(self, receive: Receive) -> None:
        self.name = ""
        self._receive, self._bytes, self._began = receive, 0, time.monotonic()
        self._looked_at: list[Message] = []

    async def check_head(self) -> None:
        """Read name and type of the file, its head. Raises _RefusalError if it is none of ours."""
        head = b""
        while b"\r\n\r\n" not in head and len(head) < _HEAD_BYTES:
            self._looked_at.append(await self._next())
            head += self._looked_at[-1].get("body", b"")[:_HEAD_BYTES]
            if not self._looked_at[-1].get("more_body"):
                break
        stated = dict(map(_field, head.partition(b"\r\n\r\n")[0].split(b"\r\n")))
        _, options = parse_options_header(stated.get(b"content-disposition"))
        if b"filename" not in options:
            raise _RefusalError(HTTPStatus.BAD_REQUEST)
        self.name = options[b"filename"].decode("utf-8", "replace")
        media = stated.get(b"content-type", b"").lower().partition(b"/")[0] in _MEDIA
        if media or PurePosixPath(self.name).suffix.lower() not in _SUFFIXES:
            raise _RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "format")

    async def receive(self) -> Message:
        """Return the next message of the request. Raises _RefusalError if the body is refused."""
        return self._looked_at.pop(0) if self._looked_at else await self._next()

    async def _next(self) -> Message:
        """Return what arrives next. Raises _RefusalError if it is too much or too late."""
        allowed = _SILENT_SECONDS + self._bytes * _SECONDS_PER_BYTE
        left = min(_SILENT_SECONDS, self._began + allowed - time.monotonic())
        try:
            async with asyncio.timeout(left):
                message = await self._receive()
        except TimeoutError:
            raise _RefusalError(HTTPStatus.REQUEST_TIMEOUT, "slow" if self.name else "") from None
        self._bytes += len(message.get("body", b""))
        if self._bytes > _BODY_BYTES:
            raise _RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        return message


def _field(line: bytes) -> tuple[bytes, bytes]:
    """Split a line of a head into the name of its field, in lower case, and its value."""
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()


def _answer(status: HTTPStatus, scope: Scope) -> ASGIApp:
    """Return the answer to an upload that is refused."""
    headers, wait = {}, round(_UNCLAIMED_SECONDS)
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = str(wait)
    if _size(scope) > 2 * _BODY_BYTES:
        headers["Connection"] = "close"  # or all of it would arrive, to be thrown away
    return refusal(scope, status, headers=headers, n=wait)


def _size(scope: Scope, *, unknown: float = inf) -> float:
    """Return the bytes of the body that a request states, or `unknown`."""
    headers = Headers(scope=scope)
    # A chunked body has the length that it has, whatever is stated beside it.
    return (
        unknown if "transfer-encoding" in headers else float(headers.get("content-length", unknown))
    )
