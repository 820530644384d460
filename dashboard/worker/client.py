"""The interface by which the dashboard calls the parser: in another process, under limits.

A page from a visitor may take forever or fill the memory, and the parser's libraries alone would
cost the server 100 MB. So the server imports nothing of the parser: another process does the work
(dashboard.worker.process), under limits on time and memory, in a folder that is removed afterwards.
Only the thread of that visitor's run waits for the process.
"""

import errno
import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import get_ident
from typing import Any, NamedTuple

from dashboard import sessions
from dashboard.worker import process
from dashboard.worker.fair_queue import FairQueue, FullError, Owner
from dashboard.worker.process import Done
from loaders.contract import (
    EDITION_SUFFIX,
    FORMATS,
    SUFFIXES,
    UNREADABLE_STATUS,
    Answer,
    FileAnswer,
)
from loaders.edition.model import Edition
from loaders.errors import BriefingsError, UnreadableError
from loaders.messages import CodeObject
from loaders.sandbox.limits import SECONDS, WALL_FACTOR

# FORMATS and SUFFIXES are those of loaders.readers.READERS, but the server imports no reader.

_LOG = logging.getLogger(__name__)
_AT_ONCE = 2  # jobs that run at once on the whole server
_MOST_WAITING = 40  # jobs that wait for one of these places; at 0.5 s a page, 10 s for the last
# Seconds that a visitor waits for one of these places: the longest that a job can occupy it, and 30
# to start its process on a busy machine.
_PATIENCE = SECONDS * WALL_FACTOR + 30.0
# File names of the page and its reading in their folder: the visitor's own name may be invalid
# there, or taken.
_STEM, _EDITION = "briefing-page", "edition.json"

_places = FairQueue(_AT_ONCE, _MOST_WAITING)


class RefusedError(BriefingsError):
    """A page of a visitor could not be read or added.

    `reason` is the key of a sentence in the locales: the group of the parser's code (see
    loaders.messages), such as not_a_transcript, password or over (the page exceeds a limit); or
    crowded (the corpus exceeds a limit), busy (too many wait, or no place became free in time),
    full (the server holds too many drafts), grown (by corrections, beyond a limit), no_room (a file
    cannot be stored, or no process can start) or failed (anything else). `stated` is the parser's
    refusal, an object of RefusedFileError.as_object, or None.
    """

    def __init__(self, reason: str, stated: CodeObject | None = None) -> None:
        super().__init__(reason)
        self.reason, self.stated = reason, stated


class Page(NamedTuple):
    """A page of a visitor: the name of its file, for display, and its bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The file suffix by which a reader is chosen; that of plain text for an unknown suffix."""
        found = Path(self.name.replace("\0", "")).suffix.lower()
        return found if found in (*SUFFIXES, EDITION_SUFFIX) else FORMATS["text"][0]

    @property
    def stored_name(self) -> str:
        """The name of the file in the folder of a job."""
        return f"{_STEM}{self.suffix}"


def prepare() -> None:
    """Start an idle worker if there is none; for when a visitor may upload a page soon."""
    process.idle_worker.start()


def read(page: Page, *, waiting: Callable[[], None] = lambda: None) -> Edition:
    """Parse `page` and return the object of `python -m loaders parse --json`.

    The object's source is the name of the page; for a saved reading, the name of the page that it
    was read from. waiting: called once if the job must wait for its visitor's turn. Raises
    RefusedError if the page cannot be read.
    """
    done = _run({page.stored_name: page.data}, [["parse", page.stored_name, "--json"]], waiting)
    if done.status:
        raise _refusal(done, _last_object(done))
    edition: Edition = _object(done.stdout)
    return edition if page.suffix == EDITION_SUFFIX else {**edition, "source": page.name}


def add(
    edition: Edition,
    page: Page,
    corpus: Path,
    *,
    replacing: Sequence[str] = (),
    waiting: Callable[[], None] = lambda: None,
) -> FileAnswer:
    """Add `edition`, the corrected reading of `page`, to the corpus in folder `corpus`.

    replacing: ids of briefings to remove first. waiting: as in `read`. Raises RefusedError if the
    page cannot be added; the corpus is then unchanged, except that the briefings `replacing` may
    be gone.
    """
    # The edition names the file of the page, so that the parser keeps the text as published.
    stated = json.dumps({**edition, "source": page.stored_name}, ensure_ascii=True).encode()
    target = str(corpus.absolute())
    commands = [["add", _EDITION, "--corpus", target, "--json"]]
    if replacing:
        commands.insert(0, ["remove", *replacing, "--corpus", target])
    try:
        done = _run({page.stored_name: page.data, _EDITION: stated}, commands, waiting)
        answer = _last_object(done)
        if done.status:
            raise _refusal(done, answer)
    except RefusedError as refused:
        if refused.reason != "over":
            raise
        # The page was read within the limits before, so it is the corpus that exceeds one.
        raise RefusedError("crowded") from refused
    (file,) = answer["files"]
    return file


def _run(
    files: Mapping[str, bytes], commands: list[list[str]], waiting: Callable[[], None]
) -> Done:
    """Run `commands` of the parser as soon as it is this visitor's turn for one of the places.

    files: see process.run. waiting: called once if that is not at once. Raises RefusedError
    ("busy", "no_room", "over").
    """
    owner = Owner(sessions.current_client(), sessions.current_id() or str(get_ident()))
    try:
        with _places.place(owner, patience=_PATIENCE, waiting=waiting):
            return process.run(files, commands)
    except FullError as error:
        raise RefusedError("busy") from error
    except UnreadableError as error:
        raise RefusedError("over", error.as_object()) from error
    except OSError as error:
        _LOG.error("A visitor's page cannot be stored: %s", error)
        raise RefusedError("no_room") from error


def _object(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        _LOG.error("The parser's answer is not valid JSON: %s", error)
        raise RefusedError("failed") from error


def _last_object(done: Done) -> Answer:
    """Return the object that the last command printed; {} for a failed one that printed none."""
    printed = done.stdout.rstrip("\n").rpartition("\n")[2]
    if done.status and not printed.startswith("{"):
        return {}
    answer: Answer = _object(printed)
    return answer


def _refusal(done: Done, answer: Answer) -> RefusedError:
    """Build the error for a failed process from its refusal or that of its file, if it has one."""
    stated = [answer.get("refusal"), *(file["refusal"] for file in answer.get("files", []))]
    for refusal in filter(None, stated):
        return RefusedError(str(refusal["code"]).partition(".")[0], refusal)
    if done.status == UNREADABLE_STATUS and not answer:  # no memory left to say why
        return RefusedError("over")
    _LOG.error("The parser ended with %s: %s", done.status, done.stderr[-2000:])
    if os.strerror(errno.ENOSPC) in done.stderr:
        return RefusedError("no_room")
    return RefusedError("failed")
