"""python -m loaders: what it prints and how it ends."""

from pathlib import Path

import pytest

from loaders.__main__ import main
from tests.transcripts import DAMAGED


def test_parse_shows_how_a_page_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text(DAMAGED, encoding="utf-8")
    assert main(["parse", str(page)]) == 0
    printed = capsys.readouterr().out
    assert "captured opening; announced opening, q_and_a" in printed
    assert "script     traditional" in printed
    assert "host_city       白杉" in printed


def test_a_page_that_is_no_transcript_ends_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("今天有灯会。", encoding="utf-8")
    assert main(["parse", str(page)]) == 3
    assert capsys.readouterr().err.startswith("loaders: page.txt has no line")


def test_a_file_that_cannot_be_read_ends_with_4(tmp_path: Path) -> None:
    assert main(["parse", str(tmp_path / "none.txt")]) == 4


def test_wrong_use_ends_with_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["unknown"])
    assert stopped.value.code == 2


def test_build_without_sources_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BRIEFING_SOURCES", raising=False)
    assert main(["build", "--check"]) == 4
    assert "--sources FOLDER" in capsys.readouterr().err


def test_info_describes_the_bundled_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info"]) == 0
    assert "27 turns, 16 speakers, 10 questions, 11,179 characters" in capsys.readouterr().out


def test_info_of_no_corpus_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["info", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
