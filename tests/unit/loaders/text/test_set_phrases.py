"""Families of the policy lexicon's phrases."""

from pathlib import Path

from loaders.text.set_phrases import family, title_family

PHRASES = """
phrase = [
  { phrase = "湖光灯会", kind = "event", variants = ["灯会", "喜迎湖光灯会"], reason = "r" },
  { phrase = "灯彩办", kind = "body", reason = "r" },
  { phrase = "灯会图书馆", kind = "term", variants = ["灯会书屋"], reason = "r" },
]
"""


TITLES = """
[[quoted]]
phrase = "灯会巡礼"
kind = "campaign"
family = "湖光灯会"
english = "A Tour of Lanterns"
english_source = "ours"
reason = "A programme."
"""


def test_titles_belong_to_what_lists_them(lexicon_folder: Path) -> None:
    (lexicon_folder / "phrases.toml").write_text(PHRASES + TITLES, encoding="utf-8")
    assert title_family("灯会巡礼") == "湖光灯会"
    assert title_family("灯会书屋2031") == "灯会图书馆"
    assert title_family("走进湖光灯会") is None


def test_a_listed_phrase_belongs_to_its_own_entry(lexicon_folder: Path) -> None:
    own = PHRASES.replace('"灯彩办"', '"湖光灯会办"')
    (lexicon_folder / "phrases.toml").write_text(own, encoding="utf-8")
    assert family("湖光灯会办") is None


def test_the_longest_member_decides_the_family(lexicon_folder: Path) -> None:
    (lexicon_folder / "phrases.toml").write_text(PHRASES, encoding="utf-8")
    assert family("望川灯会") == "湖光灯会"
    assert family("望川灯会图书馆") == "灯会图书馆"
    assert family("灯会书屋") == "灯会图书馆"
    assert family("图书馆") is None
