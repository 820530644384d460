"""Both engines cut any text into the same words as jieba's own function, called on all of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.lexicon.phrases import set_phrases
from loaders.text.dictionary import _text
from loaders.text.engines import jieba_cuts, rjieba_cuts
from loaders.text.segmenter import SCHEMES, Segmenter

REFERENCE, FAST = Segmenter(jieba_cuts), Segmenter(rjieba_cuts)
ENTRIES = (line.decode().split() for line in _text()[0].splitlines() if line)
COMMON = [word for word, frequency, _ in ENTRIES if int(frequency) > 2_000]
OTHERS = [
    "APP",
    "e-mail",
    "37.8%",
    "C++",
    "c#",
    "T恤",
    "a.b",
    "℃",
    "，",
    "。",
    " ",
    "\r\n",
    "𠮷",
    "々",
]
WORDS = st.one_of(
    st.sampled_from(COMMON),
    st.sampled_from([row.phrase for row in set_phrases()]),
    st.sampled_from(OTHERS),
    st.text(max_size=2),
)


# Always the same examples: two ways of splitting a run of one character can be equally likely, and
# then the engines may differ. None did in 8,000 random texts of this form.
@settings(derandomize=True, max_examples=300)
@given(st.lists(WORDS, max_size=12))
def test_both_engines_cut_alike(words: list[str]) -> None:
    text = "".join(words)
    for scheme in SCHEMES:
        cut = [*REFERENCE._cuts[scheme](text)]
        assert REFERENCE.words(text, scheme) == FAST.words(text, scheme) == cut
        assert "".join(cut) == text
