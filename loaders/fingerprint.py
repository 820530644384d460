"""Fingerprint the speech of a briefing, to recognise copies without the parser."""

import hashlib
import re
from functools import lru_cache

from loaders.text.measures import HAN, characters

_HAN = re.compile(f"[{HAN}]")


# Called three times for each added briefing: for its id, its row and the check for duplicates.
@lru_cache(maxsize=1)
def fingerprint_of(speech: str) -> str:
    """Return the fingerprint of `speech`: the first 16 hexadecimal digits of a SHA-256.

    `speech` is the paragraphs of a briefing, repaired, simplified and joined. Only its Han
    characters are hashed, because they survive damage. If fewer than half of its characters are
    Han, as in a transcript in English, all letters and digits are hashed, without regard to case.
    """
    han = _HAN.findall(speech)
    if 2 * len(han) < characters(speech):
        han = [*filter(str.isalnum, speech.casefold())]
    return hashlib.sha256("".join(han).encode()).hexdigest()[:16]
