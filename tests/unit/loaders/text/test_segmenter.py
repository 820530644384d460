"""Words under both schemes, compared with jieba's own tokenizer."""

import doctest
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import jieba
import pytest

from loaders.lexicon.phrases import set_phrases
from loaders.repair.pipeline import repair
from loaders.text import dictionary, segmenter
from loaders.text.engines import rjieba_cuts
from loaders.text.segmenter import SCHEMES, Scheme, Segmenter, get_segmenter
from tests.fixtures.transcripts import DAMAGED
from tests.support.server import ROOT

HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
TEXTS = [
    "海江省望川市将于明年春天举办海洋阅读周,共有12场分论坛。",
    "沈望舒、顾临溪两位老师说:“读书要慢!”大家笑了……",
    "平台APP下架了800多款,占37.8%,e-mail另行通知。",
    "𠮷野家、人々、㐂乐与カナ\n第二行 有空格",
]
# What rjieba alone splits differently: marks and rare characters next to Latin letters, dictionary
# words with marks, and dictionary words that the model joins.
HARD = [
    "e-mail发到a.b_c@d，C++和c#、AT&T都行，T恤卡拉OK，1.5%与3.14.15、v2.0-rc",
    "-㐂近鿿.%豈%_ａ１０％\r\n　\t—…·℃",
    "𠮷野家的㛃和䶮，旸与喆",
]


@pytest.fixture(scope="module")
def fast() -> Segmenter:
    return Segmenter(rjieba_cuts)


def _lines() -> list[str]:
    """Return the lines of the Markdown documents, and those with Chinese of tests and sources.

    Nine in ten lines of code and markup have no Chinese character. Such lines took two thirds of
    the time, and the documents have enough words without Chinese characters.
    """
    folder = os.environ.get("BRIEFING_SOURCES")
    pages = [*(ROOT / "tests").rglob("*.py")]
    pages += [p for p in Path(folder).rglob("*") if p.is_file()] if folder else []
    chinese = [line for page in pages for line in _read(page) if HAN.search(line)]
    return [*chinese, *(line for page in ROOT.glob("*.md") for line in _read(page))]


def _read(page: Path) -> list[str]:
    return page.read_text(encoding="utf-8", errors="replace").splitlines()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_fast_segmenter_cuts_and_tags_as_jieba(fast: Segmenter, scheme: Scheme) -> None:
    lines = [*TEXTS, *HARD, *(row.phrase for row in set_phrases()), *_lines()]
    for line in dict.fromkeys(lines):
        assert fast.tokens(line, scheme) == get_segmenter().tokens(line, scheme), line


def test_the_fast_segmenter_agrees_on_simplified_text(fast: Segmenter) -> None:
    for line in repair(DAMAGED).lines:
        for scheme in SCHEMES:
            assert fast.tokens(line.text, scheme) == get_segmenter().tokens(line.text, scheme)


@pytest.mark.parametrize("word", ["希望", "湖光", "网络文明", "C++", "没有这个词", ""])
def test_the_fast_segmenter_has_the_same_frequencies(fast: Segmenter, word: str) -> None:
    assert fast.frequency(word) == get_segmenter().frequency(word)


def test_the_fast_segmenter_does_not_import_jieba() -> None:
    code = (
        "import sys; from loaders.text import segmenter; segmenter.use_fast_segmenter(); "
        "words = segmenter.get_segmenter().tokens('海江办展', 'lexicon'); "
        "print(len(words), 'jieba' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, ["2", "False"])


def _words(text: str, scheme: Scheme) -> list[str]:
    return [word for word, _ in get_segmenter().tokens(text, scheme)]


def test_doctests() -> None:
    result = doctest.testmod(segmenter)
    assert result.failed == 0
    assert result.attempted > 0


def test_both_schemes_equal_jieba(tmp_path: Path) -> None:
    """The reference cuts a whole text, the segmenter one stretch of characters after the other."""
    jieba.setLogLevel(logging.WARNING)
    reference = jieba.Tokenizer()
    reference.tmp_dir = str(tmp_path)
    texts = [*TEXTS, *HARD, "".join(TEXTS) * 30]
    for text in texts:
        assert _words(text, "jieba") == reference.lcut(text)
    for phrase in sorted({row.phrase for row in set_phrases()}, key=lambda each: (len(each), each)):
        reference.add_word(phrase)
    for text in [*texts, *(f"学习{row.phrase}的" for row in set_phrases())]:
        assert _words(text, "lexicon") == reference.lcut(text)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_character_is_lost(scheme: Scheme) -> None:
    for text in [*TEXTS, "", "。", "长句" * 3_000, "好。" * 3_000]:
        assert "".join(_words(text, scheme)) == text


def test_the_lexicon_does_not_split_its_entries() -> None:
    cut = [row.phrase for row in set_phrases() if _words(row.phrase, "lexicon") != [row.phrase]]
    assert cut == []
    assert "党的二十大" in _words("学习贯彻党的二十大部署", "lexicon")
    assert "党的二十大" not in _words("学习贯彻党的二十大部署", "jieba")


@pytest.mark.parametrize(
    "name", ["中央网信办", "网络综合治理体系", "习近平新时代中国特色社会主义思想", "未成年人模式"]
)
def test_a_set_name_in_a_sentence_is_one_word(name: str) -> None:
    sentence = f"海江省会同{name}一起讲给望川市民听。"
    assert name in _words(sentence, "lexicon")
    assert name not in _words(sentence, "jieba")


@pytest.mark.parametrize(
    ("word", "tag"),
    [("学习", "v"), ("37.8%", "m"), ("APP", "eng"), ("中央网信办", "nt"), ("顾临溪", None)],
)
def test_parts_of_speech(word: str, tag: str | None) -> None:
    assert dict(get_segmenter().tokens(f"{word}。", "lexicon")).get(word) == tag


def test_a_long_stretch_is_divided() -> None:
    text = "短句。" * 1_000 + "没有句号，只有逗号，" * 500 + "无" * 4_500 + "！"
    parts = segmenter._PART.findall(text)
    assert "".join(parts) == text
    assert [len(part) for part in parts if len(part) > 4] == [2_000, 2_000, 500]
    divided = [*_words("无" * 2_000, "jieba") * 2, *_words("无" * 500, "jieba")]
    assert _words("无" * 4_500, "jieba") == divided


def test_a_long_run_of_one_character_is_kept() -> None:
    assert len("".join(_words("好" * 100_000, "lexicon"))) == 100_000


def test_import_is_silent_and_leaves_no_file(tmp_path: Path) -> None:
    """Under -W error and without compiled files: no warning of jieba's, and no cache file."""
    code = (
        "from loaders.text.segmenter import get_segmenter; "
        "print(len(get_segmenter().tokens('海江办展', 'jieba')))"
    )
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(scratch),
        "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled"),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", "2")
    assert list(scratch.iterdir()) == []


def test_words_are_the_same_after_the_memory_is_freed(fast: Segmenter) -> None:
    before = [fast.words("湖光灯会在望川市举办", scheme) for scheme in SCHEMES]
    fast.release()
    dictionary.release()
    assert "_cuts" not in vars(fast)
    assert [fast.words("湖光灯会在望川市举办", scheme) for scheme in SCHEMES] == before
    assert fast.frequency("希望") > 0
