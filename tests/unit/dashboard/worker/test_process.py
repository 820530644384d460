"""The idle worker: a process of the parser that waits, runs one job, and exits by itself."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.worker import client
from dashboard.worker import process as worker_process
from dashboard.worker.client import Page, RefusedError
from loaders.sandbox.limits import SECONDS, UNTAKEN, WALL_FACTOR
from tests.fixtures.file_formats import docx, paragraph
from tests.fixtures.transcripts import LABELS_APART
from tests.support.processes import children, runs, until
from tests.support.server import ROOT
from tests.support.timeouts import PROCESS_BACKSTOP

PAGE = Page("lanterns.txt", LABELS_APART.encode())
BOMB = Page("bomb.docx", docx(paragraph("灯" * 30_000_000)))
Started = list["subprocess.Popen[bytes]"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no idle worker")


@pytest.fixture(autouse=True)
def no_idle_worker() -> Iterator[None]:
    """End idle workers before and after the test."""
    worker_process.end()
    yield
    worker_process.end()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """The processes of the parser that the test starts, in order."""
    processes: Started = []
    real = subprocess.Popen

    def popen(*given: Any, **options: Any) -> "subprocess.Popen[bytes]":
        process = real(*given, **options)
        if "loaders" in given[0]:
            processes.append(process)
        return process

    monkeypatch.setattr(subprocess, "Popen", popen)
    return processes


def prepared() -> None:
    client.prepare()
    until(worker_process.is_ready)


def refusal(page: Page) -> tuple[str, str]:
    with pytest.raises(RefusedError) as refused:
        client.read(page)
    return refused.value.reason, str(refused.value.stated)


def test_the_backstop_is_above_the_limits_own() -> None:
    assert worker_process.BACKSTOP > SECONDS * WALL_FACTOR


def test_an_idle_worker_runs_one_job_and_is_replaced(started: Started) -> None:
    prepared()
    (idle,) = started
    (child,) = children(idle.pid)
    assert len(client.read(PAGE)["turns"]) == 9
    assert idle.returncode == 0
    assert len(started) == 2  # the first ran the job; the other is the next idle worker
    assert started[1].poll() is None
    assert not runs(child)


def test_there_is_never_a_second_idle_worker(started: Started) -> None:
    visitors = [threading.Thread(target=client.prepare) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(started) == 1


def test_a_job_may_come_before_the_worker_is_ready(started: Started) -> None:
    client.prepare()
    assert len(client.read(PAGE)["turns"]) == 9
    assert [process.returncode for process in started] == [0, None]


@pytest.mark.parametrize("all_of_it", [True, False])
def test_a_killed_idle_worker_is_no_failure(started: Started, *, all_of_it: bool) -> None:
    client.prepare()
    (idle,) = started
    until(lambda: bool(children(idle.pid)))
    killed = idle.pid if all_of_it else children(idle.pid)[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: not runs(killed))
    assert len(client.read(PAGE)["turns"]) == 9
    assert idle.returncode == (-signal.SIGKILL if all_of_it else UNTAKEN)
    assert started[1].returncode == 0


def test_a_dead_idle_worker_is_replaced_on_request(started: Started) -> None:
    client.prepare()
    started[0].kill()
    until(lambda: not runs(started[0].pid))
    client.prepare()
    assert len(started) == 2
    assert started[1].poll() is None


def test_a_hostile_page_harms_no_next_visitor(started: Started) -> None:
    """An idle worker refuses it with the same code as a new process."""
    cold = refusal(BOMB)
    prepared()
    assert refusal(BOMB) == cold
    assert cold[0] == "intricate"
    assert len(client.read(PAGE)["turns"]) == 9
    # The first without an idle worker, two idle workers that had a job, and the one that waits now.
    assert [process.returncode for process in started] == [4, 4, 0, None]


def test_without_room_for_an_idle_worker_none_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(worker_process, "TemporaryFile", full)
        client.prepare()
    assert not worker_process.is_ready()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_an_idle_worker_ends_with_the_server(number: signal.Signals) -> None:
    code = (
        "import time\nfrom dashboard.worker import process as p\np.prepare()\n"
        f"print(p._idle_worker._process._child.pid, flush=True)\ntime.sleep({2 * PROCESS_BACKSTOP})"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        idle = int(server.stdout.readline())
        until(lambda: bool(children(idle)))
        (child,) = children(idle)
        server.send_signal(number)
        until(lambda: not runs(idle) and not runs(child))
