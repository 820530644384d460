"""Workers: limits on time and memory, their end, and what they leave, on real processes.

No test depends on the speed of the machine: limits that count are of processor time, and what is
waited for is a condition.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from loaders.errors import UnreadableError
from loaders.sandbox import limits
from loaders.sandbox import worker as sandbox
from loaders.sandbox.limits import VARIABLE, Limits, Watch
from loaders.sandbox.worker import Worker
from tests.fixtures.transcripts import LABELS_APART
from tests.support.processes import children, runs, until
from tests.support.server import ROOT
from tests.support.temporary import held
from tests.support.timeouts import PROCESS_BACKSTOP

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere not all of it holds")
posix = pytest.mark.skipif(os.name != "posix", reason="sessions and signals")

BUSY = "while True: pass"
# The regular expression holds Python's lock: no thread of that process could stop it.
BACKTRACKING = "import re; re.match('(a*)*b', 'a' * 60)"
ASLEEP = f"import time; time.sleep({2 * PROCESS_BACKSTOP})"
# The beginning of a child that waits for a job and then does what follows.
WAITING = "from loaders.sandbox.worker import Supervisor\nmine = Supervisor(); mine.receive()\n"
ROOMY = Limits(60.0, 512, PROCESS_BACKSTOP)


def python(code: str, within: Limits = ROOMY, *, captured: bool = False) -> Worker:
    return Worker(["-c", code], within, captured=captured)


def status(code: str, within: Limits = ROOMY) -> int:
    with python(code, within) as worker:
        return worker.wait()


def printed(code: str, within: Limits = ROOMY) -> str:
    with python(code, within, captured=True) as worker:
        found = worker.wait()
        out, err = worker.output()
    assert found == 0, err
    return out


def refusal(
    code: str,
    *,
    seconds: float = 60.0,
    megabytes: float = 512,
    wall_seconds: float = PROCESS_BACKSTOP,
) -> str:
    within = Limits(seconds, megabytes, wall_seconds)
    with pytest.raises(UnreadableError) as refused, python(code, within) as worker:
        worker.wait()
    assert refused.value.values["name"] == "this"
    return str(refused.value)


def processor_seconds() -> float:
    """Return the processor seconds of all child processes that were waited for."""
    import resource  # noqa: PLC0415 - not on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("ended_with", [0, 3])
def test_the_exit_status_of_the_command_is_returned(ended_with: int) -> None:
    code = f"import os; raise SystemExit({ended_with} if os.environ['{VARIABLE}'] else 9)"
    assert status(code) == ended_with


def test_a_child_knows_no_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the page of a visitor would stay there."""
    monkeypatch.setenv("BRIEFING_ARCHIVE", "archive")
    assert status("import os; raise SystemExit('BRIEFING_ARCHIVE' in os.environ)") == 0


@posix
@pytest.mark.parametrize("code", [BUSY, BACKTRACKING])
def test_processor_time_is_limited(code: str) -> None:
    before = processor_seconds()
    assert refusal(code, seconds=1.0) == (
        "Reading this takes longer than 1 seconds of processor time, so it was stopped; "
        "cut it to the transcript itself, or save the page as plain text."
    )
    assert 1.0 < processor_seconds() - before < 2.0


@posix
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
    def deny(_: psutil.Process) -> Any:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "cpu_times", deny)
    told = refusal(BUSY, seconds=0.1, wall_seconds=0.5)
    assert "takes longer than 0.5 seconds, so" in told


def test_waiting_costs_no_processor_time() -> None:
    """A child of a busy machine looks like one that sleeps: it is over no limit."""
    assert status("import time; time.sleep(1.5)", Limits(1.0, 512, PROCESS_BACKSTOP)) == 0


@linux
def test_an_innocent_long_page_is_read_within_the_limits(tmp_path: Path) -> None:
    """A page of 400 kB takes 3 s of processor time, however long it waits for a processor."""
    page = tmp_path / "page.txt"
    page.write_text(long_page(400_000), encoding="utf-8")
    within = Limits(wall_seconds=PROCESS_BACKSTOP)
    with Worker(["-m", "loaders", "parse", str(page), "--json"], within, captured=True) as worker:
        assert worker.wait() == 0
        assert worker.output()[0].count('"question"') > 900


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


@pytest.mark.parametrize("at_once", [True, False])
def test_memory_is_limited(*, at_once: bool) -> None:
    slowly = "held = []\nwhile True: held.append(bytearray(1_000_000))"
    code = f"held = bytearray(150_000_000)\n{ASLEEP}" if at_once else slowly
    assert "needs more than 100 MB of memory" in refusal(code, megabytes=100)


@linux
def test_what_is_far_over_is_refused_by_the_kernel() -> None:
    code = f"{WAITING}try: bytearray(400_000_000)\nexcept MemoryError: raise SystemExit(7)"
    with python(code, ROOMY._replace(megabytes=100)) as worker:
        worker.submit("job")
        assert worker.wait() == 7


@posix
def test_the_kernel_limits_each_job_above_the_watch() -> None:
    """10 s, twice, and 5 more, from the job on: what a waiting child imports does not count."""
    code = (
        "import resource, time\nwhile time.process_time() < 1.2: pass\n"
        f"{WAITING}print(resource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time())"
    )
    with python(code, Limits(wall_seconds=PROCESS_BACKSTOP), captured=True) as worker:
        worker.submit("job")
        assert worker.wait() == 0
        assert 23.9 < float(worker.output()[0]) <= 25


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
    assert printed(code) == "1 1 1 1\n"


@posix
def test_usage_is_that_of_the_process_and_its_descendants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the processor time that they count themselves, and the memory that ps reports."""
    monkeypatch.setattr(limits, "_LISTING_SECONDS", -1.0)  # list them at each reading
    use = "import time\nwhile time.process_time() < 0.8: pass\n"
    child = f"{use}print('used', flush=True); {ASLEEP}"
    code = (
        f"{WAITING}import subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=-1)\n"
        f"child.stdout.readline()\n{use}mine.send(child.pid)\n{ASLEEP}"
    )
    with python(code) as worker:
        worker.submit("job")
        pids = [worker.pid, worker.receive()]
        seconds, megabytes = Watch(psutil.Process(worker.pid), ROOMY)._usage()
        command = ["ps", "-o", "rss=", "-p", ",".join(map(str, pids))]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert seconds == pytest.approx(1.6, abs=0.3)
    by_ps = [int(kilobytes) * 1024 / 1e6 for kilobytes in printed.split()]
    assert len(by_ps) == 2
    assert megabytes == pytest.approx(sum(by_ps), rel=0.1)


@posix
def test_a_process_that_has_exited_is_over_no_limit() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as child:
        until(lambda: not runs(child.pid))
        watch = Watch(psutil.Process(child.pid), Limits(0.0, 0.0, PROCESS_BACKSTOP))
        assert watch.exceeded() is None
    assert watch._usage() == (0.0, 0.0)
    assert watch.exceeded() is None


def test_the_limits_count_from_the_job_on() -> None:
    """Imports of a waiting process do not count as time of the job."""
    before = "import time\nwhile time.process_time() < 1.5: pass\n"
    code = f"{before}{WAITING}raise SystemExit(4)"
    ready = code.replace("mine.receive()", "mine.send('ready'); mine.receive()")
    with python(ready, Limits(1.0, 512, PROCESS_BACKSTOP)) as worker:
        until(lambda: worker.is_ready)
        assert worker.submit("job")
        assert worker.wait() == 4


def test_over_the_time_after_the_job() -> None:
    with python(f"{WAITING}{BUSY}", Limits(0.5, 512, PROCESS_BACKSTOP)) as worker:
        worker.submit("job")
        with pytest.raises(UnreadableError, match=r"0\.5 seconds of processor time"):
            worker.wait()


@posix
def test_a_process_that_has_exited_takes_no_job() -> None:
    with python("pass") as worker:
        until(lambda: worker.has_exited)
        assert not worker.is_ready
        assert not worker.submit("job")


def test_no_more_than_the_largest_answer_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MAX_OUTPUT", 1_000)
    code = "import os; os.write(1, b'a' * 5_000_000); os.write(2, b'b\\xff' * 5_000_000)"
    with python(code, captured=True) as worker:
        assert worker.wait() == 0
        assert worker.output() == ["a" * 1_000, "b\ufffd" * 500]


@posix
def test_what_the_child_started_ends_with_it() -> None:
    """Its own descendants in their own session too."""
    apart = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {ASLEEP!r}]"
    code = f"{apart})\n{apart}, start_new_session=True)\n{ASLEEP}"
    with python(code) as worker:
        until(lambda: len(children(worker.pid)) == 2)
        started = [worker.pid, *children(worker.pid)]
    until(lambda: not any(map(runs, started)))


@posix
def test_a_descendant_that_outlives_the_child_is_ended() -> None:
    code = (
        "import subprocess, sys\n"
        f"print(subprocess.Popen([sys.executable, '-c', {ASLEEP!r}], stdout=2).pid)"
    )
    with python(code, captured=True) as worker:
        worker.wait()
        pid = int(worker.output()[0])
        assert runs(pid)
    until(lambda: not runs(pid))


@posix
def test_an_ended_worker_is_no_zombie_and_leaves_no_file(temporary: Path) -> None:
    code = "import pathlib, tempfile; pathlib.Path(tempfile.gettempdir(), 'left').touch(); "
    with python(code + ASLEEP) as worker:
        until((worker.folder / "left").exists)
        assert held(temporary) == [worker.folder]
    assert held(temporary) == []
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)  # which finds a zombie


def test_a_worker_that_cannot_start_leaves_no_file(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(temporary / "none"))
    with pytest.raises(OSError, match="none"):
        python("pass")
    assert held(temporary) == []


SUPERVISING = (
    "import sys, time, tempfile; tempfile.tempdir = sys.argv[1]\n"
    "from loaders.sandbox.worker import Limits, Worker\n"
    "worker = Worker(['-c', sys.argv[2]], Limits()); worker.submit('job')\n"
    "print(worker.pid, worker.folder, flush=True); sys.stdin.readline()"
)


def supervisor(temporary: Path, code: str) -> "subprocess.Popen[str]":
    """Start a process with one worker; it prints its PID and its folder, and exits after a line."""
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISING, str(temporary), code],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def worker_of(process: "subprocess.Popen[str]") -> tuple[int, Path]:
    assert process.stdout
    pid, folder = process.stdout.readline().split()
    return int(pid), Path(folder)


@posix
@pytest.mark.parametrize("code", [f"{WAITING}{ASLEEP}", f"{WAITING}mine.receive()"])
def test_a_worker_exits_after_its_killed_supervisor(temporary: Path, code: str) -> None:
    """In the middle of a job, and while it waits for one."""
    with supervisor(temporary, code) as process:
        pid, _ = worker_of(process)
        process.kill()
        until(lambda: not runs(pid))  # before anybody has waited for the supervisor


@posix
def test_a_worker_ends_with_its_supervisor_in_order(temporary: Path) -> None:
    with supervisor(temporary, ASLEEP) as process:
        pid, folder = worker_of(process)
        process.communicate("\n")
    assert not runs(pid)
    assert not folder.exists()
