"""Fingerprint the speech of a briefing, to recognise copies without the parser."""

import hashlib
import re
from functools import lru_cache

from loaders.text.measures import HAN, characters

_HAN = re.compile(f"[{HAN}]")


# Called three times for each added briefing: for its id, its row and the check for duplicates.
@lru_cache(maxsize=1)
def fingerprint_of(speech: str) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of repaired, simplified, joined paragraphs.

    Only Han characters are hashed, which survive damage; if they are less than half of the
    characters, as in a transcript in English, all letters and digits are.
    """
    han = _HAN.findall(speech)
    if 2 * len(han) < characters(speech):
        han = [*filter(str.isalnum, speech.casefold())]
    return hashlib.sha256("".join(han).encode()).hexdigest()[:16]
