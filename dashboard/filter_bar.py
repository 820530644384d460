"""The filter bar: a button for each filter, which says its state and opens its choices."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

import streamlit as st

from dashboard import filters, i18n
from dashboard.escape import escape_markdown
from dashboard.i18n import t
from dashboard.labels import briefings
from dashboard.queries import selection

_Known = Mapping[str, Collection[str]]
_Labels = Mapping[str, tuple[str, str]]
_Namer = Callable[[str, str], str]

_SPELLED_OUT = 2  # a button names up to this many choices, and counts more than that


class _Button(NamedTuple):
    """One button: its key in the locales, its icon, and the parameters that it sets."""

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
_MANY = ("briefing", "org", "speaker", "topic")  # too many for pills: a list that can be searched


def draw(known: _Known, labels: _Labels) -> None:
    """Draw the bar: `known` holds the ids to choose from, by parameter.

    `labels` names speakers and organisations: id -> (Chinese, English). Codes are in the locales.
    """
    name = _namer(labels)
    with st.container(key="bw_filters", horizontal=True, vertical_alignment="center", gap="small"):
        for button in _BUTTONS:
            if not _offered(button, known):
                continue
            # The key keeps it open while its label changes with every choice made inside.
            with st.popover(
                _label(button, known, name),
                icon=f":material/{button.icon}:",
                key=f"bw_filter_{button.key}",
            ):
                for parameter in button.parameters:
                    _choices(parameter, _options(parameter, known), name)
        if filters.stated().is_filtered:
            st.button(
                t("filter.clear"),
                icon=":material/close:",
                type="tertiary",
                key="bw_clear",
                on_click=filters.clear,
            )


def _offered(button: _Button, known: _Known) -> bool:
    """Whether there is a choice: briefings are chosen by their years, unless a year has several."""
    if button.key != "briefing" or filters.stated().briefing:
        return True
    return len(known["briefing"]) > len(known["year"])


def _namer(labels: _Labels) -> _Namer:
    def name(parameter: str, value: str) -> str:
        if parameter == "briefing":
            return briefings.names()[value]
        if parameter in _MANY:
            return i18n.pick(*labels[value])
        return value if parameter == "year" else t(f"code.{parameter}.{value}")

    return name


def _options(parameter: str, known: _Known) -> Collection[str]:
    """What can be chosen: of the briefings, those of the selected years, and what is chosen."""
    chosen, every = filters.stated(), known.get(parameter, ())
    if parameter != "briefing" or not chosen.year:
        return every
    years = selection.years()
    return [each for each in every if years[each] in chosen.year or each in chosen.briefing]


def _label(button: _Button, known: _Known, name: _Namer) -> str:
    chosen = [
        name(parameter, value)
        for parameter in button.parameters
        for value in known.get(parameter, ())
        if value in getattr(filters.stated(), parameter)
    ]
    title = t(f"filter.{button.key}.title")
    if not chosen:
        return t("filter.state", title=title, state=t("filter.all"))
    spelled_out = len(chosen) <= _SPELLED_OUT
    state = i18n.join(chosen) if spelled_out else t("filter.several", n=len(chosen))
    return t("filter.state_set", title=title, state=escape_markdown(state))


def _choices(parameter: str, options: Collection[str], name: _Namer) -> None:
    key = f"bw_pick_{parameter}"
    st.session_state[key] = [
        value for value in options if value in getattr(filters.stated(), parameter)
    ]
    if parameter in _MANY:
        st.multiselect(
            t(f"filter.{parameter}.label"),
            options,
            format_func=lambda value: name(parameter, value),
            key=key,
            placeholder=t("filter.all"),
            select_all=False,
            on_change=_apply,
            args=(parameter,),
        )
    else:
        st.pills(
            t(f"filter.{parameter}.label"),
            options,
            selection_mode="multi",
            format_func=lambda value: escape_markdown(name(parameter, value)),
            key=key,
            on_change=_apply,
            args=(parameter,),
        )


def _apply(parameter: str) -> None:
    changed = {parameter: tuple(st.session_state[f"bw_pick_{parameter}"])}
    if parameter == "year" and changed["year"]:  # a briefing of another year would leave nothing
        years, kept = selection.years(), filters.stated().briefing
        changed["briefing"] = tuple(each for each in kept if years[each] in changed["year"])
    filters.set(**changed)
