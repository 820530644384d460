"""What the page that adds a briefing says of a reading; Markdown where a name says so."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.escape import escape_markdown, printable
from dashboard.features.uploads import repairs_view
from dashboard.features.uploads.corrections import Edition, Problem, Renamed
from dashboard.features.uploads.drafts import Draft
from dashboard.features.uploads.positions import turn_at
from dashboard.i18n import join, t
from dashboard.labels import provenance
from loaders.edition.outlets import is_outlet_turn

_NAME = 60  # characters of a file's name
_TOLD = 100  # characters of a turn that are shown
_WHOLE = ("reply_to", "line", "line_end")  # columns of whole numbers, or of none
_SLOT = 2  # of what is stated of a speaker, after title and body
# The sentences of the parser and of its readers: the key of each in the locales, and its form.
_DOUBTS = {
    "read_as_speech": (
        r"line (?P<line>\d+) begins like a label and was read as speech: (?P<text>.*)"
    ),
    "heading": (
        r"line (?P<line>\d+) is a heading as the speakers' are, and was left out: (?P<text>.*)"
    ),
    "once": (
        r"Line (?P<line>\d+): (?P<name>.+) is read as a speaker, though the name labels one turn "
        r"only and the page introduces nobody of that name\."
    ),
    "silent": r"Line (?P<line>\d+) names (?P<name>.+) as a speaker and no speech follows\.",
    "asks": (
        r"No label says who asks: (?P<name>.+) is taken to ask, since (?P<asked>\d+) of "
        r"(?P<n>\d+) turns end in a question mark\."
    ),
    "unsettled": (
        r"line (?P<line>\d+) has (?P<text>.), which may stand for another character and was left, "
        r"since the words around it do not settle that(?: \((?P<places>\d+) places\))?\."
    ),
    "lost": (
        r"line (?P<line>\d+) has a character that was lost, and stands as \ufffd"
        r"(?: \((?P<places>\d+) places\))?\."
    ),
    "broken": (
        r".+ has characters that are broken in (?P<encoding>\S+) \((?P<places>\d+), the first in "
        r"line (?P<line>\d+)\); they stand as \ufffd, and a better copy would have them\."
    ),
    "hidden_in_word": r".+ holds (?P<n>[\d,]+) characters that are hidden in Word, which .+",
    "hidden": r".+ has text that its page hides \((?P<n>[\d,]+) characters\), which was left out.+",
    "hidden_read": r".+ has text that its page hides \((?P<n>[\d,]+) characters\), which is most.+",
    "unclosed": (
        r".+ opens (?P<text>\S+) and never closes it; what stands behind it was left out "
        r"\((?P<n>[\d,]+) characters\)\."
    ),
    "unclosed_read": (
        r".+ opens (?P<text>\S+) and never closes it; what stands behind it was read as text\."
    ),
    "fontless": r".+ draws text that could not be read on page (?P<pages>[\d, ]+), in a font .+",
    "textless": r".+ has pages without text \((?P<n>\d+) of (?P<pages>\d+)\); .+",
    "backwards": r".+ has cues that end before they begin \((?P<n>\d+)\); check them\.",
    "untimed": r".+ has lines outside of any cue \((?P<n>\d+)\); they have no times\.",
}
FORMS = {key: re.compile(form, re.DOTALL) for key, form in _DOUBTS.items()}


def name(of: str) -> str:
    """The name of what was brought, as text that cannot break a line."""
    return printable(of, limit=_NAME)


def doubt(sentence: str, edition: Edition) -> str:
    """A doubt of the parser in the reader's language where it is known, else as it says it.

    Where it names a line, the turn that stands there is named too.
    """
    for key, form in FORMS.items():
        if found := form.fullmatch(sentence):
            stated = found.groupdict()
            told = t(f"adding.doubt.{key}", **stated)
            if stated.get("places") and key != "broken":
                told += t("adding.doubt_places", n=stated["places"])
            turn = turn_at(edition["turns"], int(stated["line"])) if "line" in stated else None
            return told if turn is None else t("adding.in_turn", seq=turn, told=told)
    return sentence


def problem(found: Problem) -> str:
    """Why an edit of the table was not made."""
    return t(f"adding.problem.{found.key}", seq=found.seq, value=found.value)


def elsewhere(change: Renamed, turns: int) -> str:
    """What was put right of who speaks, to be put right in as many other turns: Markdown."""
    (before, *stated), (after, *now) = change
    who = after if before == after else t("adding.changed", before=before, after=after)
    others = [
        t("adding.changed", before=_stated(place, old), after=_stated(place, new))
        for place, (old, new) in enumerate(zip(stated, now, strict=True))
        if old != new
    ]
    what = t("adding.changed_of", who=who, others=join(others)) if others else str(who)
    return escape_markdown(t("adding.elsewhere", what=printable(what, limit=_TOLD), n=turns))


def _stated(place: int, value: str | None) -> str:
    """A title, a body or, third, a slot as it is called; a dash for none."""
    return t(f"code.slot.{value}") if place == _SLOT else value or "—"


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
    people = {turn["speaker"] for turn in turns if not is_outlet_turn(turn)}
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
    rows = [(label, escape_markdown(value)) for label, value in pairs]
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
    head = f"{kind} **{turn['seq']}\u2002{escape_markdown(turn['speaker'])}**"
    about = f":gray[{escape_markdown(who)} · {escape_markdown(size)}]"
    lines = (
        f"{head} {about}",
        repairs_view.beginning(turn, limit=_TOLD),
        repairs_view.repairs(turn),
    )
    return "  \n".join(filter(None, lines))


def turns_csv(edition: Edition) -> pd.DataFrame:
    """The turns of `edition` as rows of a file: the fields of a turn, in their order.

    `repairs` is how many were made in it; the line of each paragraph is in the JSON alone.
    """
    rows = pd.DataFrame(list(edition["turns"])).drop(columns="lines", errors="ignore")
    whole = {name: rows[name].astype("Int64") for name in _WHOLE if name in rows}
    if "repairs" in rows:
        counted = [None if made is None else len(made) for made in rows["repairs"]]
        whole["repairs"] = pd.Series(counted, index=rows.index, dtype="Int64")
    return rows.assign(**whole)
