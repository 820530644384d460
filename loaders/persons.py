"""The person behind a label that does not name one in full: 主持人, 王部长, Mr. Green."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.measures import HAN
from loaders.naming import Label, is_name

__all__ = ["Persons", "moderators_of", "person_of"]

_CALLED = re.compile(
    rf"([{HAN}]{{1,4}}?)(?:先生|女士|同志|教授|委员|发言人|[{HAN}]{{0,4}}[长任记])"
)
_HONOURED = re.compile(r"(?:mr|ms|mrs|dr|miss)\.? [^ ]{1,40}", re.IGNORECASE)


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
            elif " " in name and not _HONOURED.fullmatch(name):
                self._ending.setdefault(_last(name), set()).add(name)

    def called(self, words: str) -> str | None:
        """The one person whom `words` (陆厅长, 陆明远先生, Mr. Green) can mean; else None."""
        if han := _CALLED.fullmatch(words):
            alike = self._beginning.get(han[1], set())
        else:
            alike = self._ending.get(_last(words), set()) if _HONOURED.fullmatch(words) else set()
        return next(iter(alike)) if len(alike) == 1 else None


def _last(name: str) -> str:
    return name.rpartition(" ")[2].casefold()


def person_of(label: Label, persons: Persons, moderators: Sequence[Label]) -> Label:
    """The label with the one person of the page whom it can mean; itself where that is not told."""
    if label.role == "moderator" and len(moderators) == 1:
        return replace(moderators[0], role="moderator")
    if label.role or label.title or label.is_outlet:
        return label
    called = persons.called(label.name)
    return replace(label, name=called) if called else label
