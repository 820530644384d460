"""A lexicon that a test may change."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loaders import lexicon
from loaders.lexicon import (
    announcements,
    characters,
    editions,
    facts,
    labels,
    letters,
    mentions,
    organisations,
    outlets,
    phrases,
    places,
    sources,
    stopwords,
    surnames,
    titles,
    topics,
)
from loaders.text import set_phrases

CACHED: tuple[Callable[[], object], ...] = (
    announcements.announced_names, announcements.counted_names,
    characters.variant_words, characters.variants, editions.editions,
    facts.fact_names, labels.labels, letters.letters,
    mentions.mention_words, organisations.organisations, outlets.outlets, outlets.outlets_by_form,
    phrases._file, phrases.set_phrases, phrases.listed_phrases, phrases.quoted_phrases,
    places.places, sources.catalogue, stopwords.stopwords,
    surnames.surnames, titles.titles, topics.listed_topics, set_phrases._family_finder,
    set_phrases.listed_finder,
)  # fmt: skip


@pytest.fixture
def lexicon_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of data/lexicon/, from which the lexicon is read until the test ends."""
    folder = Path(shutil.copytree(lexicon.FOLDER, tmp_path / "lexicon"))
    monkeypatch.setattr(lexicon, "FOLDER", folder)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    for accessor in (lexicon.read, lexicon.version, *CACHED):
        accessor.cache_clear()  # type: ignore[attr-defined]  # each is decorated with cache
