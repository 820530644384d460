"""View of an uploaded edition: sentences, counts, and its turns as Markdown and CSV."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.escape import escape_markdown, printable
from dashboard.features.uploads import repairs_view
from dashboard.features.uploads.corrections import Edition, Problem, SpeakerChange
from dashboard.features.uploads.drafts import Draft
from dashboard.features.uploads.positions import turn_at
from dashboard.i18n import join, t
from dashboard.labels import provenance
from loaders.edition.outlets import is_outlet_turn

_NAME = 60  # characters shown of a file name
_EXCERPT = 100  # characters shown of a turn
_INTEGER_COLUMNS = ("reply_to", "line", "line_end")  # nullable integer columns
_SLOT_FIELD = 2  # index of the slot in (title, organisation, slot)
# Warnings of the parser and its readers: locale key -> pattern.
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
    "no_title": r"No line of the page can be its title\.",
    "short_title": r"The title is short and may be another line: (?P<text>.*)",
    "no_day": r"The day on which the briefing was held was not found on the page\.",
    "unpublished": r"Neither who published the page nor when was found on it\.",
    "no_city": r"The host city was not recognised in (?P<text>.*); no list of places has it\.",
    "no_fact": (
        r"line (?P<line>\d+) mentions (?P<field>[a-z_]+), and no fact of that kind could be read\."
    ),
    "untimed": r".+ has lines outside of any cue \((?P<n>\d+)\); they have no times\.",
}
FORMS = {key: re.compile(form, re.DOTALL) for key, form in _DOUBTS.items()}


def file_name(of: str) -> str:
    """Return a file name cut to _NAME characters, with control characters replaced by U+FFFD."""
    return printable(of, limit=_NAME)


def doubt_sentence(sentence: str, edition: Edition) -> str:
    """Return a warning of the parser in the reader's language; an unknown warning is unchanged.

    If the warning names a line of the page, the number of the turn on that line is added.
    """
    for key, form in FORMS.items():
        if found := form.fullmatch(sentence):
            stated = found.groupdict()
            if "field" in stated:
                stated["field"] = t(f"fact.{stated['field']}")
            text = t(f"adding.doubt.{key}", **stated)
            if stated.get("places") and key != "broken":
                text += t("adding.doubt_places", n=stated["places"])
            turn = turn_at(edition["turns"], int(stated["line"])) if "line" in stated else None
            return text if turn is None else t("adding.in_turn", seq=turn, told=text)
    return sentence


def open_doubts(edition: Edition) -> list[str]:
    """Return the warnings of `edition` that no correction of its title or day has settled."""
    return [each for each in edition["warnings"] if not _is_settled(each, edition)]


def _is_settled(sentence: str, edition: Edition) -> bool:
    if FORMS["no_day"].fullmatch(sentence):
        return edition["date_held"] is not None
    if FORMS["no_title"].fullmatch(sentence):
        return bool(edition["title"])
    short = FORMS["short_title"].fullmatch(sentence)
    return short is not None and short["text"] != edition["title"]


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
        (t("adding.file"), file_name(draft.page.name)),
        (t("adding.encoding"), read["encoding"]),
        (t("adding.script"), t(f"adding.scripts.{read['script']}")),
        (t("column.publisher"), read["publisher"] or "—"),
        (t("column.published_at"), (read["published_at"] or "—").replace("T", " ")),
        (t("adding.repaired_places"), join(listed) or t("adding.no_repairs")),
    ]
    rows = [(label, escape_markdown(value)) for label, value in pairs]
    return pd.DataFrame(rows, columns=["label", "value"])


def turns_markdown(turns: Sequence[Mapping[str, Any]]) -> str:
    """Return the turns as Markdown: number, kind in its colour, speaker, title, body, excerpt."""
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
