"""Labels and texts of the word clouds: names of groups, their bars, and what could not be drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import pandas as pd

from dashboard.charts.word_cloud import SEVERAL_YEARS, year_colour
from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import join_lines, number, per_10k, percent, times
from dashboard.queries.rows import rows_of
from dashboard.run_context import current_run
from dashboard.stats.distinctiveness import MIN_IN_GROUP
from dashboard.stats.multiple_tests import FALSE_SHARE
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES
from dashboard.stats.term_frequency import MIN_DRAWN

MAX_BARS = 16  # per group
_MAX_NAMED = 3  # groups whose largest word a sentence names
_MAX_ALT_WORDS = 20  # of a picture, in its alt text
_MAX_BAR_CHARACTERS = 11  # shown of a word next to its bar


@dataclass(slots=True)
class _WordRow:
    """A row of stats.term_frequency, with `value`, which sets the size of the word."""

    term: str
    value: float
    occurrences: int
    per_10k: float
    rest_occurrences: int
    host_name: bool


@dataclass(slots=True)
class _BarRow(_WordRow):
    year: int
    characters: int
    rest_characters: int
    rest_per_10k: float
    log_ratio: float
    low: float
    high: float
    hollow: bool


def group_name(by: str, key: str, briefings: Sequence[str] = ()) -> str:
    """Return the name of the group `key`; a group of `by` "year" is one briefing.

    briefings: the id of the only briefing in which the group is counted, if it is one alone.
    """
    names = labels_briefings.names()
    if by == "year":
        return names[key]
    name = filter_name(by, key)
    return t("clouds.group_of", group=name, briefing=names[briefings[0]]) if briefings else name


def heading(label: str, *, unit: str, characters: int, words: int, not_captured: str) -> str:
    """Return the Markdown heading of a cloud: the group, and in grey its size and what is missing.

    characters: of the group. words: the number drawn, 0 without a cloud. not_captured: a note, or
    "".
    """
    form = f"size_{unit}" if words else "size"
    size = t(f"clouds.{form}", characters=number(characters), words=number(words))
    detail = t("clouds.size_gap", size=size, unsaid=not_captured) if not_captured else size
    return f"**{escape_markdown(label)}**  :gray[{escape_markdown(detail)}]"


def bars_heading(count: int, size: str) -> str:
    """Return the heading of the bars next to a cloud, in Markdown.

    count: the number of bars; size: one of VIEWS["size"].
    """
    text = t(f"clouds.bars_{size}", n=count)
    return f":gray[{escape_markdown(text)}]"


def join_headings(group: str, note: str, bars: str) -> str:
    """Return the heading of bars without a cloud beside them, in Markdown.

    group and bars: headings in Markdown; note: why there is no cloud, in plain text.
    """
    return f"{group}\n\n:gray[{escape_markdown(note)}]\n\n{bars}"


def add_names(frame: pd.DataFrame, *, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return `frame` (rows of stats.term_frequency), the groups' names first, their ids last.

    labels: group -> its name.
    """
    measures = [column for column in frame.columns if column != "group"]
    return frame.assign(group=frame["group"].map(labels), group_id=frame["group"])[
        ["group", *measures, "group_id"]
    ]


def bar_rows(
    frame: pd.DataFrame, *, chosen: Filters, label: str, briefings: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the rows of charts.ranked_bars: one per word of a group.

    frame: rows of stats.term_frequency with the columns value and year. label: the group's name.
    briefings: the id of the only briefing in which the group is counted, if it is one alone.
    The word whose passages are listed is marked in each group that is listed. A long word is
    truncated next to its bar; its hover text is complete.
    """
    listed, palette = rows_of(frame, _BarRow), current_run().palette
    tints = [year_colour(row.year, palette=palette) for row in listed]
    groups = frame["group"].map(lambda key: _group_within(chosen.group, key, briefings))
    clicks = [
        ["term", row.term, "within", group] for row, group in zip(listed, groups, strict=True)
    ]
    marked = frame["term"].eq(chosen.term) & (groups.eq(chosen.within) | (not chosen.within))
    return frame.assign(
        name=[_truncate(row.term) for row in listed],
        value_text=[_value_text(row, chosen.size) for row in listed],
        colour=pd.Series(tints, index=frame.index, dtype=object).mask(marked, palette.accent),
        click=pd.Series(clicks, index=frame.index, dtype=object),
        hover=[_hover(row, label, chosen.size) for row in listed],
    )


def _group_within(by: str, key: str, briefings: Sequence[str]) -> str:
    """Return the group in the form of Filters.within."""
    pairs = [] if by == "year" else [(by, key)]
    ids = [key] if by == "year" else briefings
    pairs += [labels_briefings.selecting_filter(briefing_id) for briefing_id in ids]
    return ",".join(map(":".join, pairs))


def _truncate(term: str) -> str:
    return term if len(term) <= _MAX_BAR_CHARACTERS else f"{term[: _MAX_BAR_CHARACTERS - 1]}…"


def _value_text(row: _WordRow, size: str, form: str = "value") -> str:
    """Return the figure that sets the size of a word, as text.

    form: "value" also gives the occurrences, if they are not that figure; "said" does not.
    """
    n, everywhere = number(row.occurrences), number(row.occurrences + row.rest_occurrences)
    values = {"occurrences": n, "rate": per_10k(row.per_10k), "distinctive": per_10k(row.value)}
    text = t(f"clouds.{form}_{size}", value=values[size], n=n, all=everywhere)
    return t("clouds.host", value=text) if size == "distinctive" and row.host_name else text


def _hover(row: _BarRow, label: str, size: str) -> str:
    counts = t(
        "clouds.hover_own",
        group=label,
        n=number(row.occurrences),
        rate=per_10k(row.per_10k),
        characters=number(row.characters),
    )
    verdict = (
        t("clouds.hover_hollow" if row.hollow else "clouds.hover_solid")
        if size == "distinctive"
        else ""
    )
    lines = (*_rest_lines(row), verdict, _years_text(row.year), t("clouds.hover_click"))
    return join_lines(row.term, counts, *lines)


def _rest_lines(row: _BarRow) -> Sequence[str]:
    """Return the lines on the rest: its count and rate, and the ratio of the two rates."""
    if not row.rest_characters:
        return ()
    rest = t(
        "clouds.hover_rest",
        n=number(row.rest_occurrences),
        rate=per_10k(row.rest_per_10k),
        characters=number(row.rest_characters),
    )
    if isnan(row.log_ratio):
        return (rest,)
    ratio = t("clouds.hover_ratio", times=times(row.log_ratio))
    if isnan(row.low):
        return rest, ratio
    ends = {"low": times(row.low), "high": times(row.high)}
    return rest, t("clouds.hover_interval", times=times(row.log_ratio), **ends)


def _years_text(year: int) -> str:
    return t("clouds.several") if year == SEVERAL_YEARS else t("clouds.only", year=year)


def colour_meanings(years: Iterable[int]) -> list[tuple[str, int]]:
    """Return (meaning, year) of each colour that `years` need, SEVERAL_YEARS last."""
    return [
        (_years_text(year), year)
        for year in sorted(set(years), key=lambda y: (y == SEVERAL_YEARS, y))
    ]


def legend(years: Iterable[int]) -> list[str]:
    """Return the meanings of the colours in Markdown: one per year, and one for several years."""
    listed, palette = set(years), current_run().palette
    entries = colour_meanings(listed | {SEVERAL_YEARS} if len(listed) > 1 else listed)
    return [
        f':color[■]{{foreground="{year_colour(year, palette=palette)}"}} {escape_markdown(text)}'
        for text, year in entries
    ]


def extent(*, is_alike: bool) -> str:
    """Return the words for the pictures that share a scale."""
    return t("clouds.all" if is_alike else "clouds.each")


def takeaway(
    groups: Iterable[tuple[str, pd.DataFrame]], *, size: str, is_alike: bool = True
) -> str:
    """Say what the sizes mean and, if groups are few, the largest word of each.

    groups: (name, words with the largest first); of more than _MAX_NAMED, no word is named. Of
    distinctive words only conclusive ones count that do not name a host.
    is_alike: all briefings are on one scale; else each has its own.
    """
    listed, hosts = list(groups), ""
    if size == "distinctive":
        listed = [(label, words.loc[~words["hollow"].astype(bool)]) for label, words in listed]
        hosts = "_hosts" if any(words["host_name"].any() for _, words in listed) else ""
        listed = [(label, words.loc[~words["host_name"].astype(bool)]) for label, words in listed]
    largest = [
        t("clouds.largest", group=label, term=row.term, value=_value_text(row, size, "said"))
        for label, words in (listed if len(listed) <= _MAX_NAMED else [])
        for row in rows_of(words.nlargest(1, "value"), _WordRow)
    ]
    scale = t(f"clouds.scale_{size}", extent=extent(is_alike=is_alike))
    if size == "distinctive" and 0 < len(listed) <= _MAX_NAMED:
        form = f"reading_{'told' if largest else 'untold'}{hosts}"
    else:
        form = "reading" if largest else ""
    return t(f"clouds.{form}", scale=scale, largest=join(largest)) if form else scale


def caveat(chosen: Filters, *, gaps: str, tests: int, rest: list[str]) -> str:
    """Say what is counted, how many `tests` were made, and (`gaps`) what was not captured.

    rest: names of the briefings from which the rest is, if the selected groups are not all.
    """
    circular = chosen.group == "topic" and chosen.size == "distinctive"
    parts = (
        t(f"clouds.{chosen.unit}_caveat"),
        t(
            "clouds.drawn_caveat",
            least=MIN_IN_GROUP if chosen.size == "distinctive" else MIN_DRAWN,
            bars=MAX_BARS,
        ),
        t(
            "clouds.distinctive_caveat",
            tests=number(tests),
            share=percent(FALSE_SHARE),
            fewest=MIN_JOINT_OCCURRENCES,
        )
        if tests
        else "",
        t("clouds.circular_caveat") if circular else "",
        t("clouds.base_caveat") if chosen.size == "rate" else "",
        t("clouds.rest_caveat", briefings=join(rest)) if rest else "",
        gaps,
    )
    return " ".join(filter(None, parts))


def alt(words: pd.DataFrame, *, label: str, count: int, unit: str, size: str) -> str:
    """Return the alt text of a cloud of `count` words: the largest words with their figures."""
    items = [
        t("chart.bars_alt_item", name=row.term, value=_value_text(row, size))
        for row in rows_of(words.head(_MAX_ALT_WORDS), _WordRow)
    ]
    return t(f"clouds.alt_{unit}", group=label, words=number(count), items=join(items))


def caption(
    label: str,
    chosen: Filters,
    *,
    characters: int,
    not_captured: str,
    extent: str,
    scope: str,
    about: Mapping[str, str],
) -> list[str]:
    """Return the lines below the words in a downloaded picture, which identify it.

    scope: what of the briefings is shown. about: from components.downloads.file_metadata.
    """
    size = "told" if chosen.size == "distinctive" else chosen.size
    scale = t(f"clouds.scale_{size}", extent=extent)
    base = t("clouds.size", characters=number(characters))
    return [
        t(f"clouds.caption_{chosen.unit}", group=label, scale=scale),
        t("clouds.size_gap", size=base, unsaid=not_captured) if not_captured else base,
        t("clouds.caption_filters", scope=scope, filters=about["filters"], link=about["link"]),
        t("panel.picture_source", source=about["source"], version=about["corpus_version"]),
    ]


def no_cloud_note(words: int, size: str, *, least: int) -> str:
    """Say why a group with `words` for a cloud has none: fewer than `least`, or too small to read.

    size: one of VIEWS["size"].
    """
    reason = "few" if words < least else "too_small"
    if size == "distinctive" and reason == "few":
        reason = "few_distinctive" if words else "few_distinctive_none"
    return t(f"clouds.{reason}", least=least)


def absence(not_captured: str, *, captured: bool) -> str:
    """Say why a briefing has no words: none match in what was `captured`, or a part was not.

    not_captured: a note on the part, or "".
    """
    parts = (t("clouds.nothing") if captured or not not_captured else "", not_captured)
    return t("clouds.absence").join(filter(None, parts))


def left_out_note(
    *,
    missing: Sequence[tuple[str, str]],
    small: Sequence[tuple[str, int]],
    without_words: Sequence[str],
    beyond: Sequence[str],
    least: int,
) -> str:
    """Say why groups are not shown: one sentence per reason, "" if all are shown.

    missing: (name, what was not captured) of briefings. small: (name, characters) of groups with
    fewer characters than `least`. without_words: names of groups with no word to show. beyond:
    names of groups over the limit.
    """
    few = [t("clouds.small_item", group=name, characters=number(size)) for name, size in small]
    sentences = [
        *(t("clouds.unheard", group=group, missing=note) for group, note in missing),
        t("clouds.small", least=least, items=join(few)) if few else "",
        t("clouds.plain", items=join(list(without_words))) if without_words else "",
        t("clouds.beyond", n=len(beyond), items=join(list(beyond))) if beyond else "",
    ]
    return " ".join(filter(None, sentences))
