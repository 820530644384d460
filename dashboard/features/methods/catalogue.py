"""Methods read from the code: docstrings, caveats, glossary and word lists, as rows.

Nothing is written twice: a formula and its paper are read from the docstring of the function that
calculates the figure, a caveat from the locale text of the panel, a term from the glossary of
README.md. The files are read as text and never imported, since some of them load a parser.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from loaders import lexicon
from loaders.errors import BriefingsError
from loaders.messages import fill

PARTS = ("statistics", "texts")
_ROOT = Path(__file__).resolve().parents[3]
_OPEN = "…"
# Lexicon field -> column of the tables.
_COLUMNS = {"class": "outlet_class", "en": "value_en", "en_source": "value_en_source"}
# The marker in a module of loaders/: names of its functions to document, or () for the module.
_DOCUMENTED = re.compile(r"^DOCUMENTED[^=\n]*= (\(.*\))$", re.MULTILINE)

# A sentence ends here, unless the word before is an initial or an abbreviation.
_END = re.compile(r"(?<=[.;])\s+(?=\S)")
_ABBREVIATION = re.compile(r"(?:\b[A-Z][a-z]?|\b(?:al|cf|pp|vol|no|e\.g|i\.e)|\.\.)\.$")
_YEAR = r"(?:18|19|20)\d{2}"
_NAME = r"(?:[A-Z][a-z]?\. ){0,3}[A-Z][\w’'-]+"
_AUTHORS = rf"{_NAME}(?:, {_NAME})*(?:,? and (?:others|{_NAME}))?"
_VENUE = r'[^;()"]{0,80}?'
# Hardie 2014 · McEnery and Hardie, Corpus Linguistics, 2012 · Ukkonen, "Approximate ...", TCS, 1992
_CITED = re.compile(
    rf'{_AUTHORS}(?: {_YEAR}|, "[^"]+",? {_VENUE}{_YEAR}|, [A-Z][^;:()="]{{4,80}}?, {_YEAR})'
)
_TITLE_IN_BRACKETS = re.compile(
    rf' \([^()"]*"[^()]*{_YEAR}\)'
)  # a publication in brackets, with its title
# A paragraph that is a list of references: H. P. Luhn, "Key word ..." · Hardie, A. (2014), Log ...
_REFERENCE_LIST = re.compile(rf'^(?:{_AUTHORS}, "|[A-Z][\w’-]+, [A-Z]\.)')
_SOURCE = "Source: "  # prefix of a source that is not a publication
_BETWEEN_REFERENCES = re.compile(r"; |(?<=\.) (?=[A-Z][\w’-]+, [A-Z]\.)")


@dataclass(frozen=True)
class Measure:
    """One measure, as the docstring of its module or function describes it.

    key: the name of the function or module; the locale maps it to the measure's name. file: the
    file that calculates it, from the repository's root. formulas: the sentences that define its
    figures, or else the paragraph that says what is counted. papers: the publications and other
    sources that it cites.
    """

    key: str
    file: str
    summary: str
    formulas: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A word of the glossary and its meaning, in English and in Chinese ("" where missing)."""

    en: str
    meaning_en: str
    zh: str = ""
    meaning_zh: str = ""


@cache
def measures(part: str) -> tuple[Measure, ...]:
    """Return the measures of one of PARTS: of dashboard/stats/, or of the texts (loaders/)."""
    return tuple(_statistics() if part == "statistics" else _text_measures())


def _statistics() -> Iterator[Measure]:
    for path in sorted((_ROOT / "dashboard" / "stats").glob("*.py")):
        functions = _public_functions(path)
        if functions:
            first = functions.pop(path.stem, None) or functions.pop(next(iter(functions)))
            more = [
                text for function in functions.values() for text in _defining_paragraphs(function)
            ]
            yield _measure(
                path, path.stem, _paragraphs(first), [*_defining_paragraphs(first), *more]
            )


def _text_measures() -> Iterator[Measure]:
    for path in sorted((_ROOT / "loaders").rglob("*.py")):
        marked = _DOCUMENTED.search(path.read_text(encoding="utf-8"))
        names = ast.literal_eval(marked[1]) if marked else None
        if names == ():
            paragraphs = _paragraphs(_parse_file(path))
            yield _measure(path, path.stem, paragraphs, paragraphs[1:])
        for name in names or ():
            function = _public_functions(path)[name]
            yield _measure(path, name, _paragraphs(function), _defining_paragraphs(function))


@cache
def _parse_file(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _public_functions(path: Path) -> dict[str, ast.FunctionDef]:
    """Return the public functions of a file that have a docstring, by name."""
    return {
        node.name: node
        for node in _parse_file(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node)
    }


def _measure(path: Path, key: str, spoken: list[str], defining: list[str]) -> Measure:
    """Build the measure of a docstring.

    spoken: its paragraphs, the summary first. defining: the paragraphs with its formulas.
    """
    equations = [sentence for text in defining for sentence in _equations(text)]
    cited = [paper for text in [*spoken, *defining] for paper in _papers(text)]
    return Measure(
        key=key,
        file=path.relative_to(_ROOT).as_posix(),
        summary=spoken[0],
        formulas=tuple(equations or [_plain_text(defining[0] if defining else spoken[0])]),
        papers=tuple(dict.fromkeys(_drop_short_forms(cited))),
    )


def _paragraphs(node: ast.FunctionDef | ast.Module) -> list[str]:
    """Return the paragraphs of a docstring before its examples, each on one line."""
    spoken = (ast.get_docstring(node) or "").split(">>>")[0]
    return [" ".join(part.split()) for part in spoken.split("\n\n") if part.strip()]


def _defining_paragraphs(function: ast.FunctionDef) -> list[str]:
    """Return the paragraphs of a docstring that define figures.

    Left out are the summary, and the paragraphs on arguments, return values and references.
    """
    arguments = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
    of_input = re.compile(rf"^`?(?:{'|'.join(arguments)})`?(?:, `?\w+`?)*(?::| names? )")
    return [
        text
        for text in _paragraphs(function)[1:]
        if not (of_input.match(text) or text.startswith("Returns ") or _REFERENCE_LIST.match(text))
    ]


def _sentences(text: str) -> list[str]:
    """Split `text` after full stops and semicolons.

    A stop within brackets, or after an initial or abbreviation, does not end a sentence.

    >>> _sentences("G2 = 2 sum O ln(O / E) (Gries, S. Th. 2008; after Dunning). Next one.")
    ['G2 = 2 sum O ln(O / E) (Gries, S. Th. 2008; after Dunning).', 'Next one.']
    """
    found: list[str] = []
    for part in _END.split(text):
        if found and (
            _ABBREVIATION.search(found[-1]) or found[-1].count("(") > found[-1].count(")")
        ):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _equations(text: str) -> Iterator[str]:
    """Yield the sentences of a paragraph that define a figure, as plain text.

    >>> list(_equations('Rare. rate = n / `base` (Luhn, "A title", 1960); share = n / all.'))
    ['rate = n / base', 'share = n / all']
    """
    for place, sentence in enumerate(_sentences(text)):
        named = place == 0 and re.match(r"[a-z_][\w, ]{0,40}: ", sentence)
        if " = " in sentence or named:
            yield _TITLE_IN_BRACKETS.sub(
                "", re.sub(r"[`*](?=\S)|(?<=\S)[`*]", "", sentence.rstrip(";."))
            )


def _plain_text(text: str) -> str:
    """Return a paragraph without backquotes and without the sentences that name a source.

    The page shows the source below the paragraph.
    """
    said = [sentence for sentence in _sentences(text) if _SOURCE not in sentence]
    return " ".join(said).replace("`", "")


def _papers(text: str) -> list[str]:
    """Return the publications and other sources that a paragraph cites.

    A list of references is only split into its entries.

    >>> _papers("G2 is the log-likelihood ratio (Dunning 1993, after Wilks 1938).")
    ['Dunning 1993', 'Wilks 1938']
    """
    if _REFERENCE_LIST.match(text):
        found = _BETWEEN_REFERENCES.split(text)
    else:
        named = [part.partition(_SOURCE)[2] for part in _sentences(text) if _SOURCE in part]
        found = [*_CITED.findall(text), *named]
    return [paper.rstrip(".,") for paper in found]


def _drop_short_forms(papers: list[str]) -> Iterator[str]:
    """Yield `papers` without short forms (author and year) of papers that are cited in full."""
    for paper in papers:
        short = re.fullmatch(rf"(?:\S+ )*?([\w’-]+)(?: and .+)? ({_YEAR})", paper)
        others = (other for other in papers if len(other) > len(paper))
        if not (short and any(short[1] in other and short[2] in other for other in others)):
            yield paper


@cache
def glossary() -> tuple[Word, ...]:
    """Return the words of the glossary of README.md.

    Its rows are | word | meaning | or | word | meaning | word in Chinese | meaning in Chinese |.
    Raises BriefingsError if there is no glossary.
    """
    path = _ROOT / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    section = text.partition("\n## Glossary\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    words = [Word(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows[2:]]
    if not words:
        raise BriefingsError(f"{path} holds no table under ## Glossary; restore it.")
    return tuple(words)


def caveats(
    words: Mapping[str, str], values: Mapping[str, Mapping[str, object]]
) -> list[tuple[str, str, str]]:
    """Return (page, panel, text) for every caveat of the locale `words`, in the locale's order.

    A caveat is a key that ends in "caveat". Its page is the part of the key before the last dot.
    Its panel is the text of the same key with "title" in place of "caveat", or "".

    values: the values of the placeholders: those for all pages under "", those for one page under
    its name. A placeholder without a value depends on what a reader selects, and becomes "…".
    """
    found = []
    for key, text in words.items():
        page, _, name = key.rpartition(".")
        if name.endswith("caveat"):
            title = words.get(f"{page}.{name.removesuffix('caveat')}title", "")
            known = defaultdict(lambda: _OPEN, {**values.get("", {}), **values.get(page, {})})
            headed, said = (fill(each, known).strip() for each in (title, text))
            found.append((page, headed, said))
    return found


def lexicon_about(name: str) -> str:
    """Return the comment at the beginning of data/lexicon/`name`.toml, without its # signs."""
    lines = (lexicon.FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    head = []
    for line in lines:
        if not line.startswith("#"):
            break
        head.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(head).strip()


def lexicon_rows(name: str) -> pd.DataFrame:
    """Return the entries of data/lexicon/`name`.toml: a row per entry, a column per field.

    A list is joined to one text. Named lists of words (stopwords) have one row per list. Raises
    LexiconError, as lexicon.read does.
    """
    rows = [
        row for group, entries in lexicon.read(name).items() for row in _entries(group, entries)
    ]
    frame = pd.DataFrame([{field: _plain(row[field]) for field in row} for row in rows])
    frame = frame.rename(columns=_COLUMNS)
    return frame.astype(object).where(frame.notna(), None)


def _entries(group: str, entries: Any) -> Iterator[dict[str, Any]]:
    if isinstance(entries, list):
        yield from entries
    elif isinstance(entries, dict):
        for name, content in entries.items():
            if isinstance(content, list):
                yield {"list": group, "word_class": name, "words": content}
            elif name != "reason":
                yield {"id": name, "reason": content}


def _plain(value: object) -> object:
    return "、".join(map(str, value)) if isinstance(value, list) else value
