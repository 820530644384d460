"""The one supervisor of child processes: start, job, limits, end, and removal of what is left.

The command line (`--limit`), the pool (`add --jobs`) and the server (dashboard.worker) all start
their processes as a Worker. The child runs in a session of its own, so that it ends with everything
that it started, and has one temporary folder, which its supervisor makes and removes. Jobs go to
the child through a connection, pickled. A job's result comes back the same way in the pool alone;
the server unpickles nothing of a process that has read a stranger's page: it reads exit status and
output.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from multiprocessing import Pipe
from multiprocessing import connection as connections
from pathlib import Path
from threading import Thread
from typing import Any, Self
from weakref import finalize

import psutil

from loaders.sandbox.limits import (
    ONE_THREAD,
    POLL_SECONDS,
    VARIABLE,
    Limits,
    Watch,
    over_limit,
    set_kernel_limits,
    tree,
)
from loaders.sandbox.own_folder import own_folder

if sys.platform == "win32":
    Connection = connections.PipeConnection
else:
    Connection = connections.Connection

# Variables of this process that are not for a child: what a visitor adds to the corpus of a session
# is archived nowhere.
_OWN = ("BRIEFING_ARCHIVE",)
_PATH = (str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH"))
_MAX_OUTPUT = 40_000_000  # bytes of each stream: the largest page, escaped, and its repairs
_GRACE_SECONDS = 5.0  # for a process that is asked to exit
_ORPHAN_SECONDS = 1.0  # between two looks of a child at whether its supervisor runs


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OWN}


class Worker:
    """A child process under `limits` that runs `python ARGUMENTS`, with a temporary folder.

    The limits count from the start of the process, and again from each job. captured: send the
    child's standard output and error to files, which `output` reads; otherwise it inherits the
    streams. As a context manager, the worker ends with the block; at the latest, it ends when this
    process exits. Raises OSError if the process cannot start.
    """

    def __init__(self, arguments: Sequence[str], limits: Limits, *, captured: bool = False) -> None:
        with ExitStack() as opened:
            folder = tempfile.TemporaryDirectory(dir=own_folder(), ignore_cleanup_errors=True)
            self.folder = Path(opened.enter_context(folder))
            # Files, not pipes: nobody has to empty them while the process runs.
            self._output = [
                opened.enter_context(tempfile.TemporaryFile(dir=self.folder))
                for _ in range(2 if captured else 0)
            ]
            out, err = self._output or (None, None)
            self.connection, theirs = Pipe()
            opened.enter_context(self.connection)
            with theirs:
                handle = theirs.fileno()
                if sys.platform == "win32":
                    os.set_handle_inheritable(handle, True)
                self._child = psutil.Popen(
                    [sys.executable, "-P", *arguments],
                    stdin=subprocess.DEVNULL if captured else None,
                    stdout=out,
                    stderr=err,
                    env={
                        **_inherited(),
                        **ONE_THREAD,
                        VARIABLE: f"{limits.seconds} {limits.megabytes} {handle} {os.getpid()}",
                        "PYTHONPATH": os.pathsep.join(filter(None, _PATH)),
                        "TMPDIR": str(self.folder),
                    },
                    start_new_session=True,
                    close_fds=os.name == "posix",
                    pass_fds=[handle] if os.name == "posix" else (),
                )
            opened.callback(_kill, self._child)
            self.end = finalize(self, opened.pop_all().close)
        self.pid: int = self._child.pid
        self._watch = Watch(self._child, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def has_exited(self) -> bool:
        """True once the process has exited; its PID may then be reused."""
        return self._child.poll() is not None

    @property
    def is_ready(self) -> bool:
        """True once the process has sent something, and until it exits."""
        return not self.has_exited and self.connection.poll()

    def submit(self, job: object) -> bool:
        """Send the process a job; return whether it was there to take it."""
        with suppress(ConnectionError):
            self.connection.send(job)
            self._watch.restart()
            return True
        return False

    def receive(self) -> Any:
        """Wait for what the process sends and return it.

        Raises UnreadableError, of the file "this", if the process exceeds a limit (it is then
        ended) or has exited.
        """
        with suppress(EOFError, OSError):
            while not self.connection.poll(POLL_SECONDS):
                self._enforce()
            return self.connection.recv()
        raise over_limit("ended")

    def wait(self) -> int:
        """Wait until the process exits and return its exit status.

        Raises UnreadableError, of the file "this", if it exceeds a limit (it is then ended) or is
        ended by a signal.
        """
        while self._child.returncode is None:
            with suppress(psutil.TimeoutExpired):
                self._child.wait(POLL_SECONDS)
                continue
            self._enforce()
        status = int(self._child.wait())
        if status < 0:
            raise over_limit("signal", signal=-status)
        return status

    def _enforce(self) -> None:
        over = self._watch.exceeded()
        if over:
            self.end()
            raise over

    def output(self) -> list[str]:
        """Return the captured standard output and error, the first _MAX_OUTPUT bytes of each."""
        for file in self._output:
            file.seek(0)
        return [file.read(_MAX_OUTPUT).decode("utf-8", "replace") for file in self._output]

    def terminate(self) -> None:
        """Ask the process to exit, which lets it remove its files, and end it if it does not."""
        with suppress(psutil.Error):  # it has exited, or does not in time
            self._child.terminate()
            self._child.wait(_GRACE_SECONDS)
        self.end()

    def empty_folder(self) -> None:
        """Remove what a job has left in the temporary folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)


def _kill(child: psutil.Popen) -> None:
    """Kill the process, its descendants and its session; wait for it."""
    if child.poll() is None:
        for process in tree(child):
            with suppress(psutil.Error):  # it has exited
                process.kill()
    if hasattr(os, "killpg"):  # a session keeps its number while any of its processes runs
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


class Supervisor:
    """The supervisor of this process, as the child sees it: create it when the process starts.

    The process has the kernel's limits from then on, and exits when the supervisor has exited. Set
    after the imports, they would refuse a job: without limits, the imports reserve 1,300 MB.
    """

    def __init__(self) -> None:
        *limits, handle, pid = os.environ[VARIABLE].split()
        self._limits = Limits(*map(float, limits))
        set_kernel_limits(self._limits)
        self._connection = Connection(int(handle))
        self.has_job, self.send = self._connection.poll, self._connection.send
        Thread(target=_exit_with, args=(int(pid),), daemon=True).start()

    def receive(self) -> Any:
        """Wait for the next job and return it. Raises EOFError if the supervisor has exited."""
        job = self._connection.recv()
        set_kernel_limits(self._limits)
        return job


def _exit_with(supervisor: int) -> None:
    """Exit when the supervisor has exited, also before its own parent has waited for it."""
    if os.name == "posix":  # where a process then has another parent
        while os.getppid() == supervisor:
            time.sleep(_ORPHAN_SECONDS)
    else:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(supervisor).wait()
    os._exit(1)
