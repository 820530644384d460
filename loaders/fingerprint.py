"""Fingerprint the speech of a briefing, to recognise copies without the parser."""

import hashlib
import re
import unicodedata

from loaders.text.measures import HAN, characters

_HAN = re.compile(f"[{HAN}]")
_SURVIVES = re.compile(rf"[{HAN}]|\d")


def fingerprint_of(speech: str) -> str:
    """Return the fingerprint of `speech`: the first 16 hexadecimal digits of a SHA-256.

    `speech` is the paragraphs of a briefing, repaired, simplified and joined. Only its Han
    characters and digits are hashed, because they survive damage; full-width digits are as others.
    If fewer than half of its characters are Han, as in a transcript in English, all letters and
    digits are hashed, without regard to case.
    """
    if 2 * len(_HAN.findall(speech)) < characters(speech):
        hashed = "".join(filter(str.isalnum, speech.casefold()))
    else:
        hashed = unicodedata.normalize("NFKC", "".join(_SURVIVES.findall(speech)))
    return hashlib.sha256(hashed.encode()).hexdigest()[:16]
