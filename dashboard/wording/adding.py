"""What the page that adds a briefing says of a reading; Markdown where a name says so."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import provenance, theme
from dashboard.corrections import Edition, Problem, beginning
from dashboard.drafts import Draft, Refusal
from dashboard.i18n import join, t
from dashboard.inert import markdown, shown

__all__ = [
    "about",
    "counts",
    "doubt",
    "name",
    "problem",
    "refusal",
    "sections",
    "turns_csv",
    "turns_markdown",
]

_NAME = 60  # characters of a file's name
_TOLD = 100  # characters of a turn that are shown
_LINE_READ_AS_SPEECH = re.compile(r"line (\d+) begins like a label and was read as speech: (.*)")


def name(of: str) -> str:
    """The name of what was brought, as text that cannot break a line."""
    return shown(of, limit=_NAME)


def refusal(refused: Refusal) -> str:
    """Why something was refused and what to do, in one sentence."""
    return t(f"adding.refused.{refused.reason}", name=name(refused.name))


def doubt(sentence: str) -> str:
    """A doubt of the parser in the reader's language where it is known, else as it says it."""
    found = _LINE_READ_AS_SPEECH.fullmatch(sentence)
    if found:
        return t("adding.read_as_speech", line=found[1], text=found[2])
    return sentence


def problem(found: Problem) -> str:
    """Why an edit of the table was not made."""
    return t(f"adding.problem.{found.key}", seq=found.seq, value=found.value)


def sections(edition: Edition) -> str:
    """The sections and their state, as badges of Markdown, as on the overview."""
    told = edition["sections"]
    states = [
        {"section": section, "state": "captured" if section in told["captured"] else "not_captured"}
        for section in dict.fromkeys([*told["captured"], *told["announced"]])
    ]
    return provenance.badges(pd.DataFrame(states, columns=["section", "state"]))


def counts(edition: Edition) -> list[tuple[str, str]]:
    """Label and figure of what was read; a dash where questions were announced and not captured."""
    turns = edition["turns"]
    people = {turn["speaker"] for turn in turns if turn["slot"] != "press"}
    questions = sum(turn["kind"] == "question" for turn in turns)
    gap = "q_and_a" in edition["sections"]["announced"] and not questions
    return [
        (t("overview.characters"), f"{sum(turn['characters'] for turn in turns):,}"),
        (t("overview.turns"), f"{len(turns):,}"),
        (t("overview.people"), f"{len(people):,}"),
        (t("overview.questions"), "—" if gap else f"{questions:,}"),
    ]


def about(draft: Draft) -> pd.DataFrame:
    """How the page was read, as rows of label and value in Markdown."""
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
        (t("adding.file"), name(draft.page.name)),
        (t("adding.encoding"), read["encoding"]),
        (t("adding.script"), _script(read["script"])),
        (t("column.publisher"), read["publisher"] or "—"),
        (t("column.published_at"), (read["published_at"] or "—").replace("T", " ")),
        (t("column.repairs"), join(listed) or t("adding.no_repairs")),
    ]
    rows = [(label, markdown(value)) for label, value in pairs]
    return pd.DataFrame(rows, columns=["label", "value"])


def _script(script: str) -> str:
    return t(f"adding.scripts.{script}") if script in ("simplified", "traditional") else script


def turns_markdown(turns: Sequence[Mapping[str, Any]]) -> str:
    """The turns: number, kind in its colour, speaker, title, body, and how each begins."""
    return "\n\n".join(map(_turn, turns))


def _turn(turn: Mapping[str, Any]) -> str:
    colour = theme.palette().kind[turn["kind"]]
    kind = f':color[■]{{foreground="{colour}"}} {t("code.kind." + turn["kind"])}'
    reply = t("adding.reply", seq=turn["reply_to"]) if turn["reply_to"] else ""
    slot = t(f"code.slot.{turn['slot']}")
    body = turn["organisation"] if turn["organisation"] != turn["speaker"] else ""
    titled = turn["title"] or body or ""
    who = " · ".join(filter(None, (titled, slot, turn["timestamp"], reply)))
    size = t("adding.size", n=f"{turn['characters']:,}")
    return (
        f"{kind} **{turn['seq']}\u2002{markdown(turn['speaker'])}** "
        f":gray[{markdown(who)} · {markdown(size)}]  \n"
        f"{markdown(beginning(turn['text'], limit=_TOLD))}"
    )


def turns_csv(edition: Edition) -> pd.DataFrame:
    """The turns of `edition` as rows of a file: the fields of a turn, in their order."""
    return pd.DataFrame(list(edition["turns"]))
