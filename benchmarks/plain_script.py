"""What a plain script does with pages whose labels begin with ###: jieba and CountVectorizer.

It is the yardstick of benchmarks/tables.py and is written as one would for oneself: no repair, no
people, no table but counts. Each step is timed; the first two are the least that can be called
counting words, the whole is what the tables of a corpus rest on. Left out in its favour: parts of
speech are looked up in the dictionary, where jieba.posseg would take some seven minutes for the 80
pages; a term inside a longer word is not counted, nor are syllables, topics, mentions and facts.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jieba
from sklearn.feature_extraction.text import CountVectorizer

from loaders.text.set_phrases import set_phrases

Cut = Callable[[str], list[str]]


def main() -> None:
    """Read the pages named on the command line; print seconds and the name of each step."""
    jieba.setLogLevel("ERROR")
    clock = time.perf_counter()

    def tell(step: str) -> None:
        nonlocal clock
        now = time.perf_counter()
        print(f"{now - clock:.2f} {step}", flush=True)
        clock = now

    jieba.initialize()
    paragraphs = [
        line
        for path in sys.argv[1:]
        for turn in re.split(r"(?m)^###.*$", Path(path).read_text(encoding="utf-8"))[1:]
        for line in turn.splitlines()
        if line.strip()
    ]
    tell("pages")
    counted = _count(paragraphs, jieba.lcut)
    tell("words")
    _tagged(counted.vocabulary_)
    tell("parts of speech")
    _lengths(paragraphs)
    tell("lengths")
    _count(paragraphs, jieba.lcut, ngram_range=(2, 4))
    tell("phrases")
    listed = jieba.Tokenizer()
    for row in set_phrases():
        listed.add_word(row.phrase)
    tell("lexicon")
    _count(paragraphs, listed.lcut)
    tell("words with the lexicon")
    sentences = [listed.lcut(s) for p in paragraphs for s in re.split("[。！？!?]", p) if s]
    _pairs(sentences)
    tell("pairs in sentences")
    _pairs([s[i : i + 5] for s in sentences for i in range(max(1, len(s) - 4))])
    tell("pairs in windows of five words")


def _count(texts: list[str], cut: Cut, ngram_range: tuple[int, int] = (1, 1)) -> Any:
    counter = CountVectorizer(
        tokenizer=cut, token_pattern=None, lowercase=False, ngram_range=ngram_range
    )
    counter.fit_transform(texts)
    return counter


def _tagged(words: Iterable[str]) -> dict[str, str | None]:
    rows = (line.decode().split() for line in jieba.get_dict_file())
    tags = {word: tag for word, _, tag in rows}
    return {word: tags.get(word) for word in words}


def _lengths(texts: list[str]) -> list[tuple[int, int, int]]:
    """Characters, Han characters and sentences."""
    return [
        (
            sum(character.isalnum() for character in text),
            len(re.findall("[\u4e00-\u9fff]", text)),
            len(re.findall("[。！？!?]+", text)),
        )
        for text in texts
    ]


def _pairs(units: list[list[str]]) -> Any:
    found = CountVectorizer(analyzer=_content, binary=True).fit_transform(units)
    return found.T @ found


def _content(words: list[str]) -> list[str]:
    return [word for word in words if len(word) >= 2 and word.isalnum()]


if __name__ == "__main__":
    main()
