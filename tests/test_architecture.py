"""The rules of the tree that the import contracts of pyproject.toml cannot say."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from dashboard.registry import PAGES
from loaders.__main__ import COMMANDS
from tests.support.server import ROOT
from tests.support.sources import files, name_of, per_file, tree_of

DASHBOARD = files("dashboard")
PAGE_FILES = files("pages")
LOADERS = files("loaders")
SHOWN = [*DASHBOARD, *PAGE_FILES]
HAN = re.compile("[\u3400-\u9fff]")
LETTERS = re.compile(r"[A-Za-z]{2}")
NAMED_FILE = re.compile(
    r"(?<![\w/.])(?:loaders|dashboard|pages|benchmarks|tests|data)/[\w/]+\.(?:py|toml|js|css)\b"
)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
PARSERS: list[str] = next(
    contract["forbidden_modules"] for contract in CONTRACTS if "no parser" in contract["name"]
)
# What the server shares with the parser: it needs the lexicon alone.
SHARED = {"loaders/text/asked.py", "loaders/text/breaks.py",
    "loaders/parsing/label_names.py", "loaders/text/dates.py", "loaders/text/measures.py",
}  # fmt: skip
# The functions of Streamlit whose first argument is text for readers.
SPEAKING = {
    "badge", "button", "caption", "checkbox", "download_button", "error", "expander", "header",
    "help", "info", "link_button", "markdown", "metric", "multiselect", "number_input", "page_link",
    "pills", "popover", "radio", "segmented_control", "select_slider", "selectbox", "slider",
    "spinner", "status", "subheader", "success", "text", "text_input", "title", "toast", "toggle",
    "warning", "write",
}  # fmt: skip


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of every module or object that `path` imports."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield every string constant of `tree` but docstrings, which no reader of a page sees."""
    silent = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # a string on a line of its own is a docstring
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            yield node


def code_lines(path: Path) -> int:
    """Count the lines of `path` without blank lines, comments and docstrings.

    A module is short by what it does, and may take as many lines as it needs to explain that.
    """
    explained = {
        number
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    stripped = (line.strip() for number, line in lines if number not in explained)
    return sum(1 for line in stripped if line and not line.startswith("#"))


def test_every_page_has_its_file_and_every_file_its_row() -> None:
    assert [page.file for page in PAGES if not page.file.is_file()] == []
    assert sorted(page.file for page in PAGES) == PAGE_FILES
    assert len({page.slug for page in PAGES}) == len(PAGES)


@per_file(PAGE_FILES)
def test_a_page_is_a_short_script(path: Path) -> None:
    assert code_lines(path) < 80


@per_file([*LOADERS, *DASHBOARD])
def test_modules_are_short(path: Path) -> None:
    assert code_lines(path) < 260


def test_dashboard_imports_without_a_server() -> None:
    assert (ROOT / "dashboard" / "__init__.py").read_text(encoding="utf-8") == ""


def test_nothing_in_dashboard_is_named_like_the_standard_library() -> None:
    names = {path.stem for path in (ROOT / "dashboard").iterdir()}
    assert names & set(sys.stdlib_module_names) == set()


def test_nothing_is_named_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [name_of(path) for path in [*SHOWN, *LOADERS] if path.stem in vague] == []


@per_file(files("dashboard/charts"))
def test_charts_know_only_charts_and_the_schema(path: Path) -> None:
    ours = {name for name in imported(path) if name.startswith(("dashboard", "loaders", "pages"))}
    assert {n for n in ours if not n.startswith(("dashboard.charts", "loaders.schema"))} == set()


@per_file(files("dashboard/stats"))
def test_statistics_know_only_statistics_and_the_schema(path: Path) -> None:
    """The concordance also finds terms in texts, by the pure functions that counted them."""
    known: tuple[str, ...] = ("dashboard.stats", "loaders.schema", "loaders.methods.Method")
    if path.name == "concordance.py":
        known += ("loaders.contract.BREAK", "loaders.text.asked", "loaders.text.breaks")
    ours = {name for name in imported(path) if name.startswith(("dashboard", "loaders", "pages"))}
    assert {n for n in ours if not n.startswith(known)} == set()


@per_file(SHOWN)
def test_a_documents_text_never_becomes_html(path: Path) -> None:
    tree = tree_of(path)
    assert not [node for node in ast.walk(tree) if _is_keyword(node, "unsafe_allow_html")]
    html = [
        node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "html"
    ]
    calls = [node for node in html if isinstance(node.value, ast.Name) and node.value.id == "st"]
    assert len(calls) == (path == ROOT / "dashboard" / "app.py")


@per_file(SHOWN)
def test_words_in_chinese_stand_in_locales(path: Path) -> None:
    spoken = [f"line {node.lineno}: {node.value!r}" for node in literals(tree_of(path))
              if HAN.search(str(node.value))]  # fmt: skip
    assert spoken == []


@per_file(SHOWN)
def test_words_that_streamlit_shows_come_from_locales(path: Path) -> None:
    spoken = [
        f"line {call.lineno}: {ast.unparse(call.args[0])}"
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and call.args and _speaks(call) and _has_words(call.args[0])
    ]
    assert spoken == []


@per_file(PAGE_FILES)
def test_a_page_opens_no_file(path: Path) -> None:
    called = {ast.unparse(n.func) for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)}
    assert {name for name in called if name == "open" or ".read_" in name} == set()


def test_the_server_loads_no_parser() -> None:
    code = "import sys, dashboard.server; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert {"streamlit", "duckdb"} <= loaded
    assert [name for name in PARSERS if name in loaded] == []


def test_every_module_of_the_parser_is_forbidden_to_the_server() -> None:
    """A new module of a stage is the parser's, until it is listed in SHARED."""
    stages = ("readers", "repair", "parsing", "text", "tables", "commands")
    own = [path for path in LOADERS if path.parent.name in stages and path.stem != "__init__"]
    allowed = {
        name_of(path)
        for path in own
        if not any(f"{_module_of(path)}.".startswith(f"{parser}.") for parser in PARSERS)
    }
    assert allowed == SHARED


def test_package_files_that_the_server_passes_are_empty() -> None:
    faces = {"loaders/lexicon/__init__.py", "loaders/readers/__init__.py"}
    full = {
        name_of(path)
        for path in [*LOADERS, *DASHBOARD]
        if path.stem == "__init__" and path.read_text(encoding="utf-8")
    }
    assert full == faces


@per_file([*LOADERS, *SHOWN])
def test_the_lexicon_is_read_through_its_accessors(path: Path) -> None:
    """Methods alone shows the tables of the files as they are."""
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    raw = [call for call in calls if ast.unparse(call.func) == "lexicon.read"]
    raw_allowed = ("loaders/lexicon/", "dashboard/features/methods/")
    assert not raw or name_of(path).startswith(raw_allowed)
    assert "loaders.lexicon.read" not in imported(path)


def test_every_command_is_registered_and_runs() -> None:
    files = {path.stem for path in (ROOT / "loaders" / "commands").glob("*.py")}
    assert {name.rpartition(".")[2] for name in COMMANDS.values()} <= files
    for module in COMMANDS.values():
        assert callable(import_module(module).run)


def test_no_module_is_named_in_a_string_elsewhere() -> None:
    """Renaming a module must not break what no tool checks."""
    modules = {_module_of(path) for path in [*LOADERS, *DASHBOARD]} - {"loaders", "dashboard"}
    named = [
        f"{name_of(path)}:{node.lineno} {node.value}"
        for path in [*SHOWN, *LOADERS]
        for node in literals(tree_of(path))
        if node.value in modules and node.value not in COMMANDS.values()
    ]
    assert named == []


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@per_file(SHOWN)
def test_one_module_alone_starts_the_parser(path: Path) -> None:
    starters = ("subprocess", "multiprocessing", "concurrent.futures", "os.system", "os.exec",
                "loaders.sandbox.worker.Worker", "loaders.sandbox.pool")  # fmt: skip
    started = [
        name
        for name in imported(path)
        if name.startswith(starters) or name == "loaders.sandbox.worker"
    ]
    assert bool(started) == (path == ROOT / "dashboard" / "worker" / "process.py")


def test_the_readme_names_every_target_and_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE)
    commands = list(COMMANDS)
    assert {"run", "test", "help"} <= set(targets)
    assert {"build", "parse", "info"} <= set(commands)
    wanted = [f"make {name}" for name in targets] + [f"python -m loaders {c}" for c in commands]
    assert [name for name in wanted if not re.search(rf"{name}\b", readme)] == []


def _is_keyword(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.keyword) and node.arg == name


def _speaks(call: ast.Call) -> bool:
    """Return whether `call` draws text (a function in SPEAKING) on st, column, container or tab."""
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in SPEAKING
        and isinstance(function.value, ast.Name)
        and function.value.id in ("st", "column", "container", "tab")
    )


def _has_words(argument: ast.expr) -> bool:
    """Return whether the string `argument` has letters outside of icons like :material/timer:."""
    if isinstance(argument, ast.JoinedStr):
        return any(_has_words(part) for part in argument.values)
    if not isinstance(argument, ast.Constant):
        return False
    return LETTERS.search(re.sub(r":[a-z_/]+:", "", str(argument.value))) is not None


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "ARCHITECTURE.md",
        "DECISIONS.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "data/README.md",
    ],
)
def test_every_file_that_a_document_points_to_is_there(name: str) -> None:
    document = ROOT / name
    text = document.read_text(encoding="utf-8")
    links = re.findall(r'(?:\]\(|src=")([^)"#]+)', text)
    files = [link for link in links if "://" not in link]
    assert [file for file in files if not (document.parent / file).exists()] == []


def test_a_file_named_in_a_text_exists() -> None:
    """Wherever it is named: in a docstring, a comment, a document, the lexicon or the settings."""
    texts = [ROOT / "Makefile", ROOT / "pyproject.toml", *ROOT.glob("*.md")]
    texts += (ROOT / "data" / "lexicon").glob("*.toml")
    texts += files("loaders", "dashboard", "pages", "benchmarks", "tests")
    missing = [
        f"{name_of(text)}: {named}"
        for text in texts
        for named in NAMED_FILE.findall(text.read_text(encoding="utf-8"))
        if "NAME" not in named and not (ROOT / named).is_file()
    ]
    assert missing == []
