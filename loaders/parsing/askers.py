"""Find the outlets that ask the questions of labels that name nobody: 问, Q."""

import re

from loaders.parsing.label_names import (
    Label,
    is_listed_outlet,
    is_outlet,
    outlet_of_reporter,
    parse_role,
)
from loaders.parsing.page import Lines, Openings, Place, TurnOpening

# How many characters and clauses of a question are searched for the outlet that asks.
_MAX_OPENING, _MAX_CLAUSES = 120, 4
_CLAUSE = re.compile(r" ?([^。.，,；;：:！!？?()（）]{1,60}) ?([。.，,；;：:！!？?()（）]|\Z)")
_SELF_INTRODUCTION = re.compile(
    r"(?:(?:我是|我们是|这里是|我来自|来自)|(?:i am|i['’]m|this is) )", re.IGNORECASE
)
_LATIN_AFFILIATION = re.compile(r"(?:.{0,40} )?(?:from|with|of) (?:the )?(.{2,40})", re.IGNORECASE)
_COURTESY = re.compile(
    r"谢谢|感谢|你好|您好|各位|大家|主持人|我是|我来自"
    r"|(?:thank|thanks|hi|hello|good|yes|i am|i['’]m|my name|mr|ms|madam|minister)\b",
    re.IGNORECASE,
)


def find_askers(lines: Lines, openings: Openings) -> dict[Place, Label]:
    """Return the outlet that asks at the place of each label that only states a question: 问, Q."""
    return {
        (index, opening.begin): outlet
        for index, line in enumerate(openings)
        for opening in line
        if opening.label.role == "asks"
        and (outlet := outlet_of_question(_first_words(lines, openings, index, opening)))
        and parse_role(opening.label.name)
    }


def _first_words(lines: Lines, openings: Openings, index: int, opening: TurnOpening) -> str:
    """Return the speech after a label on its line; if there is none, the next line."""
    rest = lines[index].text[opening.speech_start :]
    has_next = index + 1 < len(lines) and not openings[index + 1]
    return rest if rest.strip() or not has_next else lines[index + 1].text


def outlet_of_question(speech: str) -> Label | None:
    """Return a label for the outlet that asks, as named at the beginning of `speech`, or None.

    >>> outlet_of_question("Thank you. Bloomberg News. Is it on?").name
    'Bloomberg News'
    >>> outlet_of_question("谢谢，我是新华社记者，想问灯会几天？").name
    '新华社'
    """
    clauses = list(_CLAUSE.finditer(speech[:_MAX_OPENING]))[: _MAX_CLAUSES + 1]
    for index, found in enumerate(clauses[:_MAX_CLAUSES]):
        words = found[1].strip()
        if outlet := _outlet_of_clause(words, is_closed=found[2] in set("。.)）")):
            # "Reuters, AFP and others say so": these outlets are mentioned and do not ask.
            following = clauses[index + 1][1].split() if index + 1 < len(clauses) else []
            is_mention = found[2] in set(",，") and is_listed_outlet("".join(following[:1]))
            return None if is_mention else Label(outlet, is_outlet=True)
        if not _COURTESY.match(words):
            return None
    return None


def _outlet_of_clause(words: str, *, is_closed: bool) -> str | None:
    """Return the outlet that `words`, a clause, states as the speaker's own, or None.

    `is_closed`: a full stop or a closing parenthesis follows, so that the clause may be an outlet's
    name and nothing else.
    """
    rest = _SELF_INTRODUCTION.sub("", words, count=1)
    by_reporter = outlet_of_reporter(rest)
    latin = _LATIN_AFFILIATION.fullmatch(rest)
    candidates = [
        by_reporter or "",
        latin[1] if latin else "",
        rest if is_closed or rest != words else "",
    ]
    if is_listed_outlet(rest):
        return rest
    return next((outlet for outlet in candidates if outlet and is_outlet(outlet)), None)
