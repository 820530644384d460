"""What was repaired in a turn that a visitor brought, in Markdown."""

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from dashboard import theme
from dashboard.escape import escape_markdown
from dashboard.i18n import join, t
from dashboard.labels import provenance

Turn = Mapping[str, Any]
_LISTED = 5  # repairs of a turn that are told one by one


def beginning(turn: Turn, *, limit: int) -> str:
    """How a turn begins, on one line of `limit` characters, repaired ones on a ground of grey."""
    text = turn["text"]
    places = list(_on_one_line(text, limit + 1))
    cut = places if len(places) <= limit else places[: limit - 1]
    mended = {
        place
        for repair in turn.get("repairs") or ()
        if repair["start"] is not None and repair["start"] <= cut[-1]
        for place in range(repair["start"], min(repair["end"], cut[-1] + 1))
        if not text[place].isspace()
    }
    ground = theme.palette().hairline
    runs = groupby(cut, key=lambda place: place in mended)
    shown = ((is_mended, "".join(_plain(text[place]) for place in run)) for is_mended, run in runs)
    marked = (
        f':color[{escape_markdown(words)}]{{background="{ground}"}}'
        if is_mended
        else escape_markdown(words)
        for is_mended, words in shown
    )
    return "".join(marked) + ("…" if cut is not places else "")


def _on_one_line(text: str, limit: int) -> Iterator[int]:
    """The places of the first `limit` characters, one for each stretch of white space."""
    was_space = True
    for place, character in enumerate(text.rstrip()):
        if limit and not (character.isspace() and was_space):
            limit -= 1
            yield place
        if not limit:
            return
        was_space = character.isspace()


def _plain(character: str) -> str:
    return " " if character.isspace() else character


def repairs(turn: Turn) -> str:
    """How many repairs a turn has, and the first of them with kind, line, before and after.

    "" where it has none, or none that is known of.
    """
    made = turn.get("repairs") or []
    if not made:
        return ""
    told = [
        t("adding.mended_kind", kind=_name(kind), repairs=_by_line(turn, list(run)))
        for kind, run in groupby(made[:_LISTED], key=lambda repair: repair["kind"])
    ]
    whole = t("adding.mended", n=len(made), kinds=t("adding.kind_separator").join(told))
    if len(made) > _LISTED:
        whole += t("adding.mended_more", n=len(made) - _LISTED)
    return f":small[:gray[{escape_markdown(whole)}]]"


def _name(kind: str) -> str:
    return provenance.repair_names([kind])[0]


def _by_line(turn: Turn, made: list[Mapping[str, Any]]) -> str:
    """Repairs of one kind, those of a line together."""
    lines = groupby(made, key=lambda repair: repair["place"]["line"])
    return join(
        [
            t("adding.mended_line", repairs=join([_told(turn, each) for each in run]), line=line)
            for line, run in lines
        ]
    )


def _told(turn: Turn, repair: Mapping[str, Any]) -> str:
    """One repair; where something was taken out, with the character that it stood behind."""
    start, end = repair["start"], repair["end"]
    behind = "" if repair["after"] or start is None else turn["text"][start:end].strip()
    return t(
        "adding.mended_one",
        before=_visible(behind + repair["before"]),
        after=_visible(behind + repair["after"]) or t("adding.mended_gone"),
    )


def _visible(text: str) -> str:
    """`text` with whatever shows nothing by its number in Unicode, plain spaces by their name."""
    if text and not text.strip(" "):
        return t("adding.mended_space")
    return "".join(
        each if each == " " or unicodedata.category(each)[0] not in "CZ" else f"U+{ord(each):04X}"
        for each in text
    )
