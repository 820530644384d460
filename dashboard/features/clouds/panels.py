"""The panel of the word clouds: statistics, pictures and texts of the selection.

A cloud is drawn per group: per briefing (group "year"), speaker, slot or topic. Groups are compared
within the scope (see queries.scope) and all filters except the one that selects groups, so a
selected group keeps the picture and the figures that it has among all groups. The groups that are
not selected are hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from dashboard.charts.ranked_bars import ranked_bars
from dashboard.charts.style import label_width
from dashboard.charts.word_cloud import font_unit, word_cloud
from dashboard.components import scope_choice
from dashboard.components.downloads import file_metadata
from dashboard.components.panel import Chart, Image, Panel, PanelText
from dashboard.features.clouds import groups as cloud_groups
from dashboard.features.clouds import view
from dashboard.features.clouds.groups import GroupWords
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.names import bars_alt_text
from dashboard.queries import selection, statistics, vocabulary
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.queries.scope import Scope, compared_in_words
from dashboard.run_context import current_run
from dashboard.stats.distinctiveness import MIN_IN_GROUP
from dashboard.stats.multiple_tests import family_size, multiple_tests, null_untested
from dashboard.stats.nested_forms import drop_nested_terms
from dashboard.stats.term_frequency import MIN_DRAWN

MIN_WORDS = 8  # with fewer, a cloud would show chance
_MAX_WORDS = {1: 200, 2: 150, 3: 90, 4: 90}  # of a cloud, by the number of clouds
_MAX_WORDS_OF_MANY = 60  # of each of more clouds
_SIZE_COLUMNS = {
    "occurrences": "occurrences",
    "rate": "per_10k",
    cloud_groups.DISTINCTIVE: "difference",
}


@dataclass(frozen=True)
class _Group:
    """One group that gets a cloud and bars.

    words: the largest first. lines: the rows of its bars. not_captured: a note, or "".
    """

    key: str
    label: str
    characters: int
    not_captured: str
    words: pd.DataFrame
    lines: pd.DataFrame

    @property
    def cloud_words(self) -> pd.DataFrame:
        """The words that a cloud draws: all but those for which there is too little text."""
        return self.words.loc[~self.words["hollow"].astype(bool)]


@dataclass(frozen=True)
class _Block:
    """The groups of briefings that are comparable, or of one briefing alone.

    context: the filters without the one that selects groups. groups: those that can be drawn.
    drawn: those of them that are. left_out: the ids of groups that are selected and cannot be.
    labels: group -> its name. table: rows of stats.term_frequency with the groups' names, for the
    file. extent: the sentence on what of the briefings is shown. is_alike: all briefings are on one
    scale; else each has its own.
    """

    context: Filters
    group_words: GroupWords
    groups: Sequence[_Group]
    drawn: Sequence[_Group]
    left_out: Sequence[str]
    labels: Mapping[str, str]
    table: pd.DataFrame
    extent: str
    is_alike: bool


def clouds(chosen: Filters) -> Panel:
    """Build the panel of a word cloud and ranked bars for each group of the chosen grouping."""
    scope = compared_in_words(chosen)
    parts = scope.blocks()
    counted = {
        str(place): cloud_groups.count_words(each, chosen) for place, each in enumerate(parts)
    }
    tested = multiple_tests({key: each.words for key, each in counted.items()})
    blocks = [
        _block(each, replace(words, words=marked), chosen)
        for each, words, marked in zip(parts, counted.values(), tested.values(), strict=True)
    ]
    drawn = [(group.label, group.words) for group in blocks[0].drawn] if len(parts) == 1 else []
    text = PanelText(
        t(f"clouds.title_{chosen.unit}"),
        view.takeaway(drawn, size=chosen.size, is_alike=scope.is_alike),
        view.caveat(
            chosen,
            gaps=scope_choice.caveat(scope),
            tests=family_size(tested),
            rest=_rest_briefings(blocks, chosen),
        ),
    )
    charts = [chart for block in blocks for chart in _draw_charts(block, chosen)]
    notes = [note for block in blocks if (note := _left_out_note(block, chosen))]
    if notes:
        charts.append(Chart(None, heading=f"**{t('clouds.left_out')}**", note=" ".join(notes)))
    applied = scope.filters.replace(
        **{name: getattr(chosen, name) for name in ("group", "size", "unit", "scope")}
    )
    return Panel(
        pd.concat([block.table for block in blocks], ignore_index=True),
        charts,
        text,
        applied=applied,
    )


def _rest_briefings(blocks: Sequence[_Block], chosen: Filters) -> list[str]:
    """Return the names of the briefings that the rest is of, if it is not all in the charts."""
    selected = cloud_groups.selected_groups(chosen)
    if not selected:
        return []
    frames = [selection.briefings(block.context) for block in blocks if block.drawn]
    briefings = [row for frame in frames for row in rows_of(frame, BriefingRow)]
    return [labels_briefings.name(row) for row in briefings if row.briefing_id not in selected]


def _block(scope: Scope, group_words: GroupWords, chosen: Filters) -> _Block:
    """Choose the groups of `scope` to draw."""
    context = cloud_groups.context_filters(scope, chosen)
    selected = cloud_groups.selected_groups(chosen)
    is_shown = [key for key in group_words.characters if not selected or key in selected]
    of = _only_briefing(scope, chosen)
    labels = {key: view.group_name(chosen.group, key, of) for key in group_words.characters}
    groups = _drawable_groups(group_words, context, chosen, labels, of)
    drawn = [group for group in groups if group.key in is_shown]
    shown = group_words.words.loc[group_words.words["group"].isin(is_shown)]
    frame = null_untested(shown.drop(columns=["year", "test"]))
    drawable_keys = {group.key for group in groups}
    return _Block(
        context=context,
        group_words=group_words,
        groups=groups,
        drawn=drawn,
        left_out=[key for key in is_shown if key not in drawable_keys],
        labels=labels,
        table=view.add_names(frame, labels=labels),
        extent=scope_choice.sentence(scope, of="words"),
        is_alike=scope.is_alike,
    )


def _only_briefing(scope: Scope, chosen: Filters) -> Sequence[str]:
    """Return the id of the briefing to which the groups of `scope` belong, if it is one alone.

    There is none if they are briefings themselves, or are made of briefings that are comparable.
    """
    ids = selection.briefings(scope.base)["briefing_id"].tolist()
    return ids if chosen.group != "year" and not scope.is_alike and len(ids) == 1 else ()


def _drawable_groups(
    group_words: GroupWords,
    context: Filters,
    chosen: Filters,
    labels: Mapping[str, str],
    briefings: Sequence[str],
) -> list[_Group]:
    """Return the groups with enough text and a word to show, in their order."""
    words = _drawable_words(group_words.words, chosen.size)
    coverage = statistics.coverage(context)
    groups = []
    for key, characters in group_words.characters.items():
        own_words = words.loc[words["group"] == key]
        if characters < cloud_groups.MIN_CHARACTERS or own_words.empty:
            continue
        is_briefing = chosen.group == "year" and not context.section
        groups.append(
            _Group(
                key=key,
                label=labels[key],
                characters=characters,
                not_captured=provenance.missing_note(coverage, key) if is_briefing else "",
                words=own_words,
                lines=view.bar_rows(
                    own_words.head(view.MAX_BARS),
                    chosen=chosen,
                    label=labels[key],
                    briefings=briefings,
                ),
            )
        )
    return groups


def _drawable_words(words: pd.DataFrame, size: str) -> pd.DataFrame:
    """Return the `words` that may be shown, with their figure as value, the largest first.

    hollow: a distinctive word whose difference is not conclusive; those come last.
    """
    drawable = drop_nested_terms(words, bound=vocabulary.longer_words())
    drawable = drawable.assign(
        value=drawable[_SIZE_COLUMNS[size]].astype(float),
        hollow=(size == cloud_groups.DISTINCTIVE) & ~drawable["conclusive"].astype(bool),
    )
    is_drawn = drawable["occurrences"] >= MIN_DRAWN
    if size == cloud_groups.DISTINCTIVE:
        is_frequent = drawable["occurrences"] >= MIN_IN_GROUP
        is_drawn = (drawable["value"] > 0) & is_frequent
    order = ["hollow", "value", "term"]
    return drawable.loc[is_drawn].sort_values(order, ascending=[True, False, True])


def _draw_charts(block: _Block, chosen: Filters) -> list[Chart]:
    """Draw a cloud and its bars for each drawn group, on the scale of all groups of `block`."""
    word_lists = [
        group.cloud_words for group in block.groups if len(group.cloud_words) >= MIN_WORDS
    ]
    max_words = _MAX_WORDS.get(len(word_lists), _MAX_WORDS_OF_MANY)
    unit = font_unit(word_lists, max_words=max_words)
    bars = [group.lines for group in block.groups]
    scale = {
        "axis_max": max((own["value"].max() for own in bars), default=0),
        "left_margin": max((label_width(own["name"].tolist()) for own in bars), default=0),
        "right_margin": max((label_width(own["value_text"].tolist()) for own in bars), default=0),
    }
    pairs = []
    for group in block.drawn:
        figure = ranked_bars(group.lines, palette=current_run().palette, **scale)
        alt = bars_alt_text(group.lines, heading=group.label)
        heading = view.bars_heading(len(group.lines), chosen.size)
        cloud = _draw_cloud(group, block, chosen, max_words, unit)
        pairs.append((cloud, Chart(figure, alt=alt, heading=heading)))
    if any(cloud.image for cloud, _ in pairs):
        return [chart for pair in pairs for chart in pair]
    return [
        replace(bars, heading=view.join_headings(cloud.heading, cloud.note, bars.heading))
        for cloud, bars in pairs
    ]


def _draw_cloud(
    group: _Group, block: _Block, chosen: Filters, max_words: int, unit: float
) -> Chart:
    """Draw the cloud of `group`, or note why its words are too few or too small."""
    words = group.cloud_words
    cloud = None
    if len(words) >= MIN_WORDS:
        cloud = word_cloud(words, unit=unit, max_words=max_words, palette=current_run().palette)
    size = {"characters": group.characters, "words": len(cloud.terms) if cloud else 0}
    heading = view.heading(group.label, unit=chosen.unit, not_captured=group.not_captured, **size)
    if cloud is None:
        note = view.no_cloud_note(len(words), chosen.size, least=MIN_WORDS)
        return Chart(None, heading=heading, note=note)
    caption = view.caption(
        group.label,
        chosen,
        characters=group.characters,
        not_captured=group.not_captured,
        extent=view.extent(is_alike=block.is_alike),
        scope=block.extent,
        about=file_metadata(_group_filters(group, block.context, chosen), ""),
    )
    words = words.loc[words["term"].isin(cloud.terms)]
    legend = view.colour_meanings(words["year"].tolist())
    return Chart(
        None,
        alt=view.alt(
            words,
            label=group.label,
            count=len(words),
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


def _group_filters(group: _Group, context: Filters, chosen: Filters) -> Filters:
    parameter = "briefing" if chosen.group == "year" else chosen.group
    return context.replace(**{parameter: (group.key,)})


def _left_out_note(block: _Block, chosen: Filters) -> str:
    """Say why groups of `block` are not shown, and which briefings were not captured at all."""
    characters, measured = block.group_words.characters, block.group_words.measured
    coverage, sections = statistics.coverage(block.context), block.context.section
    if sections:
        coverage = coverage.loc[coverage["section"].isin(sections)]
    names = {key: block.labels[key] for key in block.left_out}
    small = [key for key in names if characters[key] < cloud_groups.MIN_CHARACTERS]
    missing = [
        (
            labels_briefings.name(row),
            view.absence(
                provenance.missing_note(coverage, row.briefing_id), captured=row.base_characters > 0
            ),
        )
        for row in rows_of(selection.briefings(block.context), BriefingRow)
        if chosen.group == "year" and row.briefing_id not in characters
    ]
    return view.left_out_note(
        missing=missing,
        small=[(names[key], characters[key]) for key in small],
        without_words=[names[key] for key in names if key in measured and key not in small],
        beyond=[names[key] for key in names if key not in measured],
        least=cloud_groups.MIN_CHARACTERS,
    )
