"""The idle worker: a process of the parser that waits, runs one job, and exits by itself."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.worker import client
from dashboard.worker import process as worker_process
from dashboard.worker.client import Page, RefusedError
from loaders.sandbox.limits import SECONDS, WALL_FACTOR
from loaders.sandbox.worker import Worker
from tests.fixtures.file_formats import docx, paragraph
from tests.fixtures.transcripts import LABELS_APART
from tests.support.processes import runs, until
from tests.support.server import ROOT
from tests.support.temporary import held
from tests.support.timeouts import PROCESS_BACKSTOP

PAGE = Page("lanterns.txt", LABELS_APART.encode())
BOMB = Page("bomb.docx", docx(paragraph("灯" * 30_000_000)))

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no idle worker")


@pytest.fixture(autouse=True)
def no_idle_worker() -> Iterator[None]:
    """End idle workers before and after the test."""
    worker_process.idle_worker.end()
    yield
    worker_process.idle_worker.end()


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A temporary folder for the workers of the test alone."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    """The workers that the test starts, in order."""
    workers: list[Worker] = []
    real = worker_process._start

    def start() -> Worker:
        workers.append(real())
        return workers[-1]

    monkeypatch.setattr(worker_process, "_start", start)
    return workers


def prepared() -> None:
    client.prepare()
    worker = worker_process.idle_worker.worker
    assert worker
    until(lambda: worker.is_ready)


def refusal(page: Page) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        client.read(page)
    return refused.value.reason, str(refused.value.stated)


def exit_statuses(workers: list[Worker]) -> list[int | None]:
    return [each._child.poll() for each in workers]


def test_a_visitor_waits_longer_than_a_job_takes() -> None:
    assert client._PATIENCE > SECONDS * WALL_FACTOR


def test_an_idle_worker_runs_one_job_and_is_replaced(
    started: list[Worker], temporary: Path
) -> None:
    prepared()
    assert len(started) == 1
    assert len(client.read(PAGE)["turns"]) == 9
    # The first ran the job, and its folder is gone; the other is the next idle worker.
    assert exit_statuses(started) == [0, None]
    assert held(temporary) == [started[1].folder]


def test_there_is_never_a_second_idle_worker(started: list[Worker]) -> None:
    visitors = [threading.Thread(target=client.prepare) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(started) == 1


def test_a_job_may_come_before_the_worker_is_ready(started: list[Worker]) -> None:
    client.prepare()
    assert len(client.read(PAGE)["turns"]) == 9
    assert exit_statuses(started) == [0, None]


def test_a_killed_idle_worker_is_no_failure(started: list[Worker]) -> None:
    client.prepare()
    os.kill(started[0].pid, signal.SIGKILL)
    until(lambda: not runs(started[0].pid))
    assert len(client.read(PAGE)["turns"]) == 9
    assert exit_statuses(started) == [-signal.SIGKILL, 0]


def test_a_worker_that_dies_as_it_is_given_its_job_is_replaced(
    started: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.prepare()
    os.kill(started[0].pid, signal.SIGKILL)
    until(lambda: not runs(started[0].pid))
    with monkeypatch.context() as patch:
        patch.setattr(Worker, "has_exited", False)
        assert len(client.read(PAGE)["turns"]) == 9
    assert exit_statuses(started) == [-signal.SIGKILL, 0, None]


def test_a_dead_idle_worker_is_replaced_on_request(started: list[Worker], temporary: Path) -> None:
    client.prepare()
    os.kill(started[0].pid, signal.SIGKILL)
    until(lambda: not runs(started[0].pid))
    client.prepare()
    assert exit_statuses(started) == [-signal.SIGKILL, None]
    assert held(temporary) == [started[1].folder]


def test_an_idle_worker_ends_where_no_job_comes_for_long(
    started: list[Worker], temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "IDLE_SECONDS", 0.3)
    client.prepare()
    until(lambda: held(temporary) == [])
    assert exit_statuses(started) == [-signal.SIGKILL]
    assert worker_process.idle_worker.worker is None


def test_a_worker_with_a_job_is_not_idle(started: list[Worker]) -> None:
    """The end of the wait for a job comes to a worker that has one."""
    client.prepare()
    taken = worker_process.idle_worker.take()
    assert taken
    with taken:
        worker_process.idle_worker._expire(taken)
        assert exit_statuses(started) == [None]


def test_a_hostile_page_harms_no_next_visitor(started: list[Worker]) -> None:
    """An idle worker refuses it with the same code as a new process."""
    cold = refusal(BOMB)
    prepared()
    assert refusal(BOMB) == cold
    assert cold[0] == "intricate"
    assert len(client.read(PAGE)["turns"]) == 9
    # The first without an idle worker, two idle workers that had a job, and the one that waits now.
    assert exit_statuses(started) == [4, 4, 0, None]


def test_without_room_for_an_idle_worker_none_starts(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary / "none"))
    client.prepare()
    assert worker_process.idle_worker.take() is None
    assert refusal(PAGE) == ("no_room", "None")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_an_idle_worker_ends_with_the_server(number: signal.Signals) -> None:
    code = (
        "import time\nfrom dashboard.worker import process as p\np.idle_worker.start()\n"
        f"print(p.idle_worker.worker.pid, flush=True)\ntime.sleep({2 * PROCESS_BACKSTOP})"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        idle = int(server.stdout.readline())
        server.send_signal(number)
        until(lambda: not runs(idle))
