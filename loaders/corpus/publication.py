"""Publish a new version of a corpus: write its files, then rename the pointer to it.

Writers take turns, by a lock on the folder. Whatever a run that was killed left behind, the next
one removes; the pointer is renamed last, so a reader sees the old version or the new one.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from loaders.corpus import archive
from loaders.corpus.manifest import (
    FILES,
    MANIFESTS,
    PARTS,
    POINTER,
    Manifest,
    current_version,
    manifest_path,
    pointer_to,
    read_manifest,
)
from loaders.corpus.snapshot import check_stored
from loaders.corpus.table_files import check_files, write_files
from loaders.errors import CorpusError

if sys.platform != "win32":
    import fcntl

_SCRATCH = ".new-"  # the folder in which a version is written


@contextmanager
def writing(folder: Path, *, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Be the only writer of the corpus in `folder`, which is made if it is missing.

    waiting: called once if another run writes to it now. Leftovers of killed runs are removed. A
    folder that was made and is still empty at the end is removed. Windows has no such lock. Raises
    CorpusError if the folder is a file, holds anything but a corpus, or cannot be written.
    """
    try:
        _require_corpus_only(folder)
        is_new = not folder.exists()
        with _locked(folder, waiting):
            for left in folder.glob(f"{_SCRATCH}*"):
                shutil.rmtree(left, ignore_errors=True)
            try:
                yield
            finally:
                if is_new:
                    with suppress(OSError):  # it holds a corpus
                        folder.rmdir()
    except OSError as error:
        raise CorpusError(f"{folder} cannot be written: {error.strerror or error}.") from error


def publish(
    chunks: Mapping[str, Iterable[pa.Table]], folder: Path, metadata: Mapping[str, Any]
) -> str:
    """Write a new version of the corpus in `folder`, make it the current one, and return it.

    To be called while `writing` it. The rows of a table must be sorted by its key over all its
    chunks. metadata: versions of parser and lexicon. The old version is deleted, or kept in the
    archive if there is one. Raises OSError if a file cannot be written, SchemaError if the tables
    are not valid.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=_SCRATCH) as name:
        scratch = Path(name)
        tables = write_files(chunks, scratch)
        check_files(scratch, tables)
        manifest = Manifest(tables, metadata)
        (scratch / POINTER).write_text(pointer_to(manifest.version), "utf-8", newline="\n")
        listed = scratch / f"{manifest.version}.json"
        listed.write_text(manifest.text, "utf-8", newline="\n")
        _archive_current(folder)
        for part in (FILES, MANIFESTS):
            (folder / part).mkdir(exist_ok=True)
        for fragment in manifest.fragments():
            _move(scratch / fragment.name, folder / FILES / fragment.name)
        _move(listed, manifest_path(folder, manifest.version))
        _move(scratch / POINTER, folder / POINTER)
    if not archive.is_in(folder):
        _remove_others(folder, manifest)
    return manifest.version


def _require_corpus_only(folder: Path) -> None:
    """Raise CorpusError if `folder` is a file, or contains a file that is not part of a corpus."""
    if folder.is_dir():
        names = sorted(path.name for path in folder.iterdir())
        others = [name for name in names if name not in PARTS and not name.startswith(_SCRATCH)]
    else:
        others = [folder.name] if folder.exists() else []
    if others:
        raise CorpusError(
            f"{folder} holds {others[0]}, which is no part of a corpus of this release; "
            "name an empty or a new folder."
        )


def _archive_current(folder: Path) -> None:
    with suppress(CorpusError):  # none is there, or it is damaged
        manifest = read_manifest(folder, current_version(folder))
        check_stored(folder, manifest)
        archive.keep(folder, manifest)


def _move(source: Path, target: Path) -> None:
    """Rename `source` to `target`, both whole on disk before anything that follows."""
    _flush(source)
    source.replace(target)
    if sys.platform != "win32":
        _flush(target.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_others(folder: Path, manifest: Manifest) -> None:
    """Delete what `manifest` does not list; who reads an older version has copies of its files."""
    listed = {f"{manifest.version}.json", *(each.name for each in manifest.fragments())}
    for part in (MANIFESTS, FILES):
        for path in (folder / part).iterdir():
            if path.name not in listed:
                path.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of `folder`, which is made if it is missing."""
    if sys.platform == "win32":
        folder.mkdir(parents=True, exist_ok=True)
        yield
        return
    descriptor = _lock(folder, waiting)
    while not _is_same(descriptor, folder):  # who had the lock has removed the folder
        os.close(descriptor)
        descriptor = _lock(folder, waiting)
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(folder: Path, waiting: Callable[[], None]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _is_same(descriptor: int, folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), folder.stat())
    except FileNotFoundError:
        return False
