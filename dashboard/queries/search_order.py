"""In which order finds are listed: what can be read before what cannot, a session's own first."""

import pandas as pd

from dashboard.queries import session_corpus

_PARAGRAPH = ["year", "briefing_id", "paragraph"]


def readable_first(found: pd.DataFrame) -> pd.DataFrame:
    """Rows that have the columns of selection.paragraphs: first those whose text is held.

    Of each, what this session added before the rest; otherwise they stay in their order, which is
    by year, briefing and paragraph.
    """
    return _own_first(found.assign(unheld=found["text"].isna())).drop(columns="unheld")


def page_of_hits(counted: pd.DataFrame, *, first: int, size: int) -> pd.DataFrame:
    """Where the `size` finds from number `first`, from 0, stand, as a selection.tally counts them.

    year, briefing_id, unheld (whether in its paragraphs without a text), finds, and ahead: how many
    finds stand before. In the order of readable_first.
    """
    sums = counted.groupby(["year", "briefing_id"], as_index=False)[["occurrences", "readable"]]
    each = sums.sum()
    readable = each.assign(unheld=False, finds=each["readable"])
    others = each.assign(unheld=True, finds=each["occurrences"] - each["readable"])
    both = pd.concat([readable, others], ignore_index=True)
    blocks = _own_first(both[both["finds"] > 0])
    return _cut(blocks.assign(ahead=blocks["finds"].cumsum() - blocks["finds"]), first, size)


def hits_on_page(
    found: pd.DataFrame, *, needed: pd.DataFrame, first: int, size: int
) -> pd.DataFrame:
    """Those of the paragraphs `found` that hold these finds, with ahead, in the same order.

    found: of all briefings of `needed`, a stretch, as search_sql.finds gives them.
    """
    wanted = set(zip(needed["unheld"], needed["briefing_id"], strict=True))
    keys = zip(found["text"].isna(), found["briefing_id"], strict=True)
    inside = pd.Series([key in wanted for key in keys], index=found.index, dtype=bool)
    ordered = readable_first(found[inside])
    finds = ordered.groupby(_PARAGRAPH)["occurrences"].transform("sum")
    starts = ~ordered.duplicated(_PARAGRAPH)
    skipped = int(needed["ahead"].min()) if len(needed) else 0
    ahead = skipped + finds.where(starts, 0).cumsum() - finds
    return _cut(ordered.assign(finds=finds, ahead=ahead), first, size).drop(columns="finds")


def _cut(rows: pd.DataFrame, first: int, size: int) -> pd.DataFrame:
    """Those of `rows` that hold a find from number `first` on."""
    after = rows["ahead"] + rows["finds"] > first
    return rows[after & (rows["ahead"] < first + size)].reset_index(drop=True)


def _own_first(rows: pd.DataFrame) -> pd.DataFrame:
    session = session_corpus.current()
    mine = [each.briefing_id for each in session.added] if session else []
    ranked = rows.assign(others=~rows["briefing_id"].isin(mine))
    ordered = ranked.sort_values(["unheld", "others"], kind="stable", ignore_index=True)
    return ordered.drop(columns="others")
