"""The parser in another process: its answers, its refusals and its limits."""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from dashboard.worker import client, process
from dashboard.worker.client import Page, RefusedError
from dashboard.worker.fair_queue import FairQueue, Owner
from loaders.contract import UNREADABLE_STATUS, FileAnswer
from loaders.corpus.store import open_corpus
from loaders.edition.model import Edition
from loaders.sandbox import worker as sandbox
from loaders.sandbox.limits import Limits
from loaders.sandbox.worker import Worker
from tests.fixtures import invented_corpus
from tests.fixtures.transcripts import LABELS_APART
from tests.support.parser_here import parser_here
from tests.support.processes import runs, until
from tests.support.temporary import held
from tests.support.timeouts import PROCESS_BACKSTOP

ROOMY = Limits(wall_seconds=PROCESS_BACKSTOP)
ASLEEP = f"import time; time.sleep({2 * PROCESS_BACKSTOP})"
NEWS = "青禾在线5月6日消息，湖光灯会今天开幕。\n来看灯的人很多，晚上十点才散。\n"


@pytest.fixture(autouse=True)
def no_idle_worker() -> Iterator[None]:
    """End idle workers before and after the test, so that each job starts its own process."""
    process.idle_worker.end()
    yield
    process.idle_worker.end()


def page(text: str = LABELS_APART, name: str = "lanterns.txt") -> Page:
    return Page(name, text.encode())


def replace_parser(monkeypatch: pytest.MonkeyPatch, code: str, within: Limits = ROOMY) -> None:
    """Run the Python `code` in place of the parser's process for the rest of the test."""
    monkeypatch.setattr(process, "_start", lambda: Worker(["-c", code], within, captured=True))


def refusal(monkeypatch: pytest.MonkeyPatch, code: str, within: Limits = ROOMY) -> RefusedError:
    replace_parser(monkeypatch, code, within)
    with pytest.raises(RefusedError) as refused:
        client.read(page())
    return refused.value


def test_a_page_is_read_under_its_own_name() -> None:
    name = "<script>灯会|*会*.txt"
    read = client.read(page(name=name))
    assert read["source"] == name
    assert read["title"] == "青禾省举行2031年湖光灯会新闻发布会"
    assert [turn["seq"] for turn in read["turns"]] == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_a_news_report_is_refused_with_its_code() -> None:
    with pytest.raises(RefusedError) as refused:
        client.read(page(NEWS, name="a/b\0灯会.txt"))
    assert refused.value.reason == "not_a_transcript"
    assert refused.value.stated
    assert refused.value.stated["code"] == "not_a_transcript.no_label"


def test_an_unknown_ending_is_read_as_text() -> None:
    assert Page("灯会", b"").suffix == ".txt"
    assert Page("灯会.EXE", b"").suffix == ".txt"
    assert Page("灯会.HTML", b"").suffix == ".html"


@pytest.mark.skipif(os.name != "posix", reason="sessions")
def test_what_the_child_started_ends_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    refusal(
        monkeypatch,
        "import subprocess, sys\n"
        f"p = subprocess.Popen([sys.executable, '-c', {ASLEEP!r}])\n"
        f"open({str(pid)!r}, 'w').write(str(p.pid))",
    )
    until(lambda: not runs(int(pid.read_text())))


@pytest.mark.parametrize(
    ("code", "within", "which"),
    [
        ("while True: pass", ROOMY._replace(seconds=0.3), "processor"),
        (ASLEEP, ROOMY._replace(wall_seconds=0.3), "wall"),
        (f"held = bytearray(150_000_000)\n{ASLEEP}", ROOMY._replace(megabytes=100), "memory"),
        ("import os; os.abort()", ROOMY, "signal"),
    ],
    ids=["processor time", "wall clock", "memory", "signal"],
)
def test_each_limit_is_known_by_its_code(
    code: str, within: Limits, which: str, kites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = refusal(monkeypatch, code, within)
    assert refused.reason == "over"
    assert refused.stated
    assert (refused.stated["code"], refused.stated["name"]) == (f"over.{which}", "this")
    with pytest.raises(RefusedError) as refused_addition:
        client.add(cast("Edition", {}), page(), kites)
    assert refused_addition.value.reason == "crowded"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "over"),
        ("raise RuntimeError('a fault')", "failed"),
        ("print('no JSON')", "failed"),
        ("raise SystemExit(4)", "over"),  # no memory left to say why
        ('print(\'{"refusal": {"code": "over.wall", "name": "a"}}\'); raise SystemExit(4)', "over"),
        ('print(\'{"refusal": {"code": "font.x", "name": "a"}}\'); raise SystemExit(4)', "font"),
        (
            "import os, errno, sys; sys.exit(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))",
            "no_room",
        ),
    ],
)
def test_however_a_job_ends_there_is_a_reason(
    code: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(monkeypatch, code).reason == reason


def test_an_error_that_is_no_refusal_is_no_limit() -> None:
    """A row of a report without a refusal, as of a table that does not fit its schema."""
    done = process.Done(UNREADABLE_STATUS, "", "")
    file: FileAnswer = {
        "file": "page.txt", "outcome": "refused", "briefing_id": "", "detail": "", "doubts": [],
        "refusal": None,
    }  # fmt: skip
    assert client._refusal(done, {"files": [file]}).reason == "failed"
    assert client._refusal(done, {}).reason == "over"


def test_a_full_disk_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RefusedError) as refused:
        client.read(page())
    assert refused.value.reason == "no_room"


def test_an_answer_is_read_up_to_its_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MAX_OUTPUT", 1_000)
    replace_parser(monkeypatch, "print('{}', end=' ' * 998)")
    assert client.read(page())["source"] == "lanterns.txt"
    assert refusal(monkeypatch, "print('{', end=' ' * 998 + ' }')").reason == "failed"


def test_an_answer_that_is_too_deep_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, "print('[' * 100_000)").reason == "failed"


def test_two_jobs_run_at_once_and_the_others_wait(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go, marks = tmp_path / "go", tmp_path / "marks"
    marks.mkdir()
    replace_parser(
        monkeypatch,
        "import os, time, pathlib, json\n"
        f"here = pathlib.Path({str(marks)!r}) / str(os.getpid())\n"
        f"here.touch()\nwhile not os.path.exists({str(go)!r}): time.sleep(0.02)\n"
        "n = len(list(here.parent.iterdir())); time.sleep(0.1); here.unlink()\n"
        "print(json.dumps({'n': n}))",
    )
    monkeypatch.setattr(client, "_PATIENCE", PROCESS_BACKSTOP)
    seen: list[int] = []
    waited: list[int] = []

    def visit() -> None:
        answer: Any = client.read(page(), waiting=lambda: waited.append(1))
        seen.append(answer["n"])

    visitors = [threading.Thread(target=visit) for _ in range(5)]
    for visitor in visitors:
        visitor.start()
    until(lambda: len(waited) == 3 and len(list(marks.iterdir())) == 2)
    go.touch()
    for visitor in visitors:
        visitor.join(PROCESS_BACKSTOP)
    assert len(seen) == 5
    assert max(seen) <= 2


def test_a_visitor_who_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PATIENCE", 0.05)
    queue = FairQueue(1, most=5)
    monkeypatch.setattr(client, "_places", queue)
    with (
        queue.place(Owner("another", "1"), patience=0, waiting=lambda: None),
        pytest.raises(RefusedError) as refused,
    ):
        client.read(page())
    assert refused.value.reason == "busy"


def test_nothing_is_left_in_the_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    replace_parser(monkeypatch, "print('{}')")
    client.read(page())
    assert held(tmp_path) == []


def test_the_parser_runs_from_the_checkout_whatever_the_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loaders.py").write_text("raise SystemExit('another')")
    assert len(client.read(page())["turns"]) == 9


@pytest.fixture
def kites(tmp_path: Path) -> Path:
    return invented_corpus.corpus(tmp_path / "kites").folder


def test_a_corrected_reading_joins_a_corpus(kites: Path) -> None:
    read = client.read(page())
    read["turns"][5]["speaker"] = "白云杉"
    told = client.add(read, page(), kites)
    assert told["outcome"].startswith("read")
    corpus = open_corpus(kites)
    assert "白云杉" in corpus.table("speakers")["name"].tolist()
    held = corpus.table("paragraphs")
    mine = held[held["briefing_id"] == told["briefing_id"]]
    assert mine["text"].notna().all()


def test_what_cannot_join_is_refused_and_the_corpus_stays(kites: Path) -> None:
    before = (kites / "current.json").read_bytes()
    read = client.read(page())
    read["turns"][0]["kind"] = "song"
    with pytest.raises(RefusedError) as refused:
        client.add(read, page(), kites)
    assert refused.value.reason == "edition"
    assert refused.value.stated
    assert refused.value.stated["place"] == "turns[1].kind"
    assert (kites / "current.json").read_bytes() == before


def test_one_process_takes_the_old_out_and_puts_the_new_in(
    kites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = client.read(page())
    first = client.add(read, page(), kites)["briefing_id"]
    jobs: list[Sequence[Sequence[str]]] = []
    real = process.run

    def run(files: Mapping[str, bytes], commands: Sequence[Sequence[str]]) -> process.Done:
        jobs.append(commands)
        return real(files, commands)

    monkeypatch.setattr(process, "run", run)
    told = client.add({**read, "title": "湖光灯会（更正）"}, page(), kites, replacing=[first])
    assert told["outcome"].startswith("read")
    assert [[command[0] for command in commands] for commands in jobs] == [["remove", "add"]]
    held = open_corpus(kites).table("briefings").set_index("briefing_id")["title"]
    assert set(held.index) == {"kite-2031", "kite-2032", told["briefing_id"]}
    assert held[told["briefing_id"]] == "湖光灯会（更正）"


def test_where_the_old_is_not_there_nothing_is_added(kites: Path) -> None:
    before = (kites / "current.json").read_bytes()
    with pytest.raises(RefusedError) as refused:
        client.add(client.read(page()), page(), kites, replacing=["nobody"])
    assert refused.value.reason == "failed"
    assert (kites / "current.json").read_bytes() == before


def test_a_visitors_name_never_becomes_a_path(kites: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        parser_here(patch)
        for name in ("../../etc/passwd.txt", "-rf.txt", "a" * 300 + ".txt", "con.txt\n--corpus /x"):
            read = client.read(page(name=name))
            outcome = client.add(read, page(name=name), kites)["outcome"]
    assert outcome == "already_there"
    assert len(open_corpus(kites).table("briefings")) == 3
    assert os.listdir(tmp_path) == ["kites"]  # noqa: PTH208 - names alone
