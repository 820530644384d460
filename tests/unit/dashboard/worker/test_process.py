"""The spare: a process of the parser that waits, carries out one order, and ends by itself."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.worker import client
from dashboard.worker import process as worker_process
from dashboard.worker.client import Page, RefusedError
from loaders.sandbox.limits import UNTAKEN
from tests.fixtures.file_formats import docx, paragraph
from tests.fixtures.transcripts import LABELS_APART
from tests.support.server import ROOT

PAGE = Page("lanterns.txt", LABELS_APART.encode())
BOMB = Page("bomb.docx", docx(paragraph("灯" * 30_000_000)))

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere there is no spare")


@pytest.fixture(autouse=True)
def no_spare() -> Iterator[None]:
    """No spare of an earlier test, and none for a later one."""
    worker_process.end()
    yield
    worker_process.end()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> "list[subprocess.Popen[bytes]]":
    """Every process of the parser that begins."""
    processes: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(*given: Any, **options: Any) -> "subprocess.Popen[bytes]":
        process = real(*given, **options)
        if "loaders" in given[0]:
            processes.append(process)
        return process

    monkeypatch.setattr(subprocess, "Popen", popen)
    return processes


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def prepared() -> None:
    client.prepare()
    until(worker_process.is_ready)


def runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def children(pid: int) -> list[int]:
    told = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in told.stdout.split()]


def refusal(page: Page) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        client.read(page)
    return refused.value.reason, str(refused.value)


def test_the_status_of_an_order_that_was_not_taken_is_known_to_both() -> None:
    assert worker_process._UNTAKEN == UNTAKEN


def test_a_spare_carries_out_one_order_and_a_next_one_begins(
    begun: "list[subprocess.Popen[bytes]]",
) -> None:
    prepared()
    (spare,) = begun
    (worker,) = children(spare.pid)
    assert len(client.read(PAGE)["turns"]) == 9
    assert spare.returncode == 0
    assert len(begun) == 2  # the spare did it; the other is the next spare
    assert begun[1].poll() is None
    assert not runs(worker)


def test_there_is_never_a_second_spare(begun: "list[subprocess.Popen[bytes]]") -> None:
    visitors = [threading.Thread(target=client.prepare) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(begun) == 1


def test_an_order_may_come_before_the_spare_is_ready(
    begun: "list[subprocess.Popen[bytes]]",
) -> None:
    client.prepare()
    assert len(client.read(PAGE)["turns"]) == 9
    assert [process.returncode for process in begun] == [0, None]


@pytest.mark.parametrize("all_of_it", [True, False])
def test_a_spare_that_was_killed_is_no_failure(
    begun: "list[subprocess.Popen[bytes]]", *, all_of_it: bool
) -> None:
    client.prepare()
    (spare,) = begun
    until(lambda: bool(children(spare.pid)))
    killed = spare.pid if all_of_it else children(spare.pid)[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: not runs(killed))
    assert len(client.read(PAGE)["turns"]) == 9
    assert spare.returncode == (-signal.SIGKILL if all_of_it else UNTAKEN)
    assert begun[1].returncode == 0


def test_a_dead_spare_is_replaced_when_one_is_asked_for(
    begun: "list[subprocess.Popen[bytes]]",
) -> None:
    client.prepare()
    begun[0].kill()
    until(lambda: not runs(begun[0].pid))
    client.prepare()
    assert len(begun) == 2
    assert begun[1].poll() is None


def test_a_hostile_page_gets_the_same_sentence_from_a_spare_and_harms_no_next_visitor(
    begun: "list[subprocess.Popen[bytes]]",
) -> None:
    cold = refusal(BOMB)
    prepared()
    assert refusal(BOMB) == cold
    assert cold[0] == "unreadable"
    assert "bomb.docx" in cold[1]
    assert len(client.read(PAGE)["turns"]) == 9
    # The first without a spare, two spares that were used, and the one that waits now.
    assert [process.returncode for process in begun] == [4, 4, 0, None]


def test_without_a_place_for_a_spare_reading_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(worker_process, "TemporaryFile", full)
        client.prepare()
    assert not worker_process.is_ready()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_spare_ends_with_the_server(number: signal.Signals) -> None:
    code = (
        "import time\nfrom dashboard.worker import process as p\np.prepare()\n"
        "print(p._spare._process._child.pid, flush=True)\ntime.sleep(60)"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        spare = int(server.stdout.readline())
        until(lambda: bool(children(spare)))
        (worker,) = children(spare)
        server.send_signal(number)
        until(lambda: not runs(spare) and not runs(worker), 10)
