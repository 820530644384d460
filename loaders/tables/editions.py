"""Build the tables of the editions of a conference from data/lexicon/editions.toml."""

from collections.abc import Iterator

import pyarrow as pa

from loaders.lexicon.editions import Edition, editions
from loaders.lexicon.facts import fact_names
from loaders.schema import from_rows

SEPARATOR = " "  # between the sources of one cell

Row = dict[str, object]


def edition_tables() -> dict[str, pa.Table]:
    """Build `editions`, `edition_facts` and `edition_sources`, whatever briefings are built.

    The facts of an edition with a briefing_id are in table `facts`, under that id, if the corpus
    has the briefing; `edition_facts` has those of the other editions, with the names and ids of
    lexicon.facts.FactName, numbered in the order of the file.
    """
    listed = editions()
    sources = ({"source_id": key, **_fields(each)} for key, each in listed.sources.items())
    return {
        "editions": from_rows("editions", (_row(each, listed.series) for each in listed.edition)),
        "edition_facts": from_rows(
            "edition_facts", (row for each in listed.edition for row in _facts(each))
        ),
        "edition_sources": from_rows("edition_sources", sources),
    }


def edition_id(edition: Edition) -> str:
    """Return the id of an edition: its year."""
    return str(edition.year)


def _fields(record: object) -> Row:
    return {name: getattr(record, name) for name in record.__struct_fields__}  # type: ignore[attr-defined]  # of msgspec's


def _row(edition: Edition, series: str) -> Row:
    source = SEPARATOR.join(edition.source) or None
    return {
        **_fields(edition),
        "edition_id": edition_id(edition),
        "series": series,
        "source": source,
    }


def _facts(edition: Edition) -> Iterator[Row]:
    names = fact_names()
    facts = ((stated, value) for stated in edition.stated for value in stated.values)
    for number, (stated, value) in enumerate(facts, 1):
        name = names.get(value)
        other = stated.other
        other_name = names.get(other.value) if other else None
        if other_name and other_name.value_en_source == "ours":
            other_name = None  # a translation of ours would hide how the wordings differ
        yield {
            "edition_id": edition_id(edition),
            "fact": number,
            "field": stated.field,
            "value": value,
            **(name._asdict() if name else {}),
            "called_new": stated.called_new,
            "source": SEPARATOR.join(stated.source),
            "other_value": other and other.value,
            "other_value_en": other_name and other_name.value_en,
            "other_source": other and other.source,
        }
