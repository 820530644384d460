"""The filter bar: a button for each filter, which shows its state and opens its choices."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from dashboard import i18n, run_context
from dashboard.escape import escape_markdown
from dashboard.i18n import t
from dashboard.labels import briefings
from dashboard.labels.names import in_all_forms
from dashboard.queries import identifiers
from dashboard.run_context import current_run

_KnownIds = Mapping[str, Collection[str]]
_Labels = Mapping[str, tuple[str, str]]
_ValueName = Callable[[str, str], str]

_MAX_NAMED = 2  # a button's label names up to this many choices and counts more


class _Button(NamedTuple):
    """One button: its key in the locales, its Material icon, and the parameters that it sets."""

    key: str
    icon: str
    parameters: tuple[str, ...]


_BUTTONS = (
    _Button("year", "calendar_today", ("year",)),
    _Button("briefing", "article", ("briefing",)),
    _Button("section", "segment", ("section",)),
    _Button("kind", "forum", ("kind",)),
    _Button("body", "account_balance", ("slot", "org")),
    _Button("speaker", "person", ("speaker",)),
    _Button("topic", "sell", ("topic",)),
)
# Too many values for pills: a searchable list.
_SEARCHABLE = ("briefing", "org", "speaker", "topic")


def draw(known: _KnownIds, labels: _Labels) -> None:
    """Draw a button for each filter, and one that clears all filters if any is set.

    known: parameter -> ids to choose from. labels: id of a speaker, organisation or topic ->
    (Chinese, English) name. The names of codes such as kinds are in the locales.
    """
    name = _value_name(labels)
    with st.container(key="bw_filters", horizontal=True, vertical_alignment="center", gap="small"):
        for button in _BUTTONS:
            if not _has_choice(button, known):
                continue
            # With a key the popover stays open although its label changes with each choice.
            with st.popover(
                _button_label(button, known, name),
                icon=f":material/{button.icon}:",
                key=f"bw_filter_{button.key}",
            ):
                for parameter in button.parameters:
                    _draw_choices(parameter, _options(parameter, known), name)
        if current_run().selected.is_filtered:
            st.button(
                t("filter.clear"),
                icon=":material/close:",
                type="tertiary",
                key="bw_clear",
                on_click=run_context.clear_filters,
            )


def _has_choice(button: _Button, known: _KnownIds) -> bool:
    """Return whether to draw `button`: not for briefings while each year has only one.

    The years select the briefings then. A briefing that is already selected keeps its button.
    """
    if button.key != "briefing" or current_run().selected.briefing:
        return True
    return len(known["briefing"]) > len(known["year"])


def _value_name(labels: _Labels) -> _ValueName:
    def name(parameter: str, value: str) -> str:
        if parameter == "briefing":
            return briefings.names()[value]
        if parameter in _SEARCHABLE:
            return i18n.pick(*labels[value])
        return value if parameter == "year" else t(f"code.{parameter}.{value}")

    return name


def _options(parameter: str, known: _KnownIds) -> Collection[str]:
    """Return the ids to choose from; of briefings, those in selected years or selected already."""
    selected, options = current_run().selected, known.get(parameter, ())
    if parameter != "briefing" or not selected.year:
        return options
    years = identifiers.years()
    return [
        briefing_id
        for briefing_id in options
        if years[briefing_id] in selected.year or briefing_id in selected.briefing
    ]


def _button_label(button: _Button, known: _KnownIds, name: _ValueName) -> str:
    chosen = [
        name(parameter, value)
        for parameter in button.parameters
        for value in known.get(parameter, ())
        if value in getattr(current_run().selected, parameter)
    ]
    title = t(f"filter.{button.key}.title")
    if not chosen:
        return t("filter.state", title=title, state=t("filter.all"))
    is_named = len(chosen) <= _MAX_NAMED
    state = i18n.join(chosen) if is_named else t("filter.several", n=len(chosen))
    return t("filter.state_set", title=title, state=escape_markdown(state))


def _draw_choices(parameter: str, options: Collection[str], name: _ValueName) -> None:
    selected = [value for value in options if value in getattr(current_run().selected, parameter)]
    key = _widget_key(parameter, selected)
    if parameter in _SEARCHABLE:
        st.multiselect(
            t(f"filter.{parameter}.label"),
            options,
            default=selected,
            format_func=lambda value: (
                name(parameter, value) if parameter == "briefing" else in_all_forms(value)
            ),
            key=key,
            placeholder=t("filter.all"),
            select_all=False,
            on_change=_apply,
            args=(parameter, key),
        )
    else:
        st.pills(
            t(f"filter.{parameter}.label"),
            options,
            default=selected,
            selection_mode="multi",
            format_func=lambda value: escape_markdown(name(parameter, value)),
            key=key,
            on_change=_apply,
            args=(parameter, key),
        )


def _widget_key(parameter: str, selected: Sequence[str]) -> str:
    """Return the key of the widget for `parameter`, a new one if its value changed elsewhere.

    A browser keeps the value of a widget in a closed popover, even if the script sets another, and
    sends it with every run, where it would count as the reader's choice: a filter that was cleared
    came back with the next click. A value of an unknown key is ignored.
    """
    number, picked = st.session_state.get(_picked_state(parameter), (0, []))
    if picked != sorted(selected):
        number += 1
        st.session_state[_picked_state(parameter)] = number, sorted(selected)
    return f"bw_pick_{parameter}_{number}"


def _picked_state(parameter: str) -> str:
    return f"bw_picked_{parameter}"


def _apply(parameter: str, key: str) -> None:
    picked = tuple(st.session_state[key])
    number, _ = st.session_state.get(_picked_state(parameter), (0, []))
    st.session_state[_picked_state(parameter)] = number, sorted(picked)
    changes = {parameter: picked}
    if parameter == "year" and changes["year"]:
        # A selected briefing of another year would leave nothing selected.
        years, selected = identifiers.years(), current_run().selected.briefing
        changes["briefing"] = tuple(
            briefing_id for briefing_id in selected if years[briefing_id] in changes["year"]
        )
    run_context.change_filters(**changes)
