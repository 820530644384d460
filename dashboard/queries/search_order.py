"""The order of search hits: readable text first, then the briefings of this session."""

import pandas as pd

from dashboard.run_context import current_run

_PARAGRAPH_KEY = ["year", "briefing_id", "paragraph"]


def readable_first(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Sort paragraphs: those with a stored text first, then those without.

    Within each group, briefings that this session added come first. The sort is stable, so the
    order of the input (year, briefing, paragraph) is otherwise kept. `paragraphs` has the columns
    of selection.paragraphs.
    """
    with_state = paragraphs.assign(has_no_text=paragraphs["text"].isna())
    return _session_first(with_state).drop(columns="has_no_text")


def page_of_hits(counts: pd.DataFrame, *, first: int, size: int) -> pd.DataFrame:
    """Return the blocks that contain hits `first` (from 0) to `first` + `size` - 1.

    A briefing has up to two blocks: its hits in paragraphs with a stored text, and its hits in the
    others. Columns: year, briefing_id, has_no_text, hits (in the block) and hits_before (in all
    earlier blocks). Rows are in the order of readable_first. counts: rows of
    search.search_counts.
    """
    sums = counts.groupby(["year", "briefing_id"], as_index=False)[["occurrences", "readable"]]
    totals = sums.sum()
    readable = totals.assign(has_no_text=False, hits=totals["readable"])
    unreadable = totals.assign(has_no_text=True, hits=totals["occurrences"] - totals["readable"])
    blocks = pd.concat([readable, unreadable], ignore_index=True)
    blocks = _session_first(blocks[blocks["hits"] > 0])
    blocks = blocks.assign(hits_before=blocks["hits"].cumsum() - blocks["hits"])
    return _slice_hits(blocks, first, size)


def hits_on_page(
    paragraphs: pd.DataFrame, *, blocks: pd.DataFrame, first: int, size: int
) -> pd.DataFrame:
    """Return the rows of `paragraphs` that contain hits `first` (from 0) to `first` + `size` - 1.

    Rows are in the order of readable_first and get the column hits_before: the number of hits in
    all earlier paragraphs. paragraphs: rows of search.search_hits, of all briefings of
    `blocks`. blocks: rows of page_of_hits for the same hits.
    """
    wanted = set(zip(blocks["has_no_text"], blocks["briefing_id"], strict=True))
    keys = zip(paragraphs["text"].isna(), paragraphs["briefing_id"], strict=True)
    is_wanted = pd.Series([key in wanted for key in keys], index=paragraphs.index, dtype=bool)
    ordered = readable_first(paragraphs[is_wanted])
    hits = ordered.groupby(_PARAGRAPH_KEY)["occurrences"].transform("sum")
    starts = ~ordered.duplicated(_PARAGRAPH_KEY)
    skipped = int(blocks["hits_before"].min()) if len(blocks) else 0
    hits_before = skipped + hits.where(starts, 0).cumsum() - hits
    numbered = ordered.assign(hits=hits, hits_before=hits_before)
    return _slice_hits(numbered, first, size).drop(columns="hits")


def _slice_hits(rows: pd.DataFrame, first: int, size: int) -> pd.DataFrame:
    """Return the `rows` that contain any of hits `first` (from 0) to `first` + `size` - 1."""
    after = rows["hits_before"] + rows["hits"] > first
    return rows[after & (rows["hits_before"] < first + size)].reset_index(drop=True)


def _session_first(rows: pd.DataFrame) -> pd.DataFrame:
    session_ids = [each.briefing_id for each in current_run().session.added]
    ranked = rows.assign(others=~rows["briefing_id"].isin(session_ids))
    ordered = ranked.sort_values(["has_no_text", "others"], kind="stable", ignore_index=True)
    return ordered.drop(columns="others")
