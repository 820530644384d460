"""Queries on answers: the documents and figures named in them, and the wordings that are new."""

from collections.abc import Mapping

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.queries import wording
from dashboard.queries.conditions import paragraphs_within
from dashboard.queries.query import cached_per_corpus, corpus_query

NAMED = ("document", "figure")  # kinds of mentions


@corpus_query(maxsize=4)
def mentions(filters: Filters) -> str:
    """Select the documents and figures in the answers within `filters`, in the order of the text.

    Rows of table mentions, with turn.
    """
    kinds = ", ".join(f"'{kind}'" for kind in NAMED)
    return f"""SELECT p.turn, m.* FROM ({paragraphs_within(filters)}) p
        JOIN mentions m USING (briefing_id, paragraph)
        WHERE p.kind = 'answer' AND m.kind IN ({kinds})
        ORDER BY p.year, briefing_id, paragraph, m."offset", m.mention"""


@cached_per_corpus(parameters=BRIEFING_PARAMETERS)
def new_wordings(filters: Filters) -> Mapping[tuple[str, int], list[str]]:
    """Return (briefing_id, turn) -> the wordings of an answer that the page Wording lists as new.

    They are in the order in which they are said first. A briefing has none that is not the newer
    one of the pair which that page compares by default.
    """
    later, new = wording.new_in_pair()
    said: pd.DataFrame = _phrases(filters)
    own = said.loc[said["briefing_id"].eq(later) & said["phrase"].isin(new)]
    found: dict[tuple[str, int], list[str]] = {}
    for briefing_id, turn, phrase in zip(
        own["briefing_id"], own["turn"], own["phrase"], strict=True
    ):
        words = found.setdefault((briefing_id, turn), [])
        if phrase not in words:
            words.append(phrase)
    return found


@corpus_query(maxsize=0)
def _phrases(filters: Filters) -> str:
    return f"""SELECT p.briefing_id, p.turn, c.phrase FROM ({paragraphs_within(filters)}) p
        JOIN phrase_counts c USING (briefing_id, paragraph)
        WHERE p.kind = 'answer' AND c.occurrences > 0
        ORDER BY p.briefing_id, p.paragraph, c.phrase"""
