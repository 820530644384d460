"""The choice between like with like and everything captured, and the sentence on what is shown."""

import streamlit as st

from dashboard import filters, run_context
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.numbers import number
from dashboard.queries import selection, statistics
from dashboard.queries.rows import ComparedRow, rows_of
from dashboard.queries.scope import EVERYTHING, Scope
from dashboard.run_context import current_run


def show(scope: Scope, *, of: str) -> None:
    """Draw the choice, where there is one, and say what of each briefing is shown.

    of: "words" or "time", what the page compares.
    """
    with st.container(key="bw_scope", horizontal=True, vertical_alignment="bottom", gap="medium"):
        if scope.is_alike or scope.state == EVERYTHING:
            _choice()
        st.caption(escape_markdown(cached_for_run(f"scope_{of}", lambda: sentence(scope, of=of))))


def _choice() -> None:
    st.session_state["bw_scope_choice"] = current_run().filters.scope
    st.segmented_control(
        t("scope.label"),
        filters.VIEWS["scope"],
        format_func=lambda choice: t(f"scope.{choice}"),
        key="bw_scope_choice",
        required=True,
        width="content",
        on_change=lambda: run_context.change_filters(scope=st.session_state["bw_scope_choice"]),
    )


def sentence(scope: Scope, *, of: str) -> str:
    """Say what is shown of each briefing, and why not more or less. `of`: as in `show`."""
    rows, names = rows_of(scope.briefings(), ComparedRow), labels_briefings.names()
    if not scope.is_alike:
        return _sentence_on_everything(scope, [row.briefing_id for row in rows], of=of)
    parts = join([_part(row) for row in rows])
    sections = join([t(f"code.section.{section}") for section in scope.base.section])
    slots = join([t(f"code.slot.{slot}") for slot in scope.base.slot])
    compared = join([names[key] for key in scope.compared])
    is_part = any(row.compared_characters < row.characters for row in rows)
    rest = t(f"scope.rest_{of}") if is_part else ""
    words = {"sections": sections, "slots": slots, "parts": parts, "rest": rest}
    return t(f"scope.alike_{of}", compared=compared, **words)


def _sentence_on_everything(scope: Scope, shown: list[str], *, of: str) -> str:
    """Say that everything captured of the briefings `shown` (ids) is shown, and why."""
    is_filtered = scope.filters.briefings_only != scope.filters
    reason = f"unlike_{of}" if scope.state == "unlike" else scope.state
    names = labels_briefings.names()
    return t(
        f"scope.{reason}_{'each' if len(shown) > 1 else 'one'}",
        everything=t("scope.everything_filtered" if is_filtered else "scope.everything"),
        compared=join([names[key] for key in scope.compared]),
        others=join([names[key] for key in scope.compared if key not in shown]),
    )


def base(scope: Scope, row: ComparedRow) -> str:
    """Return the note on the base of a briefing's rates. row: of `scope.briefings()`."""
    if scope.base.kind:  # less than was captured of these sections
        return t("scope.base", characters=number(row.compared_characters))
    coverage = statistics.coverage(scope.base)
    return provenance.base_note(row, coverage, scope.base.section)


def heading(scope: Scope, row: ComparedRow, *, below: str = "") -> str:
    """Return the heading of a briefing's chart, in Markdown: its name and the base of its rates.

    row: of `scope.briefings()`. below: a sentence in a paragraph of its own, or "".
    """
    return provenance.heading(row, base(scope, row), below=below)


def caveat(scope: Scope) -> str:
    """Return the caveat on what was not captured; if the briefings do not compare, that too."""
    briefings, coverage = selection.briefings(scope.filters), statistics.coverage(scope.filters)
    return provenance.caveat(
        briefings, coverage, sections=scope.base.section, is_alike=scope.is_alike
    )


def _part(row: ComparedRow) -> str:
    return t(
        "scope.part",
        briefing=labels_briefings.name(row),
        characters=number(row.compared_characters),
        all=number(row.characters),
    )
