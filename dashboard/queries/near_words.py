"""Words that share windows of five words with a word, by briefing, from table `cooccurrence`.

Up to four windows show one place. A pair that is together in one place alone of a section and role
of a briefing has no row, so that a word which is not listed may still have been near.
"""

from typing import Literal

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries import host_names, pair, selection
from dashboard.queries.conditions import applicable_filters, table_condition, values_of
from dashboard.queries.query import cached_per_corpus, fetch

_TABLE = "cooccurrence"
WINDOW = 5  # words
WINDOWS_OF_PLACE = WINDOW - 1  # at most: those that show two neighbours
# With fewer there may be two places alone, and no ratio is shown.
MIN_WINDOWS = 2 * WINDOWS_OF_PLACE + 1
_MAX_BRIEFINGS = 8  # as many as a page shows
_PARAMETERS = applicable_filters(_TABLE)
Reason = Literal["", "character", "stopword", "word"]


def shown(chosen: Filters) -> Filters:
    """Return the filters of `chosen` that apply to the table, on the briefings that are shown.

    Without a filter of briefings these are the two that are compared, else the latest of those
    selected.
    """
    applied = chosen.only(*_PARAMETERS)
    sides = None if chosen.briefings_only.is_filtered else pair.sides_of(chosen)
    if sides:
        return sides.restrict(applied)
    ids = selection.briefings(chosen.briefings_only)["briefing_id"].tolist()
    return applied.replace(briefing=ids[-_MAX_BRIEFINGS:]) if len(ids) > _MAX_BRIEFINGS else applied


def unreached(chosen: Filters) -> list[str]:
    """Return the parameters set in `chosen` by which the table is not counted apart."""
    return selection.inapplicable_filters(_TABLE, chosen)


@cached_per_corpus(parameters=_PARAMETERS)
def near_words(word: str, chosen: Filters) -> pd.DataFrame:
    """Return a row for each word near `word` in each briefing, the most windows first.

    near: the word. windows: the number of windows with both, summed over the sections and roles in
    which the pair is stored. by_chance: the number of these if both words were spread independently
    over the windows of each of them. ratio: windows / by_chance. sufficient: there are MIN_WINDOWS
    or more. host_name: it names a host (see host_names). english: its gloss, or None.
    """
    where = table_condition(_TABLE, chosen)
    rows = fetch(
        f"""SELECT near, year, briefing_id, windows, by_chance, english
        FROM (SELECT if(term_a = $word, term_b, term_a) AS near, briefing_id,
            CAST(sum(n) AS INTEGER) AS windows,
            sum(CAST(n_a AS DOUBLE) * n_b / units) AS by_chance
            FROM {_TABLE} WHERE unit = 'window_{WINDOW}' AND $word IN (term_a, term_b) AND {where}
            GROUP BY ALL)
        JOIN briefings USING (briefing_id) LEFT JOIN phrases ON phrase = near
        ORDER BY year, briefing_id, windows DESC, windows / by_chance DESC, near""",
        {"word": word, **values_of(chosen)},
    )
    is_host_name = host_names.matcher(chosen.briefings_only)
    return rows.assign(
        ratio=rows["windows"] / rows["by_chance"],
        sufficient=rows["windows"] >= MIN_WINDOWS,
        host_name=pd.Series([is_host_name(near) for near in rows["near"]], dtype=bool),
    )


@cached_per_corpus(maxsize=64)
def why_none(word: str) -> Reason:
    """Return why the table can hold no pair of `word`, "" if it can.

    character: it is a single one. stopword: it is one, or a piece of words. word: the corpus has
    no such word, for example since it is a phrase of several words.
    """
    if len(word) < 2:
        return "character"
    found = fetch(
        """SELECT bool_or(is_stopword OR is_fragment) AS is_left_out FROM terms
        JOIN term_counts USING (term) WHERE term = $word AND tokens_lexicon > 0 GROUP BY term""",
        {"word": word},
    )
    if found.empty:
        return "word"
    return "stopword" if found["is_left_out"].any() else ""
