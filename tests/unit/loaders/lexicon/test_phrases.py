"""The policy lexicon: entries with variants, and the error for each wrong entry."""

from pathlib import Path

import pytest

from loaders.errors import LexiconError
from loaders.lexicon.phrases import SetPhrase, listed_phrases, quoted_phrases, set_phrases
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


GLOSSED = """
[[turn]]
phrase = "指明了灯"
kind = "wording"
variants = ["指了灯", "指灯"]
english = "has pointed to the lamp"
english_source = "ours"
glosses = { "指了灯" = "has shown the lamp" }
gloss_sources = { "指了灯" = "Lamp Gazette" }
reason = "A turn."

[[quoted]]
phrase = "灯下读书,书中有灯"
kind = "campaign"
family = "指明了灯"
english = "Reading by Lamplight"
english_source = "ours"
reason = "A programme."
"""


def test_turns_and_quotations_have_glosses_and_are_no_units(lexicon_folder: Path) -> None:
    (lexicon_folder / "phrases.toml").write_text(OFFICE + GLOSSED, encoding="utf-8")
    assert [row.phrase for row in set_phrases()] == ["灯彩办"]
    assert listed_phrases()[1:] == (
        SetPhrase("指明了灯", "wording", "指明了灯", "has pointed to the lamp", "ours"),
        SetPhrase("指了灯", "wording", "指明了灯", "has shown the lamp", "Lamp Gazette"),
        SetPhrase("指灯", "wording", "指明了灯", "has pointed to the lamp", "head"),
    )
    quoted = quoted_phrases()["灯下读书,书中有灯"]
    assert (quoted.family, quoted.english) == ("指明了灯", "Reading by Lamplight")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('glosses = { "指了灯"', 'glosses = { "灯节"', "灯节 has a gloss and is no variant"),
        (
            'gloss_sources = { "指了灯"',
            'gloss_sources = { "指灯"',
            "指灯 has a source and no gloss",
        ),
        ('english_source = "ours"\nglosses', "glosses", "needs english and english_source"),
        ('family = "指明了灯"', 'family = "灯节"', "灯节 is named as a family and is no entry"),
        ("灯下读书,书中有灯", "灯彩办", "灯彩办 is listed twice"),
    ],
)
def test_a_wrong_gloss_is_refused(lexicon_folder: Path, old: str, new: str, sentence: str) -> None:
    text = OFFICE + GLOSSED.replace(old, new, 1)
    (lexicon_folder / "phrases.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=sentence):
        set_phrases()


def test_every_listed_phrase_that_is_shown_has_a_gloss() -> None:
    """The ledger lists wordings, not names of bodies and plain terms, and glosses each."""
    glossed = {row.phrase for row in listed_phrases() if row.english}
    assert {"指引了方向", "喜迎党的二十大胜利召开", "清朗"} <= glossed
    assert all(row.english_source for row in listed_phrases() if row.english)


def test_the_lexicon_has_the_required_phrases() -> None:
    names = [row.phrase for row in set_phrases()]
    assert len({row.family or row.phrase for row in set_phrases()}) >= 200
    assert max(map(han_characters, names)) <= 23
    assert {row.kind for row in set_phrases()} == set(PHRASE_KINDS)
    required = {"网络文明", "未成年", "未成年人", "二十大", "喜迎党的二十大", "中央网信办"}
    required |= {"网络综合治理体系", "习近平新时代中国特色社会主义思想", "未成年人模式"}
    assert required <= set(names)
