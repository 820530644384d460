"""Pinyin of characters and of names, by pypinyin, with as much of its data as a text needs.

pypinyin reads 47,000 phrases when it is imported, for characters that are read differently in some
of them: 45 MB and 0.1 s. A name needs those phrases alone that begin with one of its characters.
All of loaders/ calls pypinyin through this module, which has it leave the phrases out.
"""

import json
import os
import re
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ["PYPINYIN_NO_PHRASES"] = os.environ["PYPINYIN_NO_DICT_COPY"] = "true"

# After the variables, which pypinyin reads when it is imported.
from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import tone3_to_tone
from pypinyin.seg.mmseg import seg

_FIRST = re.compile(r'^"(.).*": \[$', re.MULTILINE)


def pinyin_of(name: str) -> list[str]:
    """Return the pinyin of each character of `name`, without tones; other text as it is.

    >>> pinyin_of("重庆"), pinyin_of("重阳 2031")
    (['chong', 'qing'], ['chong', 'yang', ' 2031'])
    """
    for character in {*name}:
        _load_phrases(character)
    return list(lazy_pinyin(name))


def readings_of(character: str) -> set[str]:
    """Return all readings of `character`, with tone marks; none for what has no pinyin."""
    syllables = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return {reading for syllable in syllables for reading in syllable}


def mark_tone(syllable: str) -> str:
    """Return a syllable with a tone number (`deng1`) with a tone mark instead (`dēng`)."""
    return str(tone3_to_tone(syllable))


def release() -> None:
    """Free the memory of the phrases, which are read again when they are next needed."""
    _phrases.cache_clear()


@cache
def _load_phrases(character: str) -> None:
    """Have pypinyin know all phrases that begin with `character`."""
    text, places = _phrases()
    if character in places:
        begin, end = places[character]
        phrases = json.loads(f"{{{text[begin:end].rstrip().rstrip(',}')}}}")
        PHRASES_DICT.update(phrases)
        seg.train(phrases)


@cache
def _phrases() -> tuple[str, dict[str, tuple[int, int]]]:
    """Return pypinyin's file of phrases, and for each first character where its phrases are."""
    spec: Any = find_spec("pypinyin")
    text = Path(spec.origin).with_name("phrases_dict.json").read_text(encoding="utf-8")
    places = dict[str, tuple[int, int]]()
    starts = ((match[1], match.start()) for match in _FIRST.finditer(text))
    for (character, begin), (_, end) in pairwise([*starts, ("", len(text))]):
        places[character] = places.get(character, (begin, 0))[0], end
    return text, places
