"""The panel of the word clouds: statistics, pictures and texts of the selection.

A cloud is drawn per group: per year, speaker, slot or topic. Groups are compared within all filters
except the one that selects groups, so a selected group keeps the picture and the figures that it
has among all groups. The groups that are not selected are hidden, or faded while the passages of a
word are listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from dashboard import theme
from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.style import label_width
from dashboard.charts.word_cloud import font_unit, word_cloud
from dashboard.components.downloads import file_metadata
from dashboard.components.panel import Chart, Image, Panel, PanelText
from dashboard.features.clouds import view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.labels.names import bars_alt_text
from dashboard.queries import selection, statistics, vocabulary
from dashboard.queries.cache import cached_per_corpus
from dashboard.stats.term_frequency import (
    drop_nested_terms,
    segmented_terms,
    single_year,
    term_frequency,
)
from loaders.schema import SLOTS

MIN_CHARACTERS, MIN_WORDS = 300, 8  # with fewer, a cloud would show chance
# The least G2 (6.63: p < 0.01) and occurrences of a distinctive word.
MIN_G2, MIN_DISTINCTIVE_OCCURRENCES = 6.63, 3
MAX_CLOUDS = 8
_MAX_WORDS = {1: 200, 2: 150, 3: 90, 4: 90}  # of a cloud, by the number of clouds
_MAX_WORDS_OF_MANY = 60  # of each of more clouds
_MAX_BARS = 16  # per group
_CACHE_SIZE = 8  # results of _group_words
_PARAGRAPH_KEY = ["briefing_id", "paragraph"]
_GROUP_COLUMNS = {"year": "year", "speaker": "speaker_id", "slot": "slot"}
_SIZE_COLUMNS = {"occurrences": "occurrences", "rate": "per_10k", "distinctive": "g2"}
# Sources of the phrases that are drawn; one of source "statistics" may be half a phrase.
_SET_PHRASES = ("lexicon", "quoted", "document")


@dataclass(frozen=True)
class _GroupWords:
    """The groups of a selection and their words.

    characters: group -> its characters, for all groups. measured: the groups whose words were
    counted. words: rows of stats.term_frequency of the measured groups, with the column year.
    """

    characters: Mapping[str, int]
    measured: Sequence[str]
    words: pd.DataFrame


@dataclass(frozen=True)
class _Group:
    """One group that gets a cloud and bars.

    words: the largest first. lines: the rows of its bars. not_captured: a note, or "". faded: True
    if the filters do not select the group.
    """

    key: str
    label: str
    characters: int
    not_captured: str
    words: pd.DataFrame
    lines: pd.DataFrame
    faded: bool


def clouds(chosen: Filters) -> Panel:
    """Build the panel of a word cloud and ranked bars for each group of the chosen grouping."""
    context, selected = _context(chosen), getattr(chosen, chosen.group)
    group_words = _group_words(selection.corpus(), context, chosen.group, chosen.unit, selected)
    shown_keys = [
        key for key in group_words.characters if chosen.term or not selected or key in selected
    ]
    groups = _drawable_groups(group_words, chosen)
    drawn = [group for group in groups if group.key in shown_keys]
    briefings, coverage = selection.briefings(context), statistics.coverage(context)
    text = PanelText(
        t(f"clouds.title_{chosen.unit}"),
        view.takeaway([(group.label, group.words) for group in drawn], size=chosen.size),
        view.caveat(chosen, gaps=provenance.caveat(briefings, coverage)),
    )
    # Groups that are shown but not selected are faded, and are not in the downloaded file.
    file_keys = [key for key in shown_keys if not selected or key in selected]
    frame = group_words.words.loc[group_words.words["group"].isin(file_keys)].drop(columns="year")
    named = view.add_names(frame, by=chosen.group, briefings=briefings)
    charts = _draw_charts(groups, drawn, chosen)
    drawable_keys = {group.key for group in groups}
    left_out = [key for key in shown_keys if key not in drawable_keys]
    note = _left_out_note(group_words, left_out, chosen)
    if note:
        charts.append(Chart(None, heading=f"**{t('clouds.left_out')}**", note=note))
    return Panel(named, charts, text, views=("group", "size", "unit"))


def _context(chosen: Filters) -> Filters:
    return chosen.replace(**{chosen.group: ()}).without_view


def _drawable_groups(group_words: _GroupWords, chosen: Filters) -> list[_Group]:
    """Return the groups with enough text and a word to show, in their order."""
    words = _drawable_words(group_words.words, chosen.size)
    selected, context = getattr(chosen, chosen.group), _context(chosen)
    briefings, coverage = selection.briefings(context), statistics.coverage(context)
    groups = []
    for key, characters in group_words.characters.items():
        own_words = words.loc[words["group"] == key]
        if characters < MIN_CHARACTERS or own_words.empty:
            continue
        label = view.group_name(chosen.group, key, briefings)
        faded = bool(selected) and key not in selected
        groups.append(
            _Group(
                key=key,
                label=label,
                characters=characters,
                not_captured=view.not_captured(chosen.group, key, briefings, coverage),
                words=own_words,
                lines=view.bar_rows(
                    own_words.head(_MAX_BARS), chosen=chosen, label=label, faded=faded
                ),
                faded=faded,
            )
        )
    return groups


def _drawable_words(words: pd.DataFrame, size: str) -> pd.DataFrame:
    """Return the `words` that a cloud may draw, with their figure as value, the largest first."""
    drawable = drop_nested_terms(words)
    drawable = drawable.assign(value=drawable[_SIZE_COLUMNS[size]].astype(float))
    is_drawn = drawable["occurrences"] >= view.MIN_OCCURRENCES
    if size == "distinctive":
        is_frequent = drawable["occurrences"] >= MIN_DISTINCTIVE_OCCURRENCES
        is_drawn = (drawable["value"] >= MIN_G2) & is_frequent
    return drawable.loc[is_drawn].sort_values(["value", "term"], ascending=[False, True])


def _draw_charts(groups: Sequence[_Group], drawn: Sequence[_Group], chosen: Filters) -> list[Chart]:
    """Draw a cloud and its bars for each of `drawn`, on the scale that all `groups` share."""
    word_lists = [group.words for group in groups if len(group.words) >= MIN_WORDS]
    max_words = _MAX_WORDS.get(len(word_lists), _MAX_WORDS_OF_MANY)
    unit = font_unit(word_lists, max_words=max_words)
    bars = [group.lines for group in groups]
    scale = {
        "axis_max": max((own["value"].max() for own in bars), default=0),
        "left_margin": max((label_width(own["name"].tolist()) for own in bars), default=0),
        "right_margin": max((label_width(own["value_text"].tolist()) for own in bars), default=0),
    }
    charts = []
    for group in drawn:
        figure = ranked_bars(group.lines, palette=theme.palette(), **scale)
        alt = bars_alt_text(group.lines, heading=group.label)
        heading = view.bars_heading(len(group.lines), chosen.size)
        charts += [
            _draw_cloud(group, chosen, max_words, unit),
            Chart(figure, alt=alt, heading=heading),
        ]
    return charts


def _draw_cloud(group: _Group, chosen: Filters, max_words: int, unit: float) -> Chart:
    """Draw the cloud of `group`, or note why its words are too few or too small."""
    has_few_words = len(group.words) < MIN_WORDS
    cloud = None
    if not has_few_words:
        cloud = word_cloud(
            group.words, unit=unit, max_words=max_words, palette=theme.palette(), faded=group.faded
        )
    size = {"characters": group.characters, "words": cloud.word_count if cloud else 0}
    heading = view.heading(group.label, unit=chosen.unit, not_captured=group.not_captured, **size)
    if cloud is None:
        note = view.no_cloud_note(has_few_words, chosen.size, least=MIN_WORDS)
        return Chart(None, heading=heading, note=note)
    caption = view.caption(
        group.label,
        chosen,
        characters=group.characters,
        not_captured=group.not_captured,
        source=file_metadata(chosen.replace(**{chosen.group: (group.key,)}), "")["source"],
    )
    legend = view.colour_meanings(group.words["year"].head(cloud.word_count).tolist())
    return Chart(
        None,
        alt=view.alt(
            group.words,
            label=group.label,
            count=cloud.word_count,
            unit=chosen.unit,
            size=chosen.size,
        ),
        heading=heading,
        image=Image(
            group.key,
            cloud.preview,
            partial(cloud.png, caption, legend=legend),
            partial(cloud.svg, caption, legend=legend),
        ),
    )


def _left_out_note(group_words: _GroupWords, keys: Sequence[str], chosen: Filters) -> str:
    """Say why the groups `keys` are not shown, and which years were not captured at all."""
    context = _context(chosen)
    briefings, coverage = selection.briefings(context), statistics.coverage(context)
    names = {key: view.group_name(chosen.group, key, briefings) for key in keys}
    small = [key for key in keys if group_words.characters[key] < MIN_CHARACTERS]
    missing_years = [
        (provenance.briefing(row), provenance.missing_note(coverage, row.briefing_id))
        for row in selection.rows(briefings)
        if chosen.group == "year" and str(row.year) not in group_words.characters
    ]
    return view.left_out_note(
        missing_years=missing_years,
        small=[(names[key], group_words.characters[key]) for key in small],
        without_words=[
            names[key] for key in keys if key in group_words.measured and key not in small
        ],
        beyond=[names[key] for key in keys if key not in group_words.measured],
        least=MIN_CHARACTERS,
    )


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _group_words(
    _corpus: object, context: Filters, by: str, unit: str, selected: tuple[str, ...]
) -> _GroupWords:
    """Return the words of each group within the filters `context`.

    The words are counted in the first MAX_CLOUDS groups with enough text, in the `selected` groups,
    and in those with too little text. by: the kind of group. unit: "term" or "phrase". `_corpus` is
    the cache key.
    """
    paragraphs, groups = selection.paragraphs(context), _group_paragraphs(context, by)
    group_paragraphs = groups.merge(paragraphs[[*_PARAGRAPH_KEY, "characters"]], on=_PARAGRAPH_KEY)
    sums = group_paragraphs.groupby("group")["characters"].sum()
    characters = _sort_groups(dict(zip(sums.index, sums.tolist(), strict=True)), by)
    large = [key for key, n in characters.items() if n >= MIN_CHARACTERS]
    drawn = {*large[:MAX_CLOUDS], *selected}
    measured = [key for key, n in characters.items() if key in drawn or n < MIN_CHARACTERS]
    position = {key: number for number, key in enumerate(measured)}
    members = groups.loc[groups["group"].isin(measured)]
    members = members.sort_values("group", key=lambda keys: keys.map(position), kind="stable")
    words = term_frequency(_term_counts(context, unit), groups=members, paragraphs=paragraphs)
    years = single_year(vocabulary.term_years(unit))
    # A term that was not counted in texts that are not stored may occur in further years.
    years.loc[years.index.isin(selection.uncounted_terms(words["term"].unique().tolist()))] = 0
    return _GroupWords(characters, measured, words.assign(year=words["term"].map(years)))


def _group_paragraphs(context: Filters, by: str) -> pd.DataFrame:
    """Return briefing_id, paragraph and group, a row per paragraph and group."""
    if by == "topic":
        hits = selection.hits(context).rename(columns={"topic_id": "group"})
        return hits[[*_PARAGRAPH_KEY, "group"]].drop_duplicates(ignore_index=True)
    paragraphs = selection.paragraphs(context)
    return paragraphs[_PARAGRAPH_KEY].assign(group=paragraphs[_GROUP_COLUMNS[by]].astype(str))


def _sort_groups(characters: Mapping[str, int], by: str) -> dict[str, int]:
    """Sort `characters` (group -> characters) by group.

    Years ascend; slots are in the order of the schema; the most frequent topics and the speakers
    with the most characters come first.
    """
    orders = {
        "year": sorted(characters),
        "slot": list(SLOTS),
        "topic": selection.topics()["topic_id"].tolist(),
        "speaker": sorted(characters, key=lambda key: (-characters[key], key)),
    }
    return {key: characters[key] for key in orders[by] if key in characters}


def _term_counts(context: Filters, unit: str) -> pd.DataFrame:
    """Return the words or set phrases that a cloud may show, a row per term and paragraph."""
    if unit == "phrase":
        counts = selection.phrase_counts(context)
        is_set_phrase = counts["source"].isin(_SET_PHRASES)
        return counts.loc[is_set_phrase].rename(columns={"phrase": "term"})
    return segmented_terms(statistics.content_words(context))
