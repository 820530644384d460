"""The real pages, where they are at hand (BRIEFING_SOURCES names their folder; in CI it must)."""

from pathlib import Path

from loaders.__main__ import main
from loaders.briefing import find_sources, read_briefing


def test_the_bundled_corpus_is_what_the_pages_give(folder: Path) -> None:
    assert main(["build", "--check", "--sources", str(folder)]) == 0


def test_both_slipped_spans_read_as_they_were_printed(folder: Path) -> None:
    spans = [
        (entry.before, entry.after)
        for document in find_sources(folder)
        for entry in read_briefing(document).clean.repairs
        if entry.kind == "shifted_bytes"
    ]
    assert spans == [("?yōu)榇蠹医榻B", "為大家介紹"), ("?qū)⒔哒\\", "將竭誠")]


def test_nothing_of_the_damage_is_left(folder: Path) -> None:
    for document in find_sources(folder):
        briefing = read_briefing(document)
        text = "".join(line.text for turn in briefing.reading.turns for line in turn.paragraphs)
        assert not set(text) & set("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\ufffd")
        assert "局(单位)" in text or briefing.clean.script == "simplified"
