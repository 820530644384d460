"""The command line: python -m loaders parse | add | remove | build | info.

Exit status: 0 success; 1 a check found a difference, or a corpus is missing or damaged; 2 usage;
3 the file is not a transcript; 4 the file cannot be read, or a source is missing.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from loaders.commands.serve_once import read_job
from loaders.errors import (
    BriefingsError,
    CorpusError,
    RefusedFileError,
    UnreadableError,
    exit_status,
)
from loaders.sandbox.limits import MEGABYTES, SECONDS, WALL_FACTOR, Limits, over_limit
from loaders.sandbox.memory import return_freed_memory
from loaders.sandbox.own_folder import remove_leftovers
from loaders.sandbox.worker import Worker

CORPUS_VARIABLE = "BRIEFING_CORPUS"
SOURCES_VARIABLE = "BRIEFING_SOURCES"
# A command's module is imported when the command runs: `parse` needs no DuckDB, `info` no jieba.
COMMANDS = {
    "parse": "loaders.commands.parse",
    "add": "loaders.commands.add",
    "remove": "loaders.commands.remove",
    "build": "loaders.commands.build",
    "info": "loaders.commands.info",
}

EPILOG = f"""\
examples:
  python -m loaders parse page.html                 how a page is read, turn by turn
  python -m loaders parse page.html --json > p.json the same as one object, to correct by hand
  python -m loaders add p.json --corpus my-corpus   a corrected reading (page.html beside it)
  python -m loaders add pages/ 'more/*.txt' --corpus my-corpus --report report.csv
  python -m loaders remove added-2031-05-06-1f2e3d4c --corpus my-corpus
  python -m loaders info my-corpus

exit status:
  0  read, or done
  1  `build --check` found a difference, or a corpus is missing, damaged or cannot be written
  2  wrong use
  3  the file is not a transcript
  4  the file cannot be read, or a source is missing
  `add` of several files ends with 0 where it could take or already had at least one of them.

A corpus is a folder. `add` and `remove` change the one that --corpus or ${CORPUS_VARIABLE} names,
never the bundled one; the dashboard shows it when ${CORPUS_VARIABLE} is set. Texts that are added
stay in that folder: whether it may be passed on is for the publishers of the pages to say.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; print an error as one line on standard error.

    `arguments` defaults to those of the process. With --limit the command runs in a child process
    under limits of processor time and memory.
    """
    return_freed_memory()
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser(waits="--wait" in given).parse_args(given)
    error: BriefingsError
    try:
        if options.limit:
            return _run_limited(_without_limit(given), _subject(options))
        return int(options.run(options))
    except BriefingsError as raised:
        error = raised
    except MemoryError:
        error = over_limit("all_memory").of(_subject(options))
    except OSError as raised:
        where = raised.filename or tempfile.gettempdir()
        error = CorpusError(f"{where}: {raised.strerror or raised}.")
    except KeyboardInterrupt:
        print("loaders: stopped; the corpus is as it was.", file=sys.stderr)
        return 130
    print(f"loaders: {error}", file=sys.stderr)
    if isinstance(error, RefusedFileError) and getattr(options, "json", False):
        # On a line of its own: a child that was killed may have begun one.
        print(f"\n{json.dumps({'refusal': error.as_object()}, ensure_ascii=False)}")
    return exit_status(error)


def _run_limited(command: list[str], subject: str) -> int:
    """Run a command in a worker and return its exit status.

    Raises UnreadableError, of the file `subject`, if it exceeds a limit.
    """
    remove_leftovers()
    with Worker(["-m", "loaders", "--wait"], Limits()) as worker:
        worker.submit((str(Path.cwd()), [command]))
        try:
            return worker.wait()
        except UnreadableError as error:
            raise error.of(subject) from None
        except (KeyboardInterrupt, SystemExit):  # by _exit_on_signal
            worker.terminate()
            raise


def _subject(options: argparse.Namespace) -> str:
    """Return the name of the only file that a command reads, for a message, else "this"."""
    files = [*getattr(options, "paths", []), *filter(None, [getattr(options, "file", None)])]
    return Path(files[0]).name if len(files) == 1 else "this"


def _without_limit(given: list[str]) -> list[str]:
    """Return `given` without its first --limit: the flag comes before the name of the command."""
    place = given.index("--limit")
    return given[:place] + given[place + 1 :]


def _parser(*, waits: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loaders",
        description="From published briefing pages to the tables of a corpus.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--limit",
        action="store_true",
        help=f"stop the command after {SECONDS:g} seconds of processor time (or "
        f"{SECONDS * WALL_FACTOR:g} seconds in all), or when it holds over {MEGABYTES} MB of "
        "memory (exit status 4): for pages from strangers",
    )
    # Not in the help: only a supervisor passes --wait, and sends the commands later
    # (loaders.commands.serve_once).
    parser.add_argument("--wait", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run_job)
    if not waits:
        _add_commands(parser)
    return parser


def _add_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser
    _configure_parse(add("parse", help="show how a page is read"))
    _configure_add(add("add", help="add pages to a corpus"))
    _configure_remove(add("remove", help="take briefings out of a corpus"))
    _configure_build(add("build", help="rebuild data/corpus/ from the pages it is made of"))
    _configure_info(add("info", help="describe a corpus"))


def _configure_parse(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Read one page, or a corrected reading of one (.json), and show it: header, repairs, "
        "warnings, and every turn with its section, kind, length, slot and speaker."
    )
    command.add_argument("file", type=Path)
    command.add_argument("--json", action="store_true", help="print one object, with the texts")
    command.set_defaults(run=_lazy_command("parse"))


def _configure_add(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Read pages and corrected readings (.json) and add them to a corpus, all together or, "
        "where the run is cut short, none. A page that is there already, by its bytes or by its "
        "words, is not counted twice; a copy of a bundled briefing brings its text. A file that "
        "cannot be read is told and left out."
    )
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder (with all within), or a pattern"
    )
    _add_corpus_option(command)
    command.add_argument(
        "--empty",
        action="store_true",
        help="begin a new corpus with nothing, not with the bundled briefings",
    )
    command.add_argument(
        "--series", metavar="NAME", help="the series that the pages belong to (default: added)"
    )
    command.add_argument("--series-en", metavar="NAME", help="its name in English")
    command.add_argument(
        "--year", type=int, help="the year of pages that say neither when it was nor when published"
    )
    command.add_argument(
        "--report", type=Path, metavar="FILE.csv", help="write a row for each file"
    )
    command.add_argument("--json", action="store_true", help="print the summary as one object")
    command.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes that read (default: all)"
    )
    command.add_argument(
        "--seconds",
        type=float,
        default=60.0,
        help="processor time for each file (default: 60); "
        f"{WALL_FACTOR:g} times as long in all, for a file that hangs",
    )
    command.add_argument(
        "--megabytes", type=float, default=1024.0, help="memory for each file (default: 1024)"
    )
    command.set_defaults(run=_lazy_command("add"))


def _configure_remove(command: argparse.ArgumentParser) -> None:
    command.description = "Take briefings out of a corpus, with the words that only they used."
    command.add_argument("ids", nargs="+", metavar="ID", help="as `info` lists them")
    _add_corpus_option(command)
    command.set_defaults(run=_lazy_command("remove"))


def _configure_build(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sources",
        type=Path,
        default=os.environ.get(SOURCES_VARIABLE) or None,
        help=f"folder that holds the pages, known by their SHA-256 (default: ${SOURCES_VARIABLE})",
    )
    command.add_argument(
        "--check",
        action="store_true",
        help="write nothing; say whether data/corpus/ is what they give",
    )
    command.add_argument("--out", type=Path, help="folder of the corpus (default: data/corpus)")
    command.set_defaults(run=_lazy_command("build"))


def _configure_info(command: argparse.ArgumentParser) -> None:
    command.add_argument("corpus", type=Path, nargs="?", default=_default_corpus())
    command.add_argument("--json", action="store_true", help="print one object")
    command.set_defaults(run=_lazy_command("info"))


def run_job(_options: argparse.Namespace) -> int:
    """Run the commands of one job in order, up to the first that fails, and end the process.

    The exit status is that of the failed command, and 0 if none failed.
    """
    status = next(filter(None, map(main, read_job())), 0)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)  # the interpreter's own exit takes 0.4 s, and a visitor waits for it


def _add_corpus_option(command: argparse.ArgumentParser) -> None:
    default = _default_corpus()
    command.add_argument(
        "--corpus",
        type=Path,
        metavar="FOLDER",
        default=default,
        required=default is None,
        help=f"the folder to change (default: ${CORPUS_VARIABLE}); a new one begins with the "
        "bundled briefings",
    )


def _default_corpus() -> Path | None:
    folder = os.environ.get(CORPUS_VARIABLE)
    return Path(folder) if folder else None


def _lazy_command(name: str) -> Callable[[argparse.Namespace], int]:
    return lambda options: int(import_module(COMMANDS[name]).run(options))


def _exit_on_signal(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _exit_on_signal)  # so that temporary files are removed
    for stream in (sys.stdout, sys.stderr):
        # Print Chinese under any LANG; a file's name may hold bytes that are not UTF-8.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader, such as `head`, closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
