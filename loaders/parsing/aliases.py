"""Who is behind a label that does not name them in full: 主持人, 王部长, Mr. Green, Q."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from loaders import lexicon
from loaders.parsing.label_names import (
    Label,
    is_listed_outlet,
    is_name,
    is_outlet,
    outlet_of_reporter,
    role,
)
from loaders.text.measures import HAN

_CALLED = re.compile(
    rf"([{HAN}]{{1,4}}?)(?:先生|女士|同志|教授|委员|发言人|[{HAN}]{{0,4}}[长任记])"
)
# A question's first words, and what they may say before the outlet.
_OPENING, _CLAUSES = 120, 4
_CLAUSE = re.compile(r" ?([^。.，,；;：:！!？?()（）]{1,60}) ?([。.，,；;：:！!？?()（）]|\Z)")
_SELF = re.compile(
    r"(?:(?:我是|我们是|这里是|我来自|来自)|(?:i am|i['’]m|this is) )", re.IGNORECASE
)
_FROM = re.compile(r"(?:.{0,40} )?(?:from|with|of) (?:the )?(.{2,40})", re.IGNORECASE)
_COURTESY = re.compile(
    r"谢谢|感谢|你好|您好|各位|大家|主持人|我是|我来自"
    r"|(?:thank|thanks|hi|hello|good|yes|i am|i['’]m|my name|mr|ms|madam|minister)\b",
    re.IGNORECASE,
)


def moderators_of(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Those whom a page says to moderate, each once: by a title that says so, or after the role."""
    return tuple({label.name: label for label in labels if _moderates(label)}.values())


def _moderates(label: Label) -> bool:
    return label.role == "moderator" or (label.title or "").endswith("主持人")


class Persons:
    """Those whom a page names, found by what another label may call them.

    >>> persons = Persons(["陆明远", "白杉", "Jane Green"])
    >>> persons.called("陆厅长"), persons.called("白杉先生"), persons.called("MS. GREEN")
    ('陆明远', '白杉', 'Jane Green')
    >>> Persons(["陆明远", "陆小满"]).called("陆厅长") is None
    True
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._beginning: dict[str, set[str]] = {}
        self._ending: dict[str, set[str]] = {}
        for name in names:
            if is_name(name) and not _CALLED.fullmatch(name):
                for length in range(1, min(len(name), 4) + 1):
                    self._beginning.setdefault(name[:length], set()).add(name)
            elif " " in name and not _honoured().fullmatch(name):
                self._ending.setdefault(_last(name), set()).add(name)

    def called(self, words: str) -> str | None:
        """The one person whom `words` (陆厅长, 陆明远先生, Mr. Green) can mean; else None."""
        if han := _CALLED.fullmatch(words):
            alike = self._beginning.get(han[1], set())
        else:
            alike = self._ending.get(_last(words), set()) if _honoured().fullmatch(words) else set()
        return next(iter(alike)) if len(alike) == 1 else None


@cache
def _honoured() -> re.Pattern[str]:
    """Mr. Green, Deputy Minister Green."""
    forms = lexicon.read("labels")["english_forms"]
    words = "|".join([*forms["honorifics"], *forms["offices"]])
    return re.compile(rf"(?:(?:{words})\.? ){{1,4}}[^ ]{{1,40}}", re.IGNORECASE)


def _last(name: str) -> str:
    return name.rpartition(" ")[2].casefold()


def person_of(label: Label, persons: Persons, moderators: Sequence[Label]) -> Label:
    """The label with the one person of the page whom it can mean; itself where that is not told."""
    if label.role == "moderator" and len(moderators) == 1:
        return replace(moderators[0], role="moderator")
    if listed := next((m for m in moderators if m.role and m.name == label.name), None):
        return replace(label, title=label.title or listed.title, role="moderator")
    if label.role or label.title or label.is_outlet:
        return label
    called = persons.called(label.name)
    return replace(label, name=called) if called else label


def outlet_of_question(label: Label, speech: str) -> Label | None:
    """The outlet that asks, where the label says only that somebody does and the words say who.

    >>> outlet_of_question(Label("Q", role="asks"), "Thank you. Bloomberg News. Is it on?").name
    'Bloomberg News'
    >>> outlet_of_question(Label("问", role="asks"), "谢谢，我是新华社记者，想问灯会几天？").name
    '新华社'
    """
    if label.role != "asks" or role(label.name) is None:
        return None
    clauses = list(_CLAUSE.finditer(speech[:_OPENING]))[: _CLAUSES + 1]
    for index, found in enumerate(clauses[:_CLAUSES]):
        words = found[1].strip()
        if outlet := _outlet_in(words, apart=found[2] in set("。.)）")):
            # Reuters, AFP and others say so: those are talked about.
            following = clauses[index + 1][1].split() if index + 1 < len(clauses) else []
            talked_about = found[2] in set(",，") and is_listed_outlet("".join(following[:1]))
            return None if talked_about else Label(outlet, is_outlet=True)
        if not _COURTESY.match(words):
            return None
    return None


def _outlet_in(words: str, *, apart: bool) -> str | None:
    """The outlet that a clause is, or whose reporter it says to speak; `apart`: a stop follows."""
    said = _SELF.sub("", words, count=1)
    by = outlet_of_reporter(said)
    far = _FROM.fullmatch(said)
    stated = [by or "", far[1] if far else "", said if apart or said != words else ""]
    if is_listed_outlet(said):
        return said
    return next((outlet for outlet in stated if outlet and is_outlet(outlet)), None)
