"""Resolve labels that do not name their speaker in full: 主持人, 王部长, Mr. Green, Q."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from loaders.lexicon.labels import labels
from loaders.parsing.label_names import (
    Label,
    is_listed_outlet,
    is_name,
    is_outlet,
    outlet_of_reporter,
    parse_role,
)
from loaders.text.measures import HAN

_NAME_AND_ADDRESS = re.compile(
    rf"([{HAN}]{{1,4}}?)(?:先生|女士|同志|教授|委员|发言人|[{HAN}]{{0,4}}[长任记])"
)
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


def find_moderators(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return the labels with the role moderator or a title that ends with 主持人.

    Each name occurs once, with the last of its labels.
    """
    return tuple({label.name: label for label in labels if _is_moderator(label)}.values())


def _is_moderator(label: Label) -> bool:
    return label.role == "moderator" or (label.title or "").endswith("主持人")


class PersonIndex:
    """Index of the full names on a page, by the short forms that labels use for them.

    A short form is a name with a title or a form of address (陆厅长, 白杉先生, Ms. Green). A short
    form that fits several of `names` is not resolved.

    >>> index = PersonIndex(["陆明远", "白杉", "Jane Green"])
    >>> index.resolve("陆厅长"), index.resolve("白杉先生"), index.resolve("MS. GREEN")
    ('陆明远', '白杉', 'Jane Green')
    >>> PersonIndex(["陆明远", "陆小满"]).resolve("陆厅长") is None
    True
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_beginning: dict[str, set[str]] = {}
        self._by_last_name: dict[str, set[str]] = {}
        for name in names:
            if is_name(name) and not _NAME_AND_ADDRESS.fullmatch(name):
                for length in range(1, min(len(name), 4) + 1):
                    self._by_beginning.setdefault(name[:length], set()).add(name)
            elif " " in name and not _honorific_name().fullmatch(name):
                self._by_last_name.setdefault(_last_name(name), set()).add(name)

    def resolve(self, words: str) -> str | None:
        """Return the full name for a short form such as 陆厅长; None if no name or several fit."""
        if han := _NAME_AND_ADDRESS.fullmatch(words):
            alike = self._by_beginning.get(han[1], set())
        elif _honorific_name().fullmatch(words):
            alike = self._by_last_name.get(_last_name(words), set())
        else:
            return None
        return next(iter(alike)) if len(alike) == 1 else None


@cache
def _honorific_name() -> re.Pattern[str]:
    """Return a pattern for honorifics or offices before a word: Mr. Green, Vice Minister Green."""
    forms = labels().english_forms
    words = "|".join([*forms.honorifics, *forms.offices])
    return re.compile(rf"(?:(?:{words})\.? ){{1,4}}[^ ]{{1,40}}", re.IGNORECASE)


def _last_name(name: str) -> str:
    return name.rpartition(" ")[2].casefold()


def resolve_label(label: Label, people: PersonIndex, moderators: Sequence[Label]) -> Label:
    """Return `label` with the full name of its speaker, or unchanged if that is not certain.

    The role moderator is resolved if `moderators` has one label. A label with the name of one of
    `moderators` that has a role gets the role moderator and, if it has no title, that title. A
    short form without role or title is looked up in `people`.
    """
    if label.role == "moderator" and len(moderators) == 1:
        return replace(moderators[0], role="moderator")
    if listed := next((m for m in moderators if m.role and m.name == label.name), None):
        return replace(label, title=label.title or listed.title, role="moderator")
    if label.role or label.title or label.is_outlet:
        return label
    name = people.resolve(label.name)
    return replace(label, name=name) if name else label


def outlet_of_question(label: Label, speech: str) -> Label | None:
    """Return a label for the outlet that asks, as named at the beginning of `speech`.

    None if `label` is anything but a bare word for a question (问, Q), or if no outlet is named.

    >>> outlet_of_question(Label("Q", role="asks"), "Thank you. Bloomberg News. Is it on?").name
    'Bloomberg News'
    >>> outlet_of_question(Label("问", role="asks"), "谢谢，我是新华社记者，想问灯会几天？").name
    '新华社'
    """
    if label.role != "asks" or parse_role(label.name) is None:
        return None
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
