"""Convert text to simplified characters with opencc, and correct over-converted variants.

Mirrors convert text mechanically, and so choose rare characters of the same sound or older forms:
郃作 for 合作, 躰系 for 体系. data/lexicon/characters.toml lists these variants, each with its
reason and source. Some are never meant in modern prose and are always corrected. The others are
corrected only if the correction makes a word of the dictionary and the character is not part of a
name.
"""

import re
from functools import cache, lru_cache
from typing import Literal

import opencc

from loaders.lexicon.characters import Variant, variant_words, variants
from loaders.lexicon.surnames import surnames
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

Verdict = Literal["correct", "keep", "uncertain"]
# A word counts as known from MIN_WORD_FREQUENCY on (jieba's dictionary has 3 for words seen once or
# twice). A corrected word must also be more than MIN_FREQUENCY_RATIO times as common as any word
# with the uncorrected character.
MIN_WORD_FREQUENCY = 50
MIN_FREQUENCY_RATIO = 10
MAX_WORD_LENGTH = 4
# Function words that are also surnames: after them a verb is likelier than a given name.
FUNCTION_WORDS = frozenset("和与及同向为于对从是有时都等所能应由之可将已曾未后前经要会")


def to_simplified(text: str) -> str:
    """Return `text` in simplified characters, one for each character of `text`.

    >>> to_simplified("湖光燈會")
    '湖光灯会'
    """
    convert = _converter("t2s").convert
    converted = str(convert(text))
    return converted if len(converted) == len(text) else "".join(map(convert, text))


def to_traditional(text: str) -> str:
    """Return `text` in the traditional characters that opencc prefers.

    >>> to_traditional("湖光灯会")
    '湖光燈會'
    """
    return str(_converter("s2t").convert(text))


def variant_corrections(line: str) -> list[tuple[int, str | None]]:
    """Return the index (from 0) and the correction of each over-converted character of a line.

    `line` is in simplified characters. A variant with `where` "anywhere" is always corrected. Any
    other is judged by the words that it and its correction make with their neighbours.

    If the correction makes no known word, the variant is left out if it makes a word or is used in
    names; else the correction is None. If the correction makes a known word, it is returned, but as
    None if that word is not over MIN_FREQUENCY_RATIO times as common as any word with the variant,
    or if the variant may be part of a name.

    >>> variant_corrections("郃作躰系，张郃作介绍，著名专家着力，随著名")
    [(0, '合'), (2, '体'), (6, None), (19, None)]
    """
    pattern, rows = _variant_pattern(), variants()
    if not pattern.search(line):
        return []
    text = pattern.sub(lambda match: _replace_anywhere(rows[match[0]], match[0]), line)
    corrections: list[tuple[int, str | None]] = []
    for match in pattern.finditer(line):
        index, variant = match.start(), rows[match[0]]
        before = text[max(0, index - MAX_WORD_LENGTH) : index]
        verdict = _judge(before, match[0], text[index + 1 : index + MAX_WORD_LENGTH])
        if variant.where == "anywhere" or verdict == "correct":
            corrections.append((index, variant.meant))
        elif verdict == "uncertain":
            corrections.append((index, None))
    return corrections


def character_forms(character: str) -> frozenset[str]:
    """Return a character, its simplified form, and the characters that these are variants of."""
    simplified = to_simplified(character)
    rows = (variants().get(form) for form in (character, simplified))
    return frozenset({character, simplified, *(row.meant for row in rows if row)})


@lru_cache(maxsize=100_000)
def frequency(word: str) -> int:
    """Return jieba's frequency of a word, in either script; 0 if its dictionary lacks the word."""
    return get_segmenter().frequency(to_simplified(word))


def _replace_anywhere(variant: Variant, character: str) -> str:
    return variant.meant if variant.where == "anywhere" else character


@lru_cache(maxsize=50_000)
def _judge(before: str, character: str, after: str) -> Verdict:
    """Decide from the text before and after a variant whether the variant is to be corrected."""
    variant = variants()[character]
    frequency_kept, _ = _most_common_word(before, character, after)
    frequency_meant, start = _most_common_word(before, variant.meant, after)
    if frequency_meant < MIN_WORD_FREQUENCY:
        return "keep" if frequency_kept or variant.name else "uncertain"
    is_name = start == len(before) and _may_be_name(before, variant.name)
    is_clear = frequency_meant > MIN_FREQUENCY_RATIO * frequency_kept and not is_name
    return "correct" if is_clear else "uncertain"


def _most_common_word(before: str, character: str, after: str) -> tuple[int, int]:
    """Return the frequency and the start of the most common word that contains `character`.

    The word is sought in `before + character + after`, and its start is an index in that text. The
    frequency is 0 if there is no word.
    """
    text, index = before + character + after, len(before)
    spans = (
        (start, start + size)
        for size in range(2, MAX_WORD_LENGTH + 1)
        for start in range(max(0, index - size + 1), min(index, len(text) - size) + 1)
    )
    return max(((_word_frequency(text[a:b]), a) for a, b in spans), default=(0, 0))


def _word_frequency(word: str) -> int:
    return get_segmenter().frequency(word) or (MIN_WORD_FREQUENCY if word in variant_words() else 0)


def _may_be_name(before: str, kind: str | None) -> bool:
    """Return whether a variant that follows the text `before` may be part of a name.

    `kind` is Variant.name. A surname must not follow a Han character. A given name must follow a
    surname that is neither a function word nor the end of a known word.
    """
    is_first = not before or not re.match(f"[{HAN}]", before[-1])
    if kind == "surname" or is_first:
        return kind == "surname" and is_first
    if kind != "given" or before[-1] not in surnames().single or before[-1] in FUNCTION_WORDS:
        return False
    return all(
        _word_frequency(before[-size:]) < MIN_WORD_FREQUENCY for size in range(2, len(before) + 1)
    )


@cache
def _variant_pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(variants())}]")


@cache
def _converter(conversion: str) -> opencc.OpenCC:
    return opencc.OpenCC(conversion)
