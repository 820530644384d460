"""The ledger of the page Wording: its sentences, its controls, its rows and their links."""

from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import run_context, search_text
from dashboard.components import controls, leaving
from dashboard.components import ledger as ledger_component
from dashboard.components.cache import cached_for_run
from dashboard.components.ledger import Ledger
from dashboard.components.panel import Panel, PanelText
from dashboard.escape import escape_markdown
from dashboard.features.wording import sentences, view
from dashboard.features.wording.calendar import has_calendar
from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.i18n import join, join_sentences, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance, wordings
from dashboard.labels.briefings import selecting_filter
from dashboard.labels.numbers import number
from dashboard.labels.wordings import REWORDED
from dashboard.queries import selection, statistics, wording
from dashboard.queries.pair import sides_of
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run

_CHOICE_WIDTH = 168  # pixels: two fit side by side on a phone
_STATUSES = {"any": (), "unknown": ("not_captured", "not_counted")}  # of a choice, else its own
_SPEECH = tuple(each for each in ID_PARAMETERS if each not in BRIEFING_PARAMETERS)


def listed(chosen: Filters) -> pd.DataFrame:
    """Return the rows of the ledger that `chosen` selects, with its search text and status.

    Whether a family is reworded is a matter of all its rows, whatever else is selected.
    """
    rows = wording.ledger(chosen)
    if chosen.status == REWORDED:
        turned = wordings.in_turns(_whole(chosen))
        return view.matches(rows.loc[rows["wording"].isin(turned)], chosen.q, ())
    statuses = _STATUSES.get(chosen.status, (chosen.status,))
    return view.matches(rows, chosen.q, statuses)


def _whole(chosen: Filters) -> pd.DataFrame:
    """Return the ledger of the compared briefings, whatever is filtered or searched."""
    return wording.ledger(chosen.only(*BRIEFING_PARAMETERS, "words"))


def headline(chosen: Filters) -> list[str]:
    """Return the sentences above the ledger: of all wordings, whatever is filtered or searched."""
    whole = _whole(chosen)
    sides, alone = sides_of(chosen), _latest(chosen)
    said = [sentences.headline(whole, sides, alone)]
    if sides:
        said += [sentences.turns_sentence(whole, sides), sentences.new_sentence(whole, sides)]
        said += [] if wording.compared_part(chosen).is_alike else [t("wording.unlike")]
    elif alone:
        said += [t("wording.needs_two")]
    return [sentence for sentence in said if sentence]


def ledger(chosen: Filters) -> Panel:
    """Build the panel of the listed wordings; `draw_ledger` draws its rows."""
    shown = listed(chosen)
    words = PanelText(
        t("wording.ledger_title"),
        _reading(chosen, len(shown)),
        " ".join(filter(None, (t("wording.ledger_caveat"), _gaps(chosen)))),
        nothing=t("wording.nothing"),
    )
    views = ("q", "status", "order", "words")
    return Panel(_frame(shown, chosen), [], words, views=views)


def _latest(chosen: Filters) -> BriefingRow | None:
    rows = rows_of(selection.briefings(chosen.briefings_only), BriefingRow)
    return rows[-1] if rows else None


def _reading(chosen: Filters, n: int) -> str:
    """Say what is compared and, if wordings are filtered by who says them, what that leaves."""
    part, names = wording.compared_part(chosen), labels_briefings.names()
    said = [_of_many(chosen)] if has_calendar(chosen) else []
    if part.is_alike and sides_of(chosen):
        rows = part.briefings()
        parts = [
            t("wording.part", briefing=names[key], characters=number(characters))
            for key, characters in zip(
                rows["briefing_id"], rows["compared_characters"], strict=True
            )
        ]
        said.append(t("wording.compared", parts=join(parts)))
    if any(getattr(chosen, name) for name in _SPEECH):
        said.append(t("wording.filtered", n=number(n)))
    return join_sentences(*said)


def _of_many(chosen: Filters) -> str:
    """Say which two of more briefings are compared; "" if none are."""
    sides, n = sides_of(chosen), len(selection.briefings(chosen.briefings_only))
    if sides is None:
        return ""
    first, last = map(sentences.short_name, sides)
    return t("wording.of_many", n=n, first=first, last=last)


def _gaps(chosen: Filters) -> str:
    within = wording.briefings_filters(chosen)
    return provenance.caveat(
        selection.briefings(within), statistics.coverage(within), sections=(), is_alike=True
    )


def _frame(shown: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    """Return the rows of the table and the download: the ledger with rates, and who says it."""
    spoken = view.people(wording.speakers(chosen), most=len(shown))
    said_by = [
        t("wording.semicolon").join(spoken.get(word, {}).values()) for word in shown["wording"]
    ]
    bases = _bases(chosen)
    rates = {
        f"{side}_rate": (shown[f"{side}_compared"].astype("Float64") * 1e4 / bases[key])
        for side, key in zip(("older", "newer"), bases, strict=False)
        if bases[key]
    }
    held = view.held_within(_whole(chosen), wording.longer(chosen), most=len(shown))
    within = [held.get(word, "") for word in shown["wording"]]
    return shown.assign(**rates, within=within, said_by=said_by)


def _bases(chosen: Filters) -> dict[str, int]:
    """Return briefing_id -> characters of the compared part, the older briefing first."""
    sides, part = sides_of(chosen), wording.compared_part(chosen)
    if sides is None or not part.is_alike:
        return {}
    rows = part.briefings().set_index("briefing_id")["compared_characters"]
    return {key: int(rows[key]) for key in sides.ids.values()}


# What is drawn -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Drawn:
    """The ledger as it is drawn, its wordings, and the filters of each of its links."""

    ledger: Ledger
    wordings: frozenset[str]
    filters: dict[str, Filters]


def draw_headline() -> None:
    """Draw the sentences above the ledger."""
    chosen = current_run().filters
    with st.container(key="bw_wording_headline", gap="small"):
        for place, sentence in enumerate(
            cached_for_run("wording_headline", lambda: headline(chosen))
        ):
            said = escape_markdown(sentence)
            st.markdown(f"**{said}**" if not place else said)


def draw_controls() -> None:
    """Draw the search box, and the choices of status, order and kinds of wordings."""
    chosen = current_run().filters
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.session_state["bw_wording_search"] = chosen.q
        st.text_input(
            t("wording.ask"),
            key="bw_wording_search",
            max_chars=search_text.MAX_CHARACTERS,
            placeholder=t("wording.placeholder"),
            icon=":material/search:",
            width=280,
            on_change=_on_search,
        )
        for parameter in ("status", "order", "words"):
            controls.view_widget(parameter, st.selectbox, width=_CHOICE_WIDTH)


def _on_search() -> None:
    run_context.change_filters(q=search_text.normalise(st.session_state["bw_wording_search"]))


def draw_ledger() -> None:
    """Draw the rows of the ledger; a click on a count leads to the places that it counts."""
    chosen = current_run().filters
    drawn = cached_for_run("wording_rows", lambda: _drawn(chosen))

    def leave(word: str, link: str) -> None:
        within = drawn.filters[link]
        ids = {name: getattr(within, name) for name in ID_PARAMETERS}
        run_context.change_filters(**ids, term=word, within="", q="")
        leaving.leave_for(leaving.SEARCH)

    ledger_component.draw("bw_ledger", drawn.ledger, wordings=drawn.wordings, on_open=leave)


def _drawn(chosen: Filters) -> _Drawn:
    shown = listed(chosen)
    sides, links = sides_of(chosen), _links(chosen)
    groups = view.groups(
        shown,
        _whole(chosen),
        said=wording.speakers(chosen),
        sides=sides,
        bases=_bases(chosen),
        longer=wording.longer(chosen),
        chosen=chosen,
    )
    tags = [labels_briefings.tag(row) for row in sides or ()]
    words = dict(zip(("first", "last"), tags, strict=False))
    form = "" if sides else "_alone"
    queries = {key: within.replace(lang=chosen.lang).query() for key, within in links.items()}
    addresses = {
        key: f"{leaving.SEARCH}?{urlencode({**query, 'term': ''}, safe=',')}"
        for key, query in queries.items()
    }
    columns = [t(f"wording.column.{name}{form}", **words) for name in view.COLUMNS]
    drawn = Ledger(groups, columns, addresses, t("wording.label"), sides=tags)
    return _Drawn(drawn, frozenset(shown["wording"]), links)


def _links(chosen: Filters) -> dict[str, Filters]:
    """Return key of a link -> the filters of what its counts count."""
    part = wording.compared_part(chosen)
    found = {}
    for row in rows_of(selection.briefings(wording.briefings_filters(chosen)), BriefingRow):
        parameter, value = selecting_filter(row.briefing_id)
        found[f"all:{row.briefing_id}"] = Filters().replace(**{parameter: [value]})
        base = part.base.only("section", "kind", "slot")
        found[f"compared:{row.briefing_id}"] = base.replace(**{parameter: [value]})
    return found
