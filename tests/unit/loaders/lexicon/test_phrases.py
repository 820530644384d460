"""The policy lexicon: entries with variants, and the error for each wrong entry."""

from pathlib import Path

import pytest

from loaders.errors import LexiconError
from loaders.lexicon.phrases import SetPhrase, set_phrases
from loaders.schema import PHRASE_KINDS
from loaders.text.measures import han_characters

LANTERNS = """
[[phrase]]
phrase = "湖光灯会"
kind = "event"
variants = ["灯会", "喜迎湖光灯会"]
reason = "A festival."
"""
OFFICE = """
[[phrase]]
phrase = "灯彩办"
kind = "body"
reason = "Its office."
"""


def test_variants_are_rows_of_the_heads_family(lexicon_folder: Path) -> None:
    (lexicon_folder / "phrases.toml").write_text(LANTERNS + OFFICE, encoding="utf-8")
    assert set_phrases() == (
        SetPhrase("湖光灯会", "event", "湖光灯会"),
        SetPhrase("灯会", "event", "湖光灯会"),
        SetPhrase("喜迎湖光灯会", "event", "湖光灯会"),
        SetPhrase("灯彩办", "body", None),
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "event",
            "festival",
            r"phrase 2 \(湖光灯会\), kind: Invalid enum value 'festival' \(known: body, event",
        ),
        ('kind = "event"', "", r"phrase 2 \(湖光灯会\): Object missing required field `kind`"),
        ("A festival.", "", r"phrase 2 \(湖光灯会\), reason: Expected `str` .*; found ''"),
        ("喜迎湖光灯会", "灯会", "灯会 is listed twice"),
        ('"灯会"', '"灯"', "灯 does not have 2 to 23 Han characters"),
        ('"灯会"', '"Lanterns"', "Lanterns does not have 2 to 23 Han characters"),
        ('"灯会"', f'"{"灯" * 24}"', "does not have 2 to 23 Han characters"),
        ('"灯会"', '"灯彩办"', "灯彩办 is listed twice"),
        ("variants", "variant", "Object contains unknown field `variant`"),
    ],
)
def test_a_wrong_entry_is_refused(lexicon_folder: Path, old: str, new: str, sentence: str) -> None:
    text = OFFICE + LANTERNS.replace(old, new)
    (lexicon_folder / "phrases.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"^data/lexicon/phrases\.toml.*{sentence}"):
        set_phrases()


def test_the_lexicon_has_the_required_phrases() -> None:
    names = [row.phrase for row in set_phrases()]
    assert len({row.family or row.phrase for row in set_phrases()}) >= 200
    assert max(map(han_characters, names)) <= 23
    assert {row.kind for row in set_phrases()} == set(PHRASE_KINDS)
    required = {"网络文明", "未成年", "未成年人", "二十大", "喜迎党的二十大", "中央网信办"}
    required |= {"网络综合治理体系", "习近平新时代中国特色社会主义思想", "未成年人模式"}
    assert required <= set(names)
