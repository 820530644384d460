"""Word clouds in words: what a group is called, its bars, and what could not be drawn."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.charts.word_cloud import SEVERAL, colour
from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels.names import name
from dashboard.labels.numbers import lines, number, per_10k
from dashboard.labels.provenance import briefing, missing
from dashboard.queries import selection

LEAST = 2  # times: a word said once does not show how often it is said
_rows = selection.rows
_NAMED = 3  # groups whose largest word a sentence has room for
_IN_ALT = 20  # words of a picture that are read out
_IN_LINE = 11  # characters of a word that a line of the bars has room for


def group_name(by: str, key: str, briefings: pd.DataFrame) -> str:
    """What the group `key` is called: a year with one briefing by its city too."""
    held = _held(by, key, briefings)
    return briefing(held[0]) if len(held) == 1 else name(by, key)


def unsaid(by: str, key: str, briefings: pd.DataFrame, coverage: pd.DataFrame) -> str:
    """What was not captured of the briefings of a year; "" for a group of another kind."""
    gaps = (missing(coverage, row.briefing_id) for row in _held(by, key, briefings))
    return join(list(filter(None, gaps)))


def _held(by: str, key: str, briefings: pd.DataFrame) -> list[Any]:
    if by != "year":
        return []
    return _rows(briefings.loc[briefings["year"].astype(str) == key])


def heading(label: str, *, unit: str, characters: int, words: int, unsaid: str) -> str:
    """A group's name and, quieter, its base, its words and what was not captured, in Markdown."""
    form = f"size_{unit}" if words else "size"
    size = t(f"clouds.{form}", characters=number(characters), words=number(words))
    detail = t("clouds.size_gap", size=size, unsaid=unsaid) if unsaid else size
    return f"**{escape_markdown(label)}**  :gray[{escape_markdown(detail)}]"


def bars_heading(count: int, size: str) -> str:
    """What the bars beside a cloud show, in Markdown."""
    shown = t(f"clouds.bars_{size}", n=count)
    return f":gray[{escape_markdown(shown)}]"


def named(frame: pd.DataFrame, *, by: str, briefings: pd.DataFrame) -> pd.DataFrame:
    """`frame` (of term_frequency) with the groups' names first and their ids last."""
    labels = {key: group_name(by, key, briefings) for key in frame["group"].unique()}
    measures = [column for column in frame.columns if column != "group"]
    return frame.assign(group=frame["group"].map(labels), group_id=frame["group"])[
        ["group", *measures, "group_id"]
    ]


def bar_rows(frame: pd.DataFrame, *, chosen: Filters, label: str, faded: bool) -> pd.DataFrame:
    """Lines of ranked_bars: the words of one group, which have value and year too.

    label: the group's name. The word whose places are listed is marked, in a group not `faded`. A
    long name is cut: its hover text has the whole.
    """
    listed, palette = _rows(frame), theme.palette()
    tints = [palette.faded if faded else colour(row.year, palette=palette) for row in listed]
    clicks = [["term", row.term, chosen.group, row.group] for row in listed]
    marked = frame["term"].eq(chosen.term) & (not faded)
    return frame.assign(
        name=[_cut(row.term) for row in listed],
        value_text=[_value(row, chosen.size) for row in listed],
        colour=pd.Series(tints, index=frame.index, dtype=object).mask(marked, palette.accent),
        click=pd.Series(clicks, index=frame.index, dtype=object),
        hover=[_hover(row, label) for row in listed],
    )


def _cut(term: str) -> str:
    return term if len(term) <= _IN_LINE else f"{term[: _IN_LINE - 1]}…"


def _value(row: Any, size: str, form: str = "value") -> str:
    """What sizes a word, and its occurrences where they do not; form: "value", or "said"."""
    n = number(row.occurrences)
    values = {"occurrences": n, "rate": per_10k(row.per_10k), "distinctive": f"{row.g2:.1f}"}
    return t(f"clouds.{form}_{size}", value=values[size], n=n)


def _hover(row: Any, label: str) -> str:
    own = t(
        "clouds.hover_own",
        group=label,
        n=number(row.occurrences),
        rate=per_10k(row.per_10k),
        characters=number(row.characters),
    )
    return lines(row.term, own, *_against_rest(row), _seen(row.year), t("clouds.hover_click"))


def _against_rest(row: Any) -> Sequence[str]:
    if not row.rest_characters:
        return ()
    rest = t("clouds.hover_rest", n=number(row.rest_occurrences), rate=per_10k(row.rest_per_10k))
    ratio = t("clouds.hover_ratio", g2=f"{row.g2:+.1f}", log_ratio=f"{row.log_ratio:+.2f}")
    return rest, ratio


def _seen(year: int) -> str:
    return t("clouds.several") if year == SEVERAL else t("clouds.only", year=year)


def meanings(years: Iterable[int]) -> list[tuple[str, int]]:
    """What each colour means, and its year: those of `years`, SEVERAL last."""
    return [(_seen(year), year) for year in sorted(set(years), key=lambda y: (y == SEVERAL, y))]


def legend(years: Iterable[int]) -> list[str]:
    """What the colours mean, in Markdown: an entry for each of `years`, and one for several."""
    listed, palette = set(years), theme.palette()
    shown = meanings(listed | {SEVERAL} if len(listed) > 1 else listed)
    return [
        f':color[■]{{foreground="{colour(year, palette=palette)}"}} {escape_markdown(text)}'
        for text, year in shown
    ]


def reading(groups: Iterable[tuple[str, pd.DataFrame]], *, size: str) -> str:
    """What the sizes mean and, of a few groups (name and words), the largest word of each."""
    listed = list(groups)
    tops = [
        t("clouds.largest", group=label, term=row.term, value=_value(row, size, "said"))
        for label, words in (listed if len(listed) <= _NAMED else [])
        for row in _rows(words.head(1))
    ]
    scale = t(f"clouds.scale_{size}")
    return t("clouds.reading", scale=scale, largest=join(tops)) if tops else scale


def caveat(chosen: Filters, *, gaps: str) -> str:
    """What is counted, what is not drawn (below LEAST), and what was not captured."""
    circular = chosen.group == "topic" and chosen.size == "distinctive"
    parts = (
        t(f"clouds.{chosen.unit}_caveat"),
        t("clouds.drawn_caveat", least=LEAST),
        t("clouds.circular_caveat") if circular else "",
        t("clouds.base_caveat") if chosen.size == "rate" else "",
        gaps,
    )
    return " ".join(filter(None, parts))


def alt(words: pd.DataFrame, *, label: str, count: int, unit: str, size: str) -> str:
    """A picture in words: the largest of its `count` words and their figures."""
    items = [
        t("chart.bars_alt_item", name=row.term, value=_value(row, size))
        for row in _rows(words.head(_IN_ALT))
    ]
    return t(f"clouds.alt_{unit}", group=label, words=number(count), items=join(items))


def caption(label: str, chosen: Filters, *, characters: int, unsaid: str, source: str) -> list[str]:
    """What stands below the words in a file, so that the picture says what it is."""
    scale = t(f"clouds.scale_{chosen.size}")
    base = t("clouds.size", characters=number(characters))
    return [
        t(f"clouds.caption_{chosen.unit}", group=label, scale=scale),
        t("clouds.size_gap", size=base, unsaid=unsaid) if unsaid else base,
        t("panel.picture_source", source=source, version=selection.corpus().version),
    ]


def no_cloud(few: bool, size: str, *, least: int) -> str:
    """Why a group has bars and no cloud: `few` words, or words that are all too small to read."""
    reason = ("few_distinctive" if size == "distinctive" else "few") if few else "too_small"
    return t(f"clouds.{reason}", least=least)


def left_out(
    *,
    unheard: Sequence[tuple[str, str]],
    small: Sequence[tuple[str, int]],
    plain: Sequence[str],
    beyond: Sequence[str],
    least: int,
) -> str:
    """Why groups are not there: one sentence a reason, "" where all are.

    unheard: name, and what of it was not captured. small: name and characters, fewer than `least`.
    plain: names of those with no word to show. beyond: names of those that are too many.
    """
    few = [t("clouds.small_item", group=name, characters=number(size)) for name, size in small]
    sentences = [
        *(t("clouds.unheard", group=group, missing=missing) for group, missing in unheard),
        t("clouds.small", least=least, items=join(few)) if few else "",
        t("clouds.plain", items=join(list(plain))) if plain else "",
        t("clouds.beyond", n=len(beyond), items=join(list(beyond))) if beyond else "",
    ]
    return " ".join(filter(None, sentences))
