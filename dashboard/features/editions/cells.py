"""The facts of an edition as Markdown, each with the links to its sources."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import pandas as pd
from pandas.api.typing import NAType

from dashboard.escape import escape_markdown
from dashboard.features.editions.subjects import EVENT, Edition, Fact
from dashboard.i18n import pick, t
from dashboard.labels import passages

_OURS = "*"


class Cells:
    """Writes cells; `sources` (rows of queries.editions.sources) are numbered in their order."""

    def __init__(self, sources: pd.DataFrame) -> None:
        ids = sources["source_id"].tolist()
        self._numbers = {key: number for number, key in enumerate(ids, 1)}
        self._urls = dict(zip(ids, sources["url"].tolist(), strict=True))

    def facts(self, facts: Sequence[Fact]) -> str:
        """Return facts as a cell: those of one source in a row have its links once; "" for none."""
        groups = [list(own) for _, own in groupby(facts, key=_origin)]
        return " ".join(part for own in groups for part in self._group(own))

    def _group(self, facts: Sequence[Fact]) -> Iterator[str]:
        first = facts[0]
        yield escape_markdown(t("editions.item_separator").join(map(name, facts)))
        if first.field == EVENT:
            yield escape_markdown(t("editions.apart"))
        yield self._of_fact(first)
        if first.other_value and first.other_source:
            english = pick("", first.other_value_en or "")
            other = " ".join(filter(None, [english, first.other_value]))
            yield escape_markdown(t("editions.other_reading", value=other))
            yield self._links(first.other_source)
        chinese = [each.value for each in facts if each.value_en]
        if chinese and pick("", "en"):
            yield f"*{escape_markdown(t('editions.chinese').join(chinese))}*"

    def of_edition(self, edition: Edition) -> str:
        """Return the links to the sources of an edition's number of sub-forums and its length."""
        if edition.source:
            return self._links(edition.source)
        return self._passage(edition.briefing_id, edition.paragraph)

    def _of_fact(self, fact: Fact) -> str:
        if fact.source:
            return self._links(fact.source)
        return self._passage(fact.briefing_id, fact.paragraph)

    def _passage(self, briefing_id: str | None, paragraph: int | NAType) -> str:
        if not briefing_id or isinstance(paragraph, NAType):
            return ""
        href = passages.address(passages.key(briefing_id, paragraph))
        label = escape_markdown(t("editions.paragraph", n=paragraph))
        return f"[{label}]({href})"

    def _links(self, ids: str) -> str:
        return " ".join(self.link(key) for key in ids.split() if key in self._numbers)

    def link(self, source_id: str) -> str:
        """Return the number of a source, as a link if its address is at hand."""
        label, url = f"\\[{self._numbers[source_id]}\\]", self._urls[source_id]
        return f"[{label}]({url})" if url else label


def name(fact: Fact) -> str:
    """Return a fact in this run's language; English that is ours has a mark."""
    if fact.field == "dates":
        return dates(fact.value)
    mark = _OURS if fact.value_en_source == "ours" else ""
    return pick(fact.value, f"{fact.value_en}{mark}" if fact.value_en else fact.value)


def dates(value: str) -> str:
    """Return first/last day as one day or a span.

    >>> dates("2031-05-06/2031-05-06"), dates("2031-05-06/2031-05-07")
    ('2031-05-06', '2031-05-06 – 2031-05-07')
    """
    return " – ".join(dict.fromkeys(value.split("/")))


def _origin(fact: Fact) -> tuple[object, ...]:
    return fact.field, fact.source, fact.briefing_id, fact.paragraph, fact.other_value
