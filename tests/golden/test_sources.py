"""The real pages, in the folder named by BRIEFING_SOURCES, which CI requires."""

from pathlib import Path

from loaders.__main__ import main
from loaders.briefing import read_briefing
from loaders.tables.sources import find_sources


def test_the_bundled_corpus_equals_a_rebuild(folder: Path) -> None:
    assert main(["build", "--check", "--sources", str(folder)]) == 0


def test_both_shifted_spans_are_restored(folder: Path) -> None:
    spans = [
        (entry.before, entry.after)
        for document in find_sources(folder)
        for entry in read_briefing(document).clean.repairs
        if entry.kind == "shifted_bytes"
    ]
    assert spans == [("?yōu)榇蠹医榻B", "為大家介紹"), ("?qū)⒔哒\\", "將竭誠")]


def test_no_damage_remains(folder: Path) -> None:
    for document in find_sources(folder):
        briefing = read_briefing(document)
        text = "".join(line.text for turn in briefing.transcript.turns for line in turn.paragraphs)
        assert not set(text) & set("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\ufffd")
        assert "局(单位)" in text or briefing.clean.script == "simplified"
