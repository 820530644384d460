"""The one function by which the dashboard calls the parser: a process of its own, under limits.

What visitors bring may take forever or fill the memory, and the parser's libraries alone would cost
the server 100 MB. So the server imports none of it: a process does the work (parser_process), with
limits on time and memory, in a folder that is removed afterwards. The thread of the visitor's own
run waits, and nobody else's.
"""

import errno
import json
import logging
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from dashboard.worker import process
from dashboard.worker.process import Done, prepare
from loaders.errors import BriefingsError

__all__ = ["LARGEST", "SUFFIXES", "Page", "RefusedError", "add", "prepare", "read"]

# What loaders.readers.READERS lists, which a test holds equal: the server imports no reader.
SUFFIXES = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".docm",
    ".pdf", ".vtt", ".srt",
)  # fmt: skip
LARGEST = 5_000_000  # bytes

_LOG = logging.getLogger(__name__)
_AT_ONCE = 2  # children on the whole server
_PATIENCE = 30.0  # seconds that a visitor waits for a place
_NOT_A_TRANSCRIPT, _UNREADABLE = 3, 4
_OVER = re.compile(r"Reading .{1,255}? (?:takes longer than|needs more than|was ended)")
# The name of the page in its folder: the visitor's own may be no name of a file, or another's.
_STEM = "briefing-page"
_SAYS = "loaders: "

_places = BoundedSemaphore(_AT_ONCE)


class RefusedError(BriefingsError):
    """What a visitor brought could not be read or added.

    `reason` is one of not_a_transcript, unreadable, over, crowded, busy, no_room, failed: each has
    a sentence in the locales. The message is the parser's own sentence, in English, "" where it
    said none.
    """

    def __init__(self, reason: str, sentence: str = "") -> None:
        super().__init__(sentence)
        self.reason = reason


class Page(NamedTuple):
    """What a visitor brought: its name, for them, and its bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """What tells a reader the format; that of plain text where none is known."""
        found = Path(self.name.replace("\0", "")).suffix.lower()
        return found if found in SUFFIXES else SUFFIXES[0]


def read(page: Page, *, waiting: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """How the parser reads `page`: the object of `python -m loaders parse --json`.

    waiting is called once where two others are being read already. Raises RefusedError.
    """
    with _folder() as folder:
        path = _put(folder, f"{_STEM}{page.suffix}", page.data)
        done = _run([["parse", str(path), "--json"]], folder, waiting)
        if done.status:
            sentence = _complaint(done.complained).replace(str(path), page.name)
            raise _refusal(done, sentence.replace(path.name, page.name))
    return {**_object(done.said), "source": page.name}


def add(
    edition: dict[str, Any],
    page: Page,
    corpus: Path,
    *,
    replacing: Sequence[str] = (),
    waiting: Callable[[], None] = lambda: None,
) -> dict[str, str]:
    """Have the corpus in folder `corpus` take `edition`, the corrected reading of `page`.

    The briefings `replacing` go first. Returns what became of it: outcome ("read", "read with
    warnings", "text filled in", "already there"), briefing_id and detail. Raises RefusedError; the
    corpus is then as it was, but for what was to be replaced.
    """
    with _folder() as folder:
        # The parser finds the page beside the edition that names it, and keeps its wording.
        beside = _put(folder, f"{_STEM}{page.suffix}", page.data)
        stated = json.dumps({**edition, "source": beside.name}, ensure_ascii=True).encode()
        path = _put(folder, "edition.json", stated)
        commands = [["add", str(path), "--corpus", str(corpus), "--json"]]
        if replacing:
            commands.insert(0, ["remove", *replacing, "--corpus", str(corpus)])
        done = _run(commands, folder, waiting)
    said = done.said.rstrip("\n").rpartition("\n")[2]  # of the last command
    if done.status and not said.startswith("{"):
        refused = _refusal(done, _complaint(done.complained))
        # The page was read before: what is too much now is the corpus that it is to join.
        raise RefusedError("crowded", str(refused)) if refused.reason == "over" else refused
    (outcome,) = _object(said)["files"]
    if done.status:
        raise _refusal(done, str(outcome["detail"]).replace(path.name, page.name))
    return {name: str(outcome[name]) for name in ("outcome", "briefing_id", "detail")}


def _folder() -> "tempfile.TemporaryDirectory[str]":
    try:
        return tempfile.TemporaryDirectory(prefix="briefing-reading-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _no_room(error) from error


def _put(folder: str, name: str, data: bytes) -> Path:
    path = Path(folder) / name
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _no_room(error) from error
    return path


def _no_room(error: OSError) -> RefusedError:
    _LOG.error("A visitor's page cannot be kept: %s", error)
    return RefusedError("no_room")


def _run(commands: list[list[str]], folder: str, waiting: Callable[[], None]) -> Done:
    """Have the parser carry out `commands` when a place is free. Raises RefusedError."""
    if not _places.acquire(blocking=False):
        waiting()
        if not _places.acquire(timeout=_PATIENCE):
            raise RefusedError("busy")
    try:
        return process.run(commands, folder)
    except OSError as error:
        raise _no_room(error) from error
    finally:
        _places.release()


def _object(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        _LOG.error("The parser's answer is no JSON: %s", error)
        raise RefusedError("failed") from error


def _complaint(complained: str) -> str:
    """The sentence of a child's last words, "" where it had none."""
    lines = [line for line in complained.splitlines() if line.startswith(_SAYS)]
    return lines[-1].removeprefix(_SAYS) if lines else ""


def _refusal(done: Done, sentence: str) -> RefusedError:
    if done.status == _NOT_A_TRANSCRIPT:
        return RefusedError("not_a_transcript", sentence)
    if done.status == _UNREADABLE:
        over = not sentence or _OVER.match(sentence)
        return RefusedError("over" if over else "unreadable", sentence)
    _LOG.error("The parser ended with %s: %s", done.status, done.complained[-2000:])
    if os.strerror(errno.ENOSPC) in done.complained:
        return RefusedError("no_room")
    return RefusedError("failed", sentence)
