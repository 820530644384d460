"""Limits on time and memory, enforced on real processes.

No test depends on the speed of the machine: limits that count are of processor time, and what is
waited for is a condition.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread, main_thread
from typing import IO, Any

import pytest

from loaders.errors import UnreadableError
from loaders.sandbox import limits
from loaders.sandbox.limits import UNTAKEN, VARIABLE, Watch, run_limited
from tests.fixtures.transcripts import LABELS_APART
from tests.support.processes import runs, until
from tests.support.server import ROOT
from tests.support.timeouts import PROCESS_BACKSTOP

measured = pytest.mark.skipif(
    sys.platform not in ("linux", "darwin"), reason="Windows reports no usage of a process"
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere not all of it holds")
posix = pytest.mark.skipif(os.name != "posix", reason="Windows cannot wait for a line")

BUSY = "while True: pass"
# The regular expression holds Python's lock: no thread of that process could stop it.
BACKTRACKING = "import re; re.match('(a*)*b', 'a' * 60)"
ASLEEP = f"import time; time.sleep({2 * PROCESS_BACKSTOP})"


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def refusal(
    code: str,
    *,
    seconds: float = 60.0,
    megabytes: float = 512,
    wall_seconds: float = PROCESS_BACKSTOP,
) -> str:
    with pytest.raises(UnreadableError) as refused:
        run_limited(python(code), seconds=seconds, megabytes=megabytes, wall_seconds=wall_seconds)
    return str(refused.value)


def processor_seconds() -> float:
    """Return the processor seconds of all child processes that were waited for."""
    import resource  # noqa: PLC0415 - not on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("status", [0, 3])
def test_the_exit_status_of_the_command_is_returned(status: int) -> None:
    code = f"import os; raise SystemExit({status} if os.environ['{VARIABLE}'] else 9)"
    assert run_limited(python(code)) == status


@measured
@pytest.mark.parametrize("code", [BUSY, BACKTRACKING])
def test_processor_time_is_limited(code: str) -> None:
    before = processor_seconds()
    assert refusal(code, seconds=1.0) == (
        "Reading this takes longer than 1 seconds of processor time, so it was stopped; "
        "cut it to the transcript itself, or save the page as plain text."
    )
    assert 1.0 < processor_seconds() - before < 2.0


@linux
def test_processor_time_of_descendants_counts(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = f"import os; open({str(pid)!r}, 'w').write(str(os.getpid()))\n{BUSY}"
    for _ in range(2):
        code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
    assert "of processor time" in refusal(code, seconds=1.0)
    until(lambda: not runs(int(pid.read_text())))


@linux
def test_processor_time_of_ended_descendants_counts() -> None:
    once = "import time\nwhile time.process_time() < 0.3: pass"
    code = f"import subprocess, sys\nwhile True: subprocess.run([sys.executable, '-c', {once!r}])"
    assert "of processor time" in refusal(code, seconds=1.0)


def test_a_child_that_hangs_is_ended_by_the_backstop() -> None:
    assert "takes longer than 0.5 seconds, so" in refusal(ASLEEP, wall_seconds=0.5)


def test_without_a_measure_the_backstop_alone_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_usage", limits._unknown)
    told = refusal(BUSY, seconds=0.1, wall_seconds=0.5)
    assert "takes longer than 0.5 seconds, so" in told


def test_waiting_costs_no_processor_time() -> None:
    """A child of a busy machine looks like one that sleeps: it is over no limit."""
    code = "import time; time.sleep(1.5)"
    assert run_limited(python(code), seconds=1.0, wall_seconds=PROCESS_BACKSTOP) == 0


@linux
def test_an_innocent_long_page_is_read_within_the_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A page of 400 kB takes 3 s of processor time, however long it waits for a processor."""
    monkeypatch.chdir(ROOT)
    page = tmp_path / "page.txt"
    page.write_text(long_page(400_000), encoding="utf-8")
    command = [sys.executable, "-m", "loaders", "parse", str(page), "--json"]
    assert run_limited(command, seconds=limits.SECONDS, wall_seconds=PROCESS_BACKSTOP) == 0
    assert capfd.readouterr().out.count('"question"') > 900


def long_page(size: int) -> str:
    """Return a transcript of about `size` bytes: LABELS_APART with its exchanges repeated.

    A figure in the exchanges differs in each repetition.
    """
    first, last = "  望川晚报记者:", "  谷雨晴:\n\n  今天的"
    before, _, rest = LABELS_APART.partition(first)
    asked, _, after = rest.partition(last)
    exchanges = first + asked
    count = size // len(exchanges.encode())
    varied = (exchanges.replace("1700", f"{1700 + n}") for n in range(count))
    return before + "".join(varied) + last + after


@measured
@pytest.mark.parametrize("at_once", [True, False])
def test_memory_is_limited(*, at_once: bool) -> None:
    slowly = "held = []\nwhile True: held.append(bytearray(1_000_000))"
    code = f"held = bytearray(150_000_000)\n{ASLEEP}" if at_once else slowly
    assert "needs more than 100 MB of memory" in refusal(code, megabytes=100)


@linux
def test_what_is_far_over_is_refused_by_the_kernel() -> None:
    code = "try: bytearray(400_000_000)\nexcept MemoryError: raise SystemExit(7)"
    assert run_limited(python(code), megabytes=100) == 7


@posix
def test_the_kernel_limits_processor_time_above_the_watch() -> None:
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU))"
    done = subprocess.run(
        python(f"from loaders.sandbox import limits; limits.run_limited({python(code)!r})"),
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "(25, 25)\n"  # 10 s, twice, and 5 for what a waiting child imports


@posix
def test_a_child_that_the_system_ends() -> None:
    code = f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})"
    assert "was ended by the system (signal 9)" in refusal(code)


@linux
def test_libraries_have_one_thread_in_the_child() -> None:
    code = (
        "import pyarrow; from loaders.corpus.store import open_corpus\n"
        "sql = \"SELECT current_setting('threads') t, current_setting('async_threads') a\"\n"
        "duckdb = open_corpus().query(sql).iloc[0]\n"
        "print(pyarrow.cpu_count(), pyarrow.io_thread_count(), duckdb['t'], duckdb['a'])"
    )
    done = subprocess.run(
        python(f"from loaders.sandbox import limits; limits.run_limited({python(code)!r})"),
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "1 1 1 1\n"


@measured
def test_ps_and_proc_agree() -> None:
    code = f"import time\nwhile time.process_time() < 1.5: pass\nprint(flush=True)\n{ASLEEP}"
    with subprocess.Popen(python(code), stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        by_ps = limits._usage_by_ps(child.pid)[child.pid]
        by_system = limits._usage(child.pid)[child.pid]
        limits.kill_tree(child.pid)
    assert by_ps.seconds == pytest.approx(1.5, abs=0.6)  # ps of Linux prints whole seconds
    assert by_system.seconds == pytest.approx(1.5, abs=0.2)
    assert by_ps.megabytes == pytest.approx(by_system.megabytes, rel=0.2)


@posix
def test_a_process_that_has_exited_is_over_no_limit() -> None:
    with subprocess.Popen(python("pass")) as child:
        until(lambda: not runs(child.pid))
        watch = Watch(child.pid, seconds=0.0, megabytes=0.0, wall_seconds=PROCESS_BACKSTOP)
        assert watch.exceeded() is None
    assert limits._usage(child.pid) == limits._usage_by_ps(child.pid) == {}


Jobs = Callable[[bytes, Callable[[], bool]], IO[bytes]]


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    """A function of a line and a condition that returns a stream.

    The line can be read from the stream as soon as the condition is true; then the stream ends.
    """
    with ExitStack() as afterwards:

        def coming(line: bytes, when: Callable[[], bool]) -> IO[bytes]:
            theirs, ours = os.pipe()
            stream, sending = os.fdopen(theirs, "rb"), os.fdopen(ours, "wb")

            def send() -> None:
                with sending:
                    until(when)
                    sending.write(line)

            thread = Thread(target=send)
            thread.start()
            afterwards.callback(stream.close)
            afterwards.callback(thread.join)  # runs before stream.close
            return stream

        yield coming


@posix
def test_the_limits_count_from_the_job_on(jobs: Jobs, tmp_path: Path) -> None:
    """Imports of a waiting process do not count as time of the job."""
    ready = tmp_path / "ready"
    code = (
        "import sys, time\nwhile time.process_time() < 1.5: pass\n"
        "open(sys.argv[1], 'w').close(); raise SystemExit(len(sys.stdin.readline()))"
    )
    given = jobs(b"job\n", ready.exists)
    command = python(code, ready)
    assert run_limited(command, seconds=1.0, wall_seconds=PROCESS_BACKSTOP, jobs=given) == 4


@posix
@measured
def test_over_the_time_after_the_job(jobs: Jobs) -> None:
    code = f"import sys; sys.stdin.readline()\n{BUSY}"
    given = jobs(b"job\n", lambda: True)
    with pytest.raises(UnreadableError, match=re.escape("0.5 seconds of processor time")):
        run_limited(python(code), seconds=0.5, wall_seconds=PROCESS_BACKSTOP, jobs=given)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> "list[subprocess.Popen[bytes]]":
    """The child processes that the test starts, in order."""
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(*given: Any, **options: Any) -> "subprocess.Popen[bytes]":
        started.append(real(*given, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    return started


Started = list["subprocess.Popen[bytes]"]


@posix
def test_where_no_job_will_come_the_command_is_ended(jobs: Jobs, started: Started) -> None:
    assert run_limited(python(ASLEEP), jobs=jobs(b"", lambda: True)) == UNTAKEN
    assert [each.returncode for each in started] == [-signal.SIGKILL]


@posix
def test_where_no_job_comes_for_long_the_command_is_ended(
    jobs: Jobs, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "IDLE_SECONDS", 0.3)
    late = jobs(b"job\n", lambda: any(each.returncode is not None for each in started))
    assert run_limited(python(ASLEEP), jobs=late) == UNTAKEN
    assert [each.returncode for each in started] == [-signal.SIGKILL]


@posix
def test_a_child_ends_with_its_parent(started: Started, jobs: Jobs) -> None:
    """The handler of SIGTERM kills the child, and is in place as long as the child runs."""
    before = signal.getsignal(signal.SIGTERM)

    def terminate() -> bool:
        if signal.getsignal(signal.SIGTERM) == before:
            return False
        signal.pthread_kill(main_thread().ident or 0, signal.SIGTERM)
        return True

    with pytest.raises(SystemExit) as ended:
        run_limited(python(ASLEEP), jobs=jobs(b"", terminate))
    assert ended.value.code == 128 + signal.SIGTERM
    assert [each.returncode for each in started] == [-signal.SIGKILL]
    assert signal.getsignal(signal.SIGTERM) == before


@posix
def test_a_process_that_has_exited_takes_no_job(jobs: Jobs, tmp_path: Path) -> None:
    written = tmp_path / "pid"
    code = "import os, sys; print(os.getpid(), file=open(sys.argv[1], 'w'))"

    def has_exited() -> bool:
        pid = written.read_text() if written.exists() else ""
        return pid.endswith("\n") and not runs(int(pid))

    assert run_limited(python(code, written), jobs=jobs(b"job\n", has_exited)) == UNTAKEN
