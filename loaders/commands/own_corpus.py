"""Which corpus a command may change."""

from pathlib import Path

from loaders.corpus.store import BUNDLED, MANIFEST
from loaders.errors import CorpusError


def require_own_corpus(folder: Path, *, new: bool) -> None:
    """Refuse the bundled corpus, and where none may begin (`new`) a folder that holds none."""
    if folder.resolve() == BUNDLED.resolve():
        raise CorpusError(
            f"{folder} is the bundled corpus, which `build` alone makes; name a folder of your own "
            "with --corpus."
        )
    if not new and not (folder / MANIFEST).exists():
        raise CorpusError(f"{folder} holds no corpus; name the folder of one with --corpus.")
