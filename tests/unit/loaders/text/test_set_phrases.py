"""Families of the policy lexicon's phrases."""

from pathlib import Path

from loaders.text.set_phrases import family

PHRASES = """
phrase = [
  { phrase = "湖光灯会", kind = "event", variants = ["灯会", "喜迎湖光灯会"], reason = "r" },
  { phrase = "灯彩办", kind = "body", reason = "r" },
  { phrase = "灯会图书馆", kind = "term", variants = ["灯会书屋"], reason = "r" },
]
"""


def test_the_longest_member_decides_the_family(lexicon_folder: Path) -> None:
    (lexicon_folder / "phrases.toml").write_text(PHRASES, encoding="utf-8")
    assert family("望川灯会") == "湖光灯会"
    assert family("望川灯会图书馆") == "灯会图书馆"
    assert family("灯会书屋") == "灯会图书馆"
    assert family("图书馆") is None
