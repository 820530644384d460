"""The archive: earlier versions of a corpus, in the folder that $BRIEFING_ARCHIVE names.

It has the layout of a corpus without a pointer (loaders.corpus.manifest), so versions share the
files that they have in common. Deleting a manifest takes its version away. Nothing is ever deleted
by this program.
"""

import os
import tempfile
from pathlib import Path

from loaders.corpus.manifest import FILES, MANIFESTS, Manifest, manifest_path
from loaders.corpus.snapshot import link_or_copy

VARIABLE = "BRIEFING_ARCHIVE"


def folder_of_archive() -> Path | None:
    """Return the folder of the archive, None if none is named."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def is_in(folder: Path) -> bool:
    """Return whether the corpus in `folder` is its own archive, so that old versions stay there."""
    archive = folder_of_archive()
    return archive is not None and archive.resolve() == folder.resolve()


def find(folder: Path, version: str) -> Path | None:
    """Return where `version` of the corpus in `folder` is: there, in the archive, or nowhere."""
    places = [folder, *filter(None, [folder_of_archive()])]
    return next((each for each in places if manifest_path(each, version).is_file()), None)


def keep(folder: Path, manifest: Manifest) -> None:
    """Keep the version `manifest` of the corpus in `folder`; nothing if no archive is named.

    Raises OSError if it cannot be stored.
    """
    archive = folder_of_archive()
    if archive is None or is_in(folder) or manifest_path(archive, manifest.version).exists():
        return
    for part in (FILES, MANIFESTS):
        (archive / part).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive, prefix=".new-") as scratch:
        for fragment in manifest.fragments():
            _store(folder / FILES / fragment.name, archive / FILES / fragment.name, Path(scratch))
        listed = Path(scratch) / "manifest"
        listed.write_text(manifest.text, "utf-8", newline="\n")
        listed.replace(manifest_path(archive, manifest.version))  # last: a version is there whole


def _store(source: Path, target: Path, scratch: Path) -> None:
    if not target.exists():
        link_or_copy(source, scratch / target.name)
        (scratch / target.name).replace(target)
