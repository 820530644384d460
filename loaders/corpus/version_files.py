"""The files of a version on disk: written in the layout of a corpus, and swept when unlisted."""

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from loaders.corpus.manifest import (
    FILES,
    MANIFESTS,
    POINTER,
    Manifest,
    listed_files,
    manifest_path,
    pointer_to,
)

SCRATCH = ".new-"  # how the folders begin in which versions are written


def write_version(
    manifest: Manifest,
    files: Iterable[Path],
    folder: Path,
    *,
    scratch: Path,
    is_current: bool,
    is_lasting: bool = True,
) -> None:
    """Write a version to the corpus or archive `folder`: its files, its manifest, then the pointer.

    files: one for each fragment of `manifest`, in order. Those in `scratch`, a folder of the same
    file system, are moved, over an older one of the name; others are linked or copied if `folder`
    lacks them. is_current: the pointer is written. is_lasting: each part is on disk before the next
    one begins. Raises OSError.
    """
    for part in (FILES, MANIFESTS):
        (folder / part).mkdir(parents=True, exist_ok=True)
    flush = _flush if is_lasting else _leave
    for fragment, path in zip(manifest.fragments(), files, strict=True):
        new, target = scratch / fragment.name, folder / FILES / fragment.name
        if path != new:
            if target.exists():
                continue
            _link_or_copy(path, new)
        flush(new)
        new.replace(target)
    flush(folder / FILES)
    last = {manifest_path(folder, manifest.version): manifest.text}
    if is_current:
        last[folder / POINTER] = pointer_to(manifest.version)
    for target, text in last.items():
        new = scratch / target.name
        new.write_text(text, "utf-8", newline="\n")
        flush(new)
        new.replace(target)
        flush(target.parent)


def remove_scratch(folder: Path) -> None:
    """Delete what killed runs were writing. Call it with the lock of `folder`."""
    for left in folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)


def remove_unlisted(folder: Path) -> None:
    """Delete the files that no manifest in `folder` lists; none if a manifest cannot be read.

    A killed run left them, or they are of a version that was taken away. Call it with the lock of
    `folder`. Who reads a version has copies of its files.
    """
    with suppress(OSError, ValueError):
        listed = {name for path in (folder / MANIFESTS).iterdir() for name in listed_files(path)}
        for path in (folder / FILES).iterdir():
            if path.name not in listed:
                path.unlink(missing_ok=True)


def _link_or_copy(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a copy where the system cannot link them."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def _flush(path: Path) -> None:
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _leave(_path: Path) -> None:
    """Leave it to the system when a file is written to disk."""
