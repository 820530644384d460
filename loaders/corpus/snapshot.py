"""Private copies of the files of a corpus: a reader reads one version, whole.

A file is copied once in a process, into the process's own temporary folder, and its checksum is
compared while it is copied. From then on it does not matter what happens to the corpus on disk.
Versions share the files that they have in common; a file is deleted with the last reader of it.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from weakref import finalize

from loaders.corpus import archive
from loaders.corpus.manifest import (
    FILES,
    REMEDY,
    Fragment,
    Manifest,
    current_version,
    read_manifest,
    sha256_of,
)
from loaders.errors import CorpusError
from loaders.sandbox.own_folder import own_folder

_CHUNK_BYTES = 1 << 20
_ATTEMPTS = 20  # each follows a new version that was published meanwhile

_holders = Counter[Path]()  # private file -> the snapshots that hold it
_released = deque[Path]()  # files whose holders are gone, until the next look
_lock = Lock()


class Snapshot:
    """One version of a corpus: its manifest, and `files`, the private files of each table."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Copy the files of `manifest` from the corpus or archive `folder`.

        Raises CorpusError if a file is missing or damaged, or no copy can be stored.
        """
        self.manifest = manifest
        held: list[Path] = []
        finalize(self, _release, held)
        self.files: Mapping[str, Sequence[Path]] = {
            name: [_hold(folder / FILES / each.name, each, held) for each in fragments]
            for name, fragments in manifest.tables.items()
        }

    def is_intact(self) -> bool:
        """Return whether all private files exist: the system may clean temporary folders."""
        return all(path.exists() for found in self.files.values() for path in found)


def take(folder: Path, version: str) -> Snapshot:
    """Return a snapshot of `version` of the corpus in `folder`: from there, else from the archive.

    Raises the CorpusError of the first place if it is whole in none.
    """
    problems: list[CorpusError] = []
    for place in archive.places(folder, version) or [folder]:
        try:
            return Snapshot(place, read_manifest(place, version))
        except CorpusError as error:
            problems.append(error.with_traceback(None))  # which would hold the files copied so far
    raise problems[0]


def take_current(folder: Path) -> Snapshot:
    """Return a snapshot of the current version of the corpus in `folder`.

    If a writer replaces that version meanwhile, the next one is taken. Raises CorpusError.
    """
    for _ in range(_ATTEMPTS):
        version = current_version(folder)
        try:
            return take(folder, version)
        except CorpusError:
            if current_version(folder) == version:
                raise
    raise CorpusError(f"{folder} is replaced all the time; stop what writes to it.")


def check_stored(folder: Path, manifest: Manifest) -> None:
    """Raise CorpusError if a file of `manifest` in the corpus `folder` is missing or damaged."""
    for fragment in manifest.fragments():
        path = folder / FILES / fragment.name
        try:
            found = sha256_of(path)
        except OSError as error:
            raise CorpusError(f"{path} cannot be read ({error.strerror}); {REMEDY}.") from error
        if found != fragment.sha256:
            raise _damaged(path)


def _damaged(path: Path) -> CorpusError:
    return CorpusError(f"{path} is not the file that the manifest names; {REMEDY}.")


def _hold(source: Path, fragment: Fragment, held: list[Path]) -> Path:
    """Return the private copy of `source`, made if it is missing, and add it to `held`."""
    try:
        folder = own_folder() / "corpus-files"  # before the lock: it has a lock of its own
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _no_room(source, error) from error
    with _lock:
        _drop_released()
        try:
            path = folder / f"{fragment.sha256}.parquet"
            _holders[path] += 1  # before it is looked for: a release may delete it
            held.append(path)
            if not path.exists():
                _copy(source, path, fragment.sha256)
        except OSError as error:
            if error.filename == str(source):
                raise CorpusError(
                    f"{source} cannot be read ({error.strerror}); {REMEDY}."
                ) from error
            raise _no_room(source, error) from error
    return path


def _no_room(source: Path, error: OSError) -> CorpusError:
    return CorpusError(
        f"{source.name} cannot be copied to the temporary folder ({error.strerror}); free some."
    )


def _copy(source: Path, path: Path, sha256: str) -> None:
    """Copy `source` to `path` if its SHA-256 is as stated; else raise CorpusError."""
    digest, partial = hashlib.sha256(), path.with_suffix(".part")
    try:
        with source.open("rb") as read, partial.open("wb") as written:
            while chunk := read.read(_CHUNK_BYTES):
                digest.update(chunk)
                written.write(chunk)
        if digest.hexdigest() != sha256:
            raise _damaged(source)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _release(held: list[Path]) -> None:
    """Give up `held`. A garbage collection may call this anywhere, so it waits for no lock."""
    _released.extend(held)
    if _lock.acquire(blocking=False):
        try:
            _drop_released()
        finally:
            _lock.release()


def _drop_released() -> None:
    """Delete the released files that nobody else holds. Call it with the lock."""
    while _released:
        path = _released.popleft()
        _holders[path] -= 1
        if not _holders[path]:
            del _holders[path]
            with suppress(OSError):
                path.unlink()
