"""The baseline of benchmarks/tables.py: a plain script with jieba and CountVectorizer.

The script reads pages whose labels begin with ### and is written as a one-off script would be: no
repair, no people, no table but counts. Each step is timed. The first two steps are the least that
can be called counting words; all steps together are what the tables of a corpus need.

Some work is left out in favour of the script: parts of speech are looked up in the dictionary,
where jieba.posseg would take some seven minutes for the 80 pages; a term inside a longer word is
not counted, nor are syllables, topics, mentions and facts.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jieba
from sklearn.feature_extraction.text import CountVectorizer

from loaders.lexicon.phrases import set_phrases

Cut = Callable[[str], list[str]]


def main() -> None:
    """Process the pages named on the command line; print a line "seconds step" for each step."""
    jieba.setLogLevel("ERROR")
    clock = time.perf_counter()

    def print_step(step: str) -> None:
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
    print_step("pages")
    counted = _count(paragraphs, jieba.lcut)
    print_step("words")
    _parts_of_speech(counted.vocabulary_)
    print_step("parts of speech")
    _lengths(paragraphs)
    print_step("lengths")
    _count(paragraphs, jieba.lcut, ngram_range=(2, 4))
    print_step("phrases")
    with_lexicon = jieba.Tokenizer()
    for row in set_phrases():
        with_lexicon.add_word(row.phrase)
    print_step("lexicon")
    _count(paragraphs, with_lexicon.lcut)
    print_step("words with the lexicon")
    texts = [s for p in paragraphs for s in re.split("[。！？!?]", p) if s]
    sentences = list(map(with_lexicon.lcut, texts))
    _pairs(sentences)
    print_step("pairs in sentences")
    _pairs([s[i : i + 5] for s in sentences for i in range(max(1, len(s) - 4))])
    print_step("pairs in windows of five words")


def _count(texts: list[str], cut: Cut, ngram_range: tuple[int, int] = (1, 1)) -> Any:
    counter = CountVectorizer(
        tokenizer=cut, token_pattern=None, lowercase=False, ngram_range=ngram_range
    )
    counter.fit_transform(texts)
    return counter


def _parts_of_speech(words: Iterable[str]) -> dict[str, str | None]:
    rows = (line.decode().split() for line in jieba.get_dict_file())
    tags = {word: tag for word, _, tag in rows}
    return {word: tags.get(word) for word in words}


def _lengths(texts: list[str]) -> list[tuple[int, int, int]]:
    """Return (characters, Han characters, sentences) of each text."""
    return [
        (
            sum(character.isalnum() for character in text),
            len(re.findall("[\u4e00-\u9fff]", text)),
            len(re.findall("[。！？!?]+", text)),
        )
        for text in texts
    ]


def _pairs(units: list[list[str]]) -> Any:
    occurs = CountVectorizer(analyzer=_content, binary=True).fit_transform(units)
    return occurs.T @ occurs


def _content(words: list[str]) -> list[str]:
    return [word for word in words if len(word) >= 2 and word.isalnum()]


if __name__ == "__main__":
    main()
