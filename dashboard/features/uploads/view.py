"""View of an uploaded edition: sentences, counts, and its turns as Markdown and CSV."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from dashboard.escape import escape_markdown, printable
from dashboard.features.uploads import repairs_view
from dashboard.features.uploads.cells import Problem
from dashboard.features.uploads.corrections import SpeakerChange
from dashboard.features.uploads.drafts import Draft
from dashboard.features.uploads.positions import turn_at
from dashboard.i18n import catalogue, join, t
from dashboard.labels import provenance
from dashboard.run_context import current_run
from loaders.edition.model import Edition, EditionTurn
from loaders.edition.outlets import is_outlet_turn
from loaders.messages import CodeObject

_NAME = 60  # characters shown of a file name
_EXCERPT = 100  # characters shown of a turn
_INTEGER_COLUMNS = ("reply_to", "line", "line_end")  # nullable integer columns
_SLOT_FIELD = 2  # index of the slot in (title, organisation, slot)


def file_name(of: str) -> str:
    """Return a file name cut to _NAME characters, with control characters replaced by U+FFFD."""
    return printable(of, limit=_NAME)


def doubt_sentence(doubt: CodeObject, edition: Edition) -> str:
    """Return a doubt of `edition` in the reader's language.

    If it names a line of the page, the number of the turn on that line is added.
    """
    stated = dict(doubt)
    field = f"fact.{stated.get('field')}"
    if field in catalogue(current_run().language):
        stated["field"] = t(field)
    text = t(f"adding.doubt.{stated.pop('code')}", **stated)
    if "places" in stated:
        text += t("adding.doubt_places", n=stated["places"])
    turn = turn_at(edition["turns"], int(stated["line"])) if "line" in stated else None
    return text if turn is None else t("adding.in_turn", seq=turn, told=text)


def open_doubts(edition: Edition) -> list[CodeObject]:
    """Return the doubts of `edition` that no correction of its title or day has settled."""
    return [each for each in edition["doubts"] if not _is_settled(each, edition)]


def _is_settled(doubt: CodeObject, edition: Edition) -> bool:
    settled: dict[str, bool] = {
        "no_day": edition["date_held"] is not None,
        "no_title": bool(edition["title"]),
        "short_title": doubt.get("text") != edition["title"],
    }
    return settled.get(str(doubt["code"]), False)


def problem_sentence(found: Problem) -> str:
    """Say why an edit of the correction table failed."""
    return t(f"adding.problem.{found.key}", seq=found.seq, value=found.value)


def change_label(change: SpeakerChange, turns: int) -> str:
    """Return the label of the button that applies `change` to `turns` more turns, as Markdown."""
    (before, *stated), (after, *now) = change
    who = after if before == after else t("adding.changed", before=before, after=after)
    others = [
        t("adding.changed", before=_stated(place, old), after=_stated(place, new))
        for place, (old, new) in enumerate(zip(stated, now, strict=True))
        if old != new
    ]
    what = t("adding.changed_of", who=who, others=join(others)) if others else str(who)
    return escape_markdown(t("adding.elsewhere", what=printable(what, limit=_EXCERPT), n=turns))


def _stated(place: int, value: str | None) -> str:
    """Return field `place` (0 title, 1 organisation, 2 slot) of a speaker as text; "—" for None."""
    return t(f"code.slot.{value}") if place == _SLOT_FIELD else value or "—"


def sections(edition: Edition) -> str:
    """Return the captured and the announced sections, with their state, as Markdown badges."""
    stated = edition["sections"]
    states = [
        {
            "section": section,
            "state": "captured" if section in stated["captured"] else "not_captured",
        }
        for section in dict.fromkeys([*stated["captured"], *stated["announced"]])
    ]
    return provenance.section_badges(pd.DataFrame(states, columns=["section", "state"]))


def counts(edition: Edition) -> list[tuple[str, str]]:
    """Return (label, figure) for characters, turns, people and questions.

    The figure of questions is a dash if questions were announced and not captured.
    """
    turns = edition["turns"]
    people = {turn["speaker"] for turn in turns if not is_outlet_turn(turn)}
    questions = sum(turn["kind"] == "question" for turn in turns)
    gap = "q_and_a" in edition["sections"]["announced"] and not questions
    return [
        (t("overview.characters"), f"{sum(turn['characters'] for turn in turns):,}"),
        (t("overview.turns"), f"{len(turns):,}"),
        (t("overview.people"), f"{len(people):,}"),
        (t("overview.questions"), "—" if gap else f"{questions:,}"),
    ]


def about_table(draft: Draft) -> pd.DataFrame:
    """Return file name, encoding, script, publisher, time of publication and repairs of a page.

    Columns: label and value, in Markdown.
    """
    read = draft.read
    repairs = Counter[str]()
    for row in read["repairs"]:
        repairs[row["kind"]] += row["place"]["places"]
    kinds = [kind for kind, _ in repairs.most_common()]
    listed = [
        t("adding.repair", kind=kind_name, n=f"{repairs[kind]:,}")
        for kind, kind_name in zip(kinds, provenance.repair_names(kinds), strict=True)
    ]
    pairs = [
        (t("adding.file"), file_name(draft.name)),
        (t("adding.encoding"), read["encoding"]),
        (t("adding.script"), t(f"adding.scripts.{read['script']}")),
        (t("column.publisher"), read["publisher"] or "—"),
        (t("column.published_at"), (read["published_at"] or "—").replace("T", " ")),
        (t("adding.repaired_places"), join(listed) or t("adding.no_repairs")),
    ]
    rows = [(label, escape_markdown(value)) for label, value in pairs]
    return pd.DataFrame(rows, columns=["label", "value"])


def turns_markdown(turns: Sequence[EditionTurn]) -> str:
    """Return the turns as Markdown: number, kind in its colour, speaker, title, body, excerpt."""
    return "\n\n".join(map(_turn, turns))


def _turn(turn: EditionTurn) -> str:
    colour = current_run().palette.kind[turn["kind"]]
    kind = f':color[■]{{foreground="{colour}"}} {t("code.kind." + turn["kind"])}'
    reply = t("adding.reply", seq=turn["reply_to"]) if turn["reply_to"] else ""
    slot = t(f"code.slot.{turn['slot']}")
    body = turn["organisation"] if turn["organisation"] != turn["speaker"] else ""
    titled = turn["title"] or body or ""
    who = " · ".join(filter(None, (titled, slot, turn["timestamp"], reply)))
    size = t("adding.size", n=f"{turn['characters']:,}")
    head = f"{kind} **{turn['seq']}\u2002{escape_markdown(turn['speaker'])}**"
    about = f":gray[{escape_markdown(who)} · {escape_markdown(size)}]"
    lines = (
        f"{head} {about}",
        repairs_view.excerpt_markdown(turn, limit=_EXCERPT),
        repairs_view.repairs(turn),
    )
    return "  \n".join(filter(None, lines))


def turns_csv(edition: Edition) -> pd.DataFrame:
    """Return the turns of `edition` as rows of a CSV file, their fields as columns in order.

    repairs is the number of repairs, null if unknown. lines is left out: only the JSON has it.
    """
    rows = pd.DataFrame(list(edition["turns"])).drop(columns="lines", errors="ignore")
    whole = {name: rows[name].astype("Int64") for name in _INTEGER_COLUMNS if name in rows}
    if "repairs" in rows:
        counted = [None if made is None else len(made) for made in rows["repairs"]]
        whole["repairs"] = pd.Series(counted, index=rows.index, dtype="Int64")
    return rows.assign(**whole)
