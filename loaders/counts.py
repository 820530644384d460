"""The vocabulary and its counts: occurrences, tokens, and words that stand together.

Occurrences are finds of a term's characters, so they depend on no segmentation and each is one
passage. Tokens are what one scheme of loaders/segmenter.py cut, and serve totals and ranks alone.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations

import pandas as pd

from loaders import lexicon
from loaders.measures import characters, split_sentences
from loaders.schema import TABLES
from loaders.segmenter import SCHEMES, Scheme, Token, shared
from loaders.wordings import wordings

__all__ = ["cooccurrence", "found_in", "stopwords", "term_counts", "terms", "token_totals"]

WINDOW = 5
LONGEST_SENTENCE = 200

Pair = tuple[str, str]


@cache
def stopwords() -> frozenset[str]:
    """The words of data/lexicon/stopwords.toml: function words and a briefing's courtesies.

    >>> {"的", "谢谢"} <= stopwords(), "网络" in stopwords()
    (True, False)
    """
    lists = lexicon.read("stopwords")
    function = (words for key, words in lists["function"].items() if key != "reason")
    return frozenset(lists["courtesy"]["words"]).union(*function)


def terms(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """The vocabulary of `paragraphs`: table `terms`, sorted by term.

    A term is every word that either scheme finds and that holds a Han character, a letter or a
    digit, and every entry of the policy lexicon that occurs: 未成年 inside 未成年人 is counted too.
    The part of speech is jieba's tag, null for a word that its dictionary lacks.
    """
    tags = {word: tag for scheme in SCHEMES for word, tag in _all_words(paragraphs, scheme)}
    for phrase, *_ in wordings():
        if phrase not in tags and any(phrase in text for text in paragraphs["text"]):
            tags[phrase] = _tag(phrase)
    rows = [(term, term in stopwords(), tags[term]) for term in sorted(tags)]
    return pd.DataFrame(rows, columns=TABLES["terms"].columns)


def term_counts(paragraphs: pd.DataFrame, vocabulary: pd.DataFrame) -> pd.DataFrame:
    """How often each term stands in each paragraph: table `term_counts`, sorted by its key.

    A row for every term of `vocabulary` (table `terms`) that occurs in the paragraph, also where no
    scheme makes it a word there (tokens are then 0). Occurrences do not overlap: 人人人 holds 人人
    once.
    """
    known = frozenset(vocabulary["term"])
    rows = []
    columns = (paragraphs[column] for column in ("briefing_id", "paragraph", "text"))
    for briefing_id, paragraph, text in zip(*columns, strict=True):
        plain, listed = (Counter(word for word, _ in _words(text, s)) for s in SCHEMES)
        for term in found_in(text, known):
            counts = (text.count(term), plain[term], listed[term])
            rows.append((briefing_id, paragraph, term, *counts))
    return pd.DataFrame(sorted(rows), columns=TABLES["term_counts"].columns)


def token_totals(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """How many words each scheme finds: briefing_id, paragraph, tokens_jieba, tokens_lexicon."""
    totals = {
        f"tokens_{scheme}": [len(_words(text, scheme)) for text in paragraphs["text"]]
        for scheme in SCHEMES
    }
    return paragraphs[["briefing_id", "paragraph"]].assign(**totals)


def found_in(text: str, vocabulary: frozenset[str]) -> list[str]:
    """The members of `vocabulary` that occur in `text`, sorted.

    The time depends on the text and on how many different lengths there are, not on how many words.

    >>> found_in("未成年人模式", frozenset(["未成年", "未成年人", "成人"]))
    ['未成年', '未成年人']
    """
    return sorted(
        {
            text[start : start + length]
            for length in _lengths(vocabulary)
            for start in range(len(text) - length + 1)
            if text[start : start + length] in vocabulary
        }
    )


@lru_cache(maxsize=8)
def _lengths(vocabulary: frozenset[str]) -> list[int]:
    return sorted({len(word) for word in vocabulary})


def cooccurrence(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Which terms stand together in each section and slot: table `cooccurrence`, sorted by its key.

    Terms are the words of the `lexicon` scheme with two characters or more that are no stopwords;
    a pair is unordered (term_a < term_b). A unit is a sentence, or a window of five words that
    slides through a sentence word by word (a sentence of five words or fewer is one window): the
    boolean sliding window of Röder, Both and Hinneburg, "Exploring the space of topic coherence
    measures", WSDM 2015. n counts the units that hold both terms, n_a and n_b those that hold each,
    units all of them, so that n * units / (n_a * n_b) is observed over expected for either unit.
    Only pairs seen together in two places or more: overlapping windows show one place up to four
    times, which does not make it two.
    """
    rows = []
    grouped = paragraphs.groupby(["briefing_id", "section", "slot"], sort=True)["text"]
    for (briefing_id, section, slot), texts in grouped:
        sentences = [words for text in texts for words in _sentences(text)]
        windows = [window for words in sentences for window in _windows(words)]
        places = Counter(pair for words in sentences for pair in _places(words))
        for unit, units in (("sentence", sentences), ("window_5", windows)):
            group = (briefing_id, section, slot, unit)
            rows += [(*group, *row) for row in _pairs(units, places if units is windows else None)]
    return pd.DataFrame(rows, columns=TABLES["cooccurrence"].columns)


def _pairs(
    units: list[list[str]], places: Counter[Pair] | None
) -> Iterator[tuple[str, str, int, int, int, int]]:
    single: Counter[str] = Counter()
    both: Counter[Pair] = Counter()
    for words in units:
        present = sorted({word for word in words if _is_content(word)})
        single.update(present)
        both.update(combinations(present, 2))
    for (a, b), n in sorted(both.items()):
        if n >= 2 and (places is None or places[a, b] >= 2):
            yield a, b, n, single[a], single[b], len(units)


def _windows(words: list[str]) -> list[list[str]]:
    return [words[start : start + WINDOW] for start in range(max(1, len(words) - WINDOW + 1))]


def _places(words: list[str]) -> Iterator[Pair]:
    """Every two places of a sentence near enough to share a window, as the pair of their words."""
    for position, a in enumerate(words):
        for b in words[position + 1 : position + WINDOW]:
            yield min(a, b), max(a, b)


def _sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence; what runs on past 200 words is no sentence and is cut there.

    Pairs grow with the square of the words: a page without full stops would fill the memory.
    """
    for sentence in split_sentences(text):
        words = [word for word, _ in _words(sentence, "lexicon")]
        for start in range(0, len(words), LONGEST_SENTENCE):
            yield words[start : start + LONGEST_SENTENCE]


def _is_content(word: str) -> bool:
    return len(word) >= 2 and word not in stopwords()


def _all_words(paragraphs: pd.DataFrame, scheme: Scheme) -> Iterator[Token]:
    for text in paragraphs["text"]:
        yield from _words(text, scheme)


# Each text is cut once a scheme, though four tables ask for its words.
@lru_cache(maxsize=2_048)
def _words(text: str, scheme: Scheme) -> tuple[Token, ...]:
    return tuple(token for token in shared().tokens(text, scheme) if characters(token[0]))


def _tag(phrase: str) -> str | None:
    return next(tag for word, tag in shared().tokens(phrase, "lexicon") if word == phrase)
