"""Publish a new version of a corpus: write its files, then rename the pointer to it.

Writers take turns, by a lock on the folder. Whatever a run that was killed left behind, the next
one removes; the pointer is renamed last, so a reader sees the old version or the new one.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from loaders.corpus import archive
from loaders.corpus.folder_lock import locked
from loaders.corpus.manifest import (
    MANIFESTS,
    PARTS,
    Manifest,
    current_version,
    manifest_path,
    read_manifest,
)
from loaders.corpus.snapshot import check_stored
from loaders.corpus.table_files import check_files, write_files
from loaders.corpus.version_files import (
    SCRATCH,
    remove_scratch,
    remove_unlisted,
    write_version,
)
from loaders.errors import CorpusError


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
        with locked(folder, waiting):
            remove_scratch(folder)
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
    with tempfile.TemporaryDirectory(dir=folder, prefix=SCRATCH) as name:
        scratch = Path(name)
        tables = write_files(chunks, scratch)
        check_files(scratch, tables)
        manifest = Manifest(tables, metadata)
        _archive_current(folder)
        files = [scratch / each.name for each in manifest.fragments()]
        write_version(manifest, files, folder, scratch=scratch, is_current=True)
    if not archive.is_in(folder):
        for path in (folder / MANIFESTS).iterdir():
            if path != manifest_path(folder, manifest.version):
                path.unlink(missing_ok=True)
    remove_unlisted(folder)
    return manifest.version


def _require_corpus_only(folder: Path) -> None:
    """Raise CorpusError if `folder` is a file, or contains a file that is not part of a corpus."""
    if folder.is_dir():
        names = sorted(path.name for path in folder.iterdir())
        others = [name for name in names if name not in PARTS and not name.startswith(SCRATCH)]
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
