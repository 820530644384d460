"""View of the repairs in a turn of an uploaded page, in Markdown."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from dashboard.escape import escape_markdown
from dashboard.i18n import join, t
from dashboard.labels import provenance
from dashboard.run_context import current_run
from loaders.edition.model import EditionTurn, TurnRepair

_MAX_LISTED = 5  # repairs of a turn that are listed one by one


def excerpt_markdown(turn: EditionTurn, *, limit: int) -> str:
    """Return the first `limit` characters of a turn's text, as one line of Markdown.

    Repaired characters have a grey background.
    """
    text = turn["text"]
    places = list(_on_one_line(text, limit + 1))
    cut = places if len(places) <= limit else places[: limit - 1]
    spans = ((repair["start"], repair["end"]) for repair in turn.get("repairs") or ())
    repaired = {
        place
        for start, end in spans
        if start is not None and end is not None
        for place in range(start, min(end, cut[-1] + 1))
        if not text[place].isspace()
    }
    background = current_run().palette.hairline
    runs = groupby(cut, key=lambda place: place in repaired)
    shown = (
        (is_repaired, "".join(_plain(text[place]) for place in run)) for is_repaired, run in runs
    )
    marked = (
        f':color[{escape_markdown(words)}]{{background="{background}"}}'
        if is_repaired
        else escape_markdown(words)
        for is_repaired, words in shown
    )
    return "".join(marked) + ("…" if cut is not places else "")


def _on_one_line(text: str, limit: int) -> Iterator[int]:
    """Yield the positions of up to `limit` characters of `text`, one per run of white space."""
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


def repairs(turn: EditionTurn) -> str:
    """Return the number of repairs of a turn and a list of the first _MAX_LISTED, as Markdown.

    The list gives kind, line, and text before and after. "" if there are none, or none are known.
    """
    made = turn.get("repairs") or []
    if not made:
        return ""
    kinds = [
        t("adding.mended_kind", kind=_name(kind), repairs=_by_line(turn, list(run)))
        for kind, run in groupby(made[:_MAX_LISTED], key=lambda repair: repair["kind"])
    ]
    whole = t("adding.mended", n=len(made), kinds=t("adding.kind_separator").join(kinds))
    if len(made) > _MAX_LISTED:
        whole += t("adding.mended_more", n=len(made) - _MAX_LISTED)
    return f":small[:gray[{escape_markdown(whole)}]]"


def _name(kind: str) -> str:
    return provenance.repair_names([kind])[0]


def _by_line(turn: EditionTurn, made: Sequence[TurnRepair]) -> str:
    """Return the list of repairs of one kind, grouped by line."""
    lines = groupby(made, key=lambda repair: repair["place"]["line"])
    return join(
        [
            t(
                "adding.mended_line",
                repairs=join([_repair_text(turn, each) for each in run]),
                line=line,
            )
            for line, run in lines
        ]
    )


def _repair_text(turn: EditionTurn, repair: TurnRepair) -> str:
    """Return the text of a repair, before and after.

    A deletion is shown with the character before it.
    """
    start, end = repair["start"], repair["end"]
    previous = "" if repair["after"] or start is None else turn["text"][start:end].strip()
    return t(
        "adding.mended_one",
        before=_visible(previous + repair["before"]),
        after=_visible(previous + repair["after"]) or t("adding.mended_gone"),
    )


def _visible(text: str) -> str:
    """Return `text` with its invisible characters as code points (U+00A0).

    Plain spaces are kept, but a text of nothing else becomes a word for them.
    """
    if text and not text.strip(" "):
        return t("adding.mended_space")
    return "".join(
        each if each == " " or unicodedata.category(each)[0] not in "CZ" else f"U+{ord(each):04X}"
        for each in text
    )
