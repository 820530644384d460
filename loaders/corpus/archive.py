"""The archive: earlier versions of a corpus, in the folder that $BRIEFING_ARCHIVE names.

It has the layout of a corpus without a pointer (loaders.corpus.manifest), so versions share the
files that they have in common. Deleting a manifest takes its version away; the files that no other
version lists go when the next version is kept. This program deletes no version.
"""

import os
import tempfile
from pathlib import Path

from loaders.corpus.folder_lock import locked
from loaders.corpus.manifest import FILES, Manifest, listed_files, manifest_path
from loaders.corpus.version_files import (
    SCRATCH,
    remove_scratch,
    remove_unlisted,
    write_version,
)

VARIABLE = "BRIEFING_ARCHIVE"


def folder_of_archive() -> Path | None:
    """Return the folder of the archive, None if none is named."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def is_in(folder: Path) -> bool:
    """Return whether the corpus in `folder` is its own archive, so that old versions stay there."""
    archive = folder_of_archive()
    return archive is not None and archive.resolve() == folder.resolve()


def places(folder: Path, version: str) -> list[Path]:
    """Return the folders that hold `version` of the corpus in `folder`: it, and the archive."""
    named = [folder, *filter(None, [folder_of_archive()])]
    return [each for each in dict.fromkeys(named) if manifest_path(each, version).is_file()]


def stored_files(folder: Path, version: str) -> list[Path]:
    """Return the paths of the manifests of `version` in these folders, and of the listed files."""
    paths = []
    for place in places(folder, version):
        manifest = manifest_path(place, version)
        paths.append(manifest)
        try:
            paths += [place / FILES / name for name in listed_files(manifest)]
        except (OSError, ValueError):
            continue
    return paths


def keep(folder: Path, manifest: Manifest) -> None:
    """Keep the version `manifest` of the corpus in `folder`; nothing if no archive is named.

    Leftovers of killed runs are removed. Raises OSError if it cannot be stored.
    """
    archive = folder_of_archive()
    if archive is None or is_in(folder) or manifest_path(archive, manifest.version).exists():
        return
    with locked(archive):
        remove_scratch(archive)
        with tempfile.TemporaryDirectory(dir=archive, prefix=SCRATCH) as name:
            files = [folder / FILES / each.name for each in manifest.fragments()]
            write_version(manifest, files, archive, scratch=Path(name), is_current=False)
        remove_unlisted(archive)
