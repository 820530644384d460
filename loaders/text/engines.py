"""Cut text into words with jieba's dictionary and hidden Markov model, in two engines.

`jieba_cuts` is jieba itself, the reference. `rjieba_cuts` is rjieba
(https://github.com/messense/rjieba-py), the same dictionary and model in Rust, which is ready in a
fifth of the time and cuts twelve times as fast. Both gave the same words for all texts tested; a
run of one character (明明明会) may differ, if two ways to split it are equally likely.

Each returns two functions that cut a stretch of letters, digits and marks (segmenter._PART): with
the dictionary as it is, and with phrases added in their order, at the frequency that jieba suggests
so that a phrase is not split.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from functools import cache, lru_cache, partial
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import chain, groupby
from math import prod
from typing import Any

from loaders.text.dictionary import frequency

Cut = Callable[[str], Iterable[str]]

# The sum of all frequencies in jieba's dictionary.
_TOTAL = 60_101_967
_ASCII = re.compile(r"[\0-\x7f]")
# The words of jieba's dictionary without a Han character, and how jieba splits other text without
# Han characters.
_LATIN_WORD = re.compile(r"(AT&T|[cC]#|[cC]\+\+)")
_LATIN_PART = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


def jieba_cuts(phrases: Sequence[str]) -> tuple[Cut, Cut]:
    """Return jieba's own functions.

    The dictionary is read from the installed package (half a second) and not through jieba's cache
    file, which is in a folder that other programs and users can write to.
    """
    # jieba's source has unescaped backslashes and imports pkg_resources: unless it was compiled
    # beforehand, its import warns, and fails under `-W error`. The warnings are about jieba's code,
    # so they are silenced for this import only. rjieba_cuts saves its 0.1 s.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415

    plain: Any = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    extended = copy(plain)
    extended.FREQ = {**plain.FREQ}
    for phrase in phrases:
        extended.add_word(phrase)
    return plain.lcut, extended.lcut


def rjieba_cuts(phrases: Sequence[str]) -> tuple[Cut, Cut]:
    """Return functions that cut with rjieba, and split Latin letters and digits as jieba does."""
    plain, engine, added, total = _rjieba().Jieba(), _rjieba().Jieba(), dict[str, int](), _TOTAL
    for phrase in phrases:
        # The frequency that rjieba suggests is off by one for some phrases.
        parts = engine.cut(phrase, hmm=False)
        probability = prod((added.get(part) or frequency(part) or 1) / total for part in parts)
        added[phrase] = max(int(probability * total) + 1, frequency(phrase))
        engine.add_word(phrase, added[phrase], None)
        total += added[phrase]
    return partial(_cut, plain.cut), partial(_cut, engine.cut)


@cache
def _rjieba() -> Any:
    """Return rjieba's module of class Jieba.

    The package itself would load an engine that stays in memory: 25 MB and 0.08 s.
    """
    package: Any = find_spec("rjieba")
    found: Any = PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations)
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _cut(cut: Cut, stretch: str) -> Iterable[str]:
    if stretch.isascii():
        return _split_latin(stretch)
    if not _ASCII.search(stretch):
        return cut(stretch)
    runs = groupby(cut(stretch), str.isascii)
    return chain.from_iterable(_split_latin("".join(run)) if latin else run for latin, run in runs)


@lru_cache(maxsize=20_000)
def _split_latin(text: str) -> tuple[str, ...]:
    words: list[str] = []
    for part in _LATIN_WORD.split(text):
        words += [part] if _LATIN_WORD.fullmatch(part) else filter(None, _LATIN_PART.split(part))
    return tuple(words)
