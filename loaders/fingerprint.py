"""Fingerprint the speech of a briefing, to recognise copies without the parser."""

import hashlib
import re
import unicodedata
from typing import NamedTuple

from loaders.text.measures import HAN, characters

_HAN = re.compile(f"[{HAN}]")
# A hyphen after one of these joins two figures (5月1日-3日) or a word and a figure.
_JOINED = "0-9０-９A-Za-z年月日时点分号%％‰~～—–−－-"
_FIGURE = rf"\d|(?<=\d)[.．](?=\d)|[%％‰]|(?<![{_JOINED}])[-−－](?=\d)"
_SURVIVES = re.compile(f"[{HAN}]|{_FIGURE}")
_LETTERS = re.compile(rf"[^\W_]|{_FIGURE}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_TO_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def fingerprint_of(speech: str) -> str:
    """Return the fingerprint of `speech`: the first 16 hexadecimal digits of a SHA-256.

    `speech` is the paragraphs of a briefing, repaired, simplified and joined. Only its Han
    characters and figures are hashed, because they survive damage: digits, decimal points, signs
    and percent signs, of whatever width. If fewer than half of its characters are Han, as in a
    transcript in English, all letters are hashed with the figures, without regard to case.
    """
    if 2 * len(_HAN.findall(speech)) < characters(speech):
        hashed = "".join(_LETTERS.findall(speech.casefold()))
    else:
        hashed = "".join(_SURVIVES.findall(speech))
    hashed = unicodedata.normalize("NFKC", hashed).replace("−", "-")
    return hashlib.sha256(hashed.encode()).hexdigest()[:16]


class Stated(NamedTuple):
    """The title of a page, and the ISO 8601 days of briefing and publication if it states them."""

    title: str = ""
    date_held: str | None = None
    published_at: str | None = None


def are_of_one_year(one: Stated, other: Stated) -> bool:
    """Return whether pages with the same speech may be copies: not if they state other years.

    The years of the titles are compared if both have one, else those of the days. A copy may have
    another title, and another day of publication in the same year.

    >>> page = Stated("2031年湖光灯会发布会", None, "2031-05-06")
    >>> are_of_one_year(page, Stated("二〇三二年湖光灯会发布会", None, None))
    False
    >>> are_of_one_year(page, Stated("湖光灯会发布会", None, "2031-05-09T10:00"))
    True
    """
    titles = [_years(each.title) for each in (one, other)]
    if all(titles):
        return not titles[0].isdisjoint(titles[1])
    days = [each.date_held or each.published_at for each in (one, other)]
    return len({day[:4] for day in days if day}) < 2


def _years(title: str) -> set[str]:
    found = _YEAR.findall(unicodedata.normalize("NFKC", title))
    return {year.translate(_TO_DIGITS) for year in found}
