"""Read data/lexicon/editions.toml: editions of a conference, as published reports state them."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

import msgspec

from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Rows, Table, Text, Words, load, place, require_distinct

Day = Annotated[str, msgspec.Meta(pattern=r"^20\d\d-[01]\d-[0-3]\d$")]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Report(Record, frozen=True):
    """A published report; `url` is None where its address is not at hand."""

    name: Text
    name_en: Text
    published_on: Day
    url: Text | None = None


class Other(Record, frozen=True):
    """A fact as another report prints it."""

    value: Text
    source: Text


class Stated(Record, frozen=True):
    """Facts of one `field`, which the reports `source` state; with `other` it is one fact."""

    field: Literal[
        "dates", "city", "venue", "theme", "organiser", "implementer", "sub_forum", "release"
    ]
    values: Words
    source: Words
    other: Other | None = None
    called_new: bool = False


class Edition(Record, frozen=True):
    """An edition; its facts are those of the briefing `briefing_id`, or `stated` by reports."""

    number: Count
    year: Count
    sub_forums: Count
    briefing_id: Text | None = None
    days: Annotated[float, msgspec.Meta(gt=0)] | None = None
    source: tuple[Text, ...] = ()
    stated: tuple[Stated, ...] = ()


class Editions(Record, frozen=True):
    """The whole file: the series, its editions, and id -> report."""

    series: Text
    sources: Table[Report]
    edition: Rows[Edition]


@cache
def editions() -> Editions:
    """Return the editions of the file, cached.

    Raises LexiconError if the file is not valid, two editions have a number or year, an edition has
    facts of its own and a briefing or neither, or a source is not listed.
    """
    listed = load(Editions, "editions")
    for field in ("number", "year"):
        require_distinct((str(getattr(each, field)) for each in listed.edition), place("editions"))
    for edition in listed.edition:
        _check(edition, listed.sources)
    return listed


def _check(edition: Edition, sources: Mapping[str, Report]) -> None:
    where = f"{place('editions')}, {edition.year}"
    if bool(edition.stated) == (edition.briefing_id is not None):
        raise LexiconError(
            f"{where}: an edition has the facts of a briefing or facts that reports state; "
            "give it briefing_id or [[edition.stated]]."
        )
    if edition.stated and not edition.source:
        raise LexiconError(f"{where}: its number of sub-forums has no source; add it.")
    named = [*edition.source]
    for facts in edition.stated:
        named += facts.source
        if facts.other:
            named.append(facts.other.source)
            if len(facts.values) > 1:
                raise LexiconError(
                    f"{where}: {facts.other.value} is another form of which fact? "
                    "Give that fact an [[edition.stated]] of its own."
                )
    for source in named:
        if source not in sources:
            raise LexiconError(f"{where}: the source {source} is not in [sources]; add it.")
    facts_of = (f"{facts.field} {value}" for facts in edition.stated for value in facts.values)
    require_distinct(facts_of, where)
