"""python -m loaders: output, changes of the corpus, and exit status."""

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from loaders.__main__ import main
from loaders.commands import add
from loaders.commands.report import Progress
from loaders.corpus.store import BUNDLED, open_corpus
from loaders.sandbox.limits import VARIABLE, Limits
from loaders.sandbox.worker import Worker
from loaders.text import segmenter
from tests.fixtures.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE
from tests.support.processes import children, runs, until
from tests.support.server import ROOT
from tests.support.temporary import held
from tests.support.timeouts import PROCESS_BACKSTOP

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of two briefings, a damaged copy of one, two unreadable pages and a picture."""
    folder = tmp_path / "pages"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.txt").write_text(LABELS_APART, encoding="utf-8")
    (folder / "deeper" / "b.txt").write_text(LABELS_INLINE, encoding="utf-8")
    (folder / "deeper" / "c.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "news.txt").write_text("今天有灯会。", encoding="utf-8")
    (folder / "torn.txt").write_bytes(b"\0\xff\0\xfe" * 50)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in the test process, as if under limits: workers take seconds to start."""
    monkeypatch.setenv(VARIABLE, "1")
    monkeypatch.setattr(segmenter, "_active", [*segmenter._active])


def _add(*arguments: object) -> int:
    return main(["add", *map(str, arguments), "--jobs", "1"])


def _version(folder: Path) -> str:
    return open_corpus(folder).version


def test_parse_shows_how_a_page_is_read(tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "page.txt"
    page.write_text(DAMAGED, encoding="utf-8")
    assert main(["parse", str(page)]) == 0
    printed = capsys.readouterr().out
    assert "captured opening; announced opening, q_and_a" in printed
    assert "script     traditional" in printed
    assert "host_city       白杉" in printed


def test_parse_prints_one_object(tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LABELS_APART, encoding="utf-8")
    assert main(["parse", str(page), "--json"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    reading = json.loads(printed)
    assert (reading["source"], reading["encoding"]) == ("page.txt", "utf-8")
    assert [turn["kind"] for turn in reading["turns"]].count("question") == 2


def test_a_page_without_a_transcript_ends_with_3(tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "page.txt"
    page.write_text("今天有灯会。", encoding="utf-8")
    assert main(["parse", str(page)]) == 3
    printed = capsys.readouterr()
    assert printed.err.startswith("loaders: page.txt ")
    assert (printed.err.count("\n"), printed.out) == (1, "")


def test_an_unreadable_file_ends_with_4(tmp_path: Path) -> None:
    assert main(["parse", str(tmp_path / "none.txt")]) == 4


@pytest.mark.parametrize(
    "wrong", [["unknown"], [], ["parse"], ["add", "x"], ["add", "--corpus", "x"], ["remove", "x"]]
)
def test_wrong_use_ends_with_2(wrong: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFING_CORPUS", raising=False)
    with pytest.raises(SystemExit) as stopped:
        main(wrong)
    assert stopped.value.code == 2


def test_help_names_every_command_and_status(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    printed = capsys.readouterr().out
    for word in ("parse", "add", "remove", "build", "info", "--limit", "exit status", "  3  "):
        assert word in printed


def test_build_without_sources_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.delenv("BRIEFING_SOURCES", raising=False)
    assert main(["build", "--check"]) == 4
    assert "--sources FOLDER" in capsys.readouterr().err


def test_info_describes_the_bundled_corpus(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.delenv("BRIEFING_CORPUS", raising=False)
    assert main(["info"]) == 0
    printed = capsys.readouterr().out
    assert "27 turns, 16 speakers, 10 questions, 11,179 characters, text not held" in printed


def test_info_without_a_corpus_prints_one_line(tmp_path: Path, capsys: Capture) -> None:
    assert main(["info", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_add_reads_a_folder_and_reports_every_file(
    tmp_path: Path, pages: Path, capsys: Capture
) -> None:
    corpus, report = tmp_path / "corpus", tmp_path / "report.csv"
    refused = [pages / "news.txt", pages / "torn.txt"]
    assert _add(*refused, "--corpus", corpus) == 4
    assert not corpus.exists()
    capsys.readouterr()
    assert _add(pages, "--corpus", corpus, "--report", report, "--json") == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    outcomes = {Path(row["file"]).name: row["outcome"] for row in printed["files"]}
    # The two pages of one briefing have one fingerprint: whichever comes first is read.
    assert outcomes.pop("a.txt").startswith("read")
    assert outcomes == {
        "b.txt": "read_with_warnings", "c.txt": "already_there", "news.txt": "refused",
        "torn.txt": "refused",
    }  # fmt: skip
    assert printed["version"] == _version(corpus)
    assert sum(printed["counts"].values()) == 5
    assert len(open_corpus(corpus).table("briefings")) == 4
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == [row["outcome"] for row in printed["files"]]
    news = next(row for row in rows if row["file"].endswith("news.txt"))
    assert news["detail"].startswith("news.txt ")


@pytest.mark.usefixtures("in_process")
def test_add_again_changes_nothing(tmp_path: Path, pages: Path, capsys: Capture) -> None:
    corpus = tmp_path / "corpus"
    _add(pages, "--corpus", corpus, "--empty")
    version = _version(corpus)
    written = (corpus / "current.json").stat().st_mtime_ns
    capsys.readouterr()
    assert _add(pages / "a.txt", str(pages / "deeper" / "*.txt"), "--corpus", corpus) == 0
    assert "3 already there" in capsys.readouterr().out
    assert _version(corpus) == version
    assert (corpus / "current.json").stat().st_mtime_ns == written
    page = LABELS_INLINE.replace("2030", "2033")  # in title and header alone
    (tmp_path / "2033.txt").write_text(page, encoding="utf-8")
    assert _add(tmp_path / "2033.txt", "--corpus", corpus) == 0
    assert len(open_corpus(corpus).table("briefings")) == 3


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("batches", [0, 4, 10])
def test_add_counts_every_batch(monkeypatch: pytest.MonkeyPatch, batches: int) -> None:
    """More batches than are counted before the pool is used; the fifth was once lost."""
    monkeypatch.setattr(add, "count_batch", lambda batch: batch)
    options = argparse.Namespace(jobs=1)
    assert [*add._count_batches(range(batches), options)] == [*range(batches)]  # type: ignore[arg-type]


@pytest.mark.usefixtures("in_process")
def test_add_reads_a_corrected_reading(tmp_path: Path, pages: Path, capsys: Capture) -> None:
    main(["parse", str(pages / "a.txt"), "--json"])
    reading = json.loads(capsys.readouterr().out)
    reading["turns"][5].update(speaker="陆明远", slot="host_province", organisation="青禾省文旅厅")
    edition = tmp_path / "a.json"
    edition.write_text(json.dumps({**reading, "series": "lantern", "year": 2031}), encoding="utf-8")
    assert _add(edition, "--corpus", tmp_path / "corpus", "--empty") == 0
    corpus = open_corpus(tmp_path / "corpus")
    sql = "SELECT s.name FROM turns JOIN speakers s USING (speaker_id) WHERE turn = 6"
    assert corpus.query(sql)["name"].tolist() == ["陆明远"]
    assert corpus.table("briefings")["series"].tolist() == ["lantern"]


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize(
    ("name", "status"), [("news.txt", 3), ("torn.txt", 4), ("none.txt", 4), ("*.nothing", 4)]
)
def test_add_of_one_refused_file(
    tmp_path: Path, pages: Path, capsys: Capture, name: str, status: int
) -> None:
    assert _add(pages / name, "--corpus", tmp_path / "corpus") == status
    printed = capsys.readouterr()
    assert name in printed.out + printed.err


def test_add_refuses_to_change_the_bundled_corpus(pages: Path, capsys: Capture) -> None:
    assert _add(pages, "--corpus", BUNDLED) == 1
    assert "name a folder of your own" in capsys.readouterr().err


@pytest.mark.usefixtures("in_process")
def test_add_needs_a_year_for_an_undated_page(tmp_path: Path, capsys: Capture) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LABELS_APART.replace(" 2031/05/06/ 09:30 ", ""), encoding="utf-8")
    assert _add(page, "--corpus", tmp_path / "corpus") == 4
    assert "--year" in capsys.readouterr().out
    assert (
        _add(page, "--corpus", tmp_path / "corpus", "--empty", "--year", 2031, "--series", "灯会")
        == 0
    )
    row = open_corpus(tmp_path / "corpus").table("briefings").iloc[0]
    assert (row["year"], row["series_zh"], row["series"][:7]) == (2031, "灯会", "series-")


@pytest.mark.usefixtures("in_process")
def test_remove_takes_a_briefing_out(tmp_path: Path, pages: Path, capsys: Capture) -> None:
    corpus = tmp_path / "corpus"
    _add(pages / "a.txt", "--corpus", corpus, "--json")
    briefing_id = json.loads(capsys.readouterr().out)["files"][0]["briefing_id"]
    assert main(["remove", "nobody", "--corpus", str(corpus)]) == 1
    assert main(["remove", briefing_id, "--corpus", str(corpus)]) == 0
    assert len(open_corpus(corpus).table("briefings")) == 2
    assert main(["remove", briefing_id, "--corpus", str(tmp_path / "none")]) == 1


@pytest.mark.usefixtures("in_process")
def test_the_environment_may_name_the_corpus(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("BRIEFING_CORPUS", str(tmp_path / "corpus"))
    assert _add(pages / "a.txt", "--empty") == 0
    capsys.readouterr()
    assert main(["info", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [row["text_held"] for row in printed["briefings"]] == [True]


def test_under_limits(tmp_path: Path, pages: Path) -> None:
    corpus = tmp_path / "corpus"
    command = [sys.executable, "-m", "loaders", "--limit"]
    for arguments, status in [
        (["parse", pages / "a.txt", "--json"], 0),
        (["parse", pages / "news.txt"], 3),
        (["add", pages / "a.txt", "--corpus", corpus], 0),
    ]:
        done = subprocess.run(
            [*command, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == status, done.stderr.decode()
    assert len(open_corpus(corpus).table("briefings")) == 3


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_limited_command_ends_with_its_parent(tmp_path: Path) -> None:
    """On SIGTERM, with everything that it has started and stored."""
    page = tmp_path / "page.txt"
    os.mkfifo(page)  # which nobody writes to: the command waits for it
    command = [sys.executable, "-m", "loaders", "--limit", "parse", str(page)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as run:
        until(lambda: len(children(run.pid)) == 1)
        (child,) = children(run.pid)
        assert len(held(tmp_path)) == 1
        run.terminate()
    assert run.returncode == 128 + signal.SIGTERM
    assert not runs(child)
    assert list(tmp_path.iterdir()) == [page]


def test_what_is_over_a_limit_ends_with_4_and_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    page = tmp_path / "灯会 (1).txt"
    page.write_text(LABELS_APART, encoding="utf-8")
    real = Worker.__init__

    def roomless(self: Worker, arguments: list[str], _limits: Limits) -> None:
        real(self, arguments, Limits(megabytes=1.0, wall_seconds=PROCESS_BACKSTOP))

    monkeypatch.setattr(Worker, "__init__", roomless)
    assert main(["--limit", "parse", str(page), "--json"]) == 4
    told = json.loads(capsys.readouterr().out)["refusal"]
    assert told == {"code": "over.memory", "name": "灯会 (1).txt", "limit": 1.0}


def _run_job(folder: Path, *commands: list[str]) -> tuple[int, str, str]:
    with Worker(["-m", "loaders", "--wait"], Limits(), captured=True) as worker:
        worker.submit((str(folder), commands))
        status = worker.wait()
        out, err = worker.output()
    return status, out, err


def test_a_job_runs_until_a_command_fails(tmp_path: Path, pages: Path) -> None:
    corpus = str(tmp_path / "corpus")
    add = ["add", "a.txt", "--corpus", corpus, "--empty"]
    read, news = ["parse", "a.txt", "--json"], ["parse", "news.txt"]
    status, out, err = _run_job(pages, add, read)
    assert status == 0, err
    assert len(json.loads(out.splitlines()[-1])["turns"]) == 9
    assert len(open_corpus(Path(corpus)).table("briefings")) == 1
    status, out, err = _run_job(pages, news, read)
    assert (status, out) == (3, "")
    assert err.splitlines()[-1].startswith("loaders: news.txt ")


@pytest.mark.skipif(os.name != "posix", reason="signals and locks")
def test_a_run_waits_for_another_and_says_so(tmp_path: Path, pages: Path) -> None:
    import fcntl  # noqa: PLC0415 - not on Windows

    corpus = tmp_path / "corpus"
    _add(pages / "a.txt", "--corpus", corpus, "--empty")
    command = ["add", str(pages / "deeper" / "b.txt"), "--corpus", str(corpus)]
    held = os.open(corpus, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with (tmp_path / "said").open("w+") as said:
        arguments = [sys.executable, "-m", "loaders", *command]
        with subprocess.Popen(arguments, cwd=ROOT, stderr=said) as run:
            until(lambda: "waiting" in (tmp_path / "said").read_text())
            assert run.poll() is None
            os.close(held)
    assert run.returncode == 0
    assert f"waiting: another run is changing {corpus}" in (tmp_path / "said").read_text()
    assert len(open_corpus(corpus).table("briefings")) == 2


def test_progress_prints_counts_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    clock = chain([0.0, 0.5], repeat(200.0))
    monkeypatch.setattr("loaders.commands.report.time.monotonic", lambda: next(clock))
    with Progress("read", 4) as progress:
        for _ in range(4):
            progress.step()
    assert capsys.readouterr().err.splitlines() == [
        "  read 2 of 4 in 3 min 20 s, about 3 min 20 s left",
        "  read 4 of 4 in 3 min 20 s",
    ]
