"""Hostile queries: what they are made of, and whether an answer shows or names all of one."""

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from benchmarks.payloads import PAYLOADS
from dashboard import i18n
from dashboard.address import is_tracking
from dashboard.escape import printable
from dashboard.filters import ID_PARAMETERS, LANGUAGES, PARAMETERS, VIEWS, Filters
from dashboard.middleware.messages import is_too_long
from dashboard.registry import PAGES
from loaders.schema import TABLES

# Kind of value -> values of that kind. Those under "broken" are no percent-encoding of anything.
VALUES: Mapping[str, Sequence[str]] = {
    "unknown": ("nobody-0000", "2099", "no", "rate", "*", "all", "None", "undefined"),
    "wrong type": ("-1", "1e9", "NaN", "true", "[]", "2022.0", "０２２", "٢٠٢٢", "0x7e6", ","),
    "huge": ("9" * 5_000, "x" * 8_000, "2022," * 1_500, "字" * 2_700, " " * 8_000, "2023，" * 200),
    "invisible": ("\0", "\u202e2023", "2023\u200b", "\ufeff", "\x1b[2J", "a\r\nSet-Cookie: b=1"),
    "SQL": ("' OR '1'='1", "2022'); DROP TABLE turns; --", "%", "_", "1 UNION SELECT 1", "\\'"),
    "path": ("../../../etc/passwd", "..\\..\\a", "file:///etc/passwd", "/dev/zero", "con:", "//a"),
    "object": ('{"$ne": null}', '["2022"]', "a[]=1", "__proto__", "constructor", "{'a': 1}"),
    "emoji": ("😀", "👩‍👩‍👧", "🏳️‍🌈", "e" + "\u0301" * 40, "\U000e0041", "�"),
    "payload": tuple(PAYLOADS.values()),
    "broken": ("%", "%zz", "%FF%FE", "%E4%B8", "%00", "%u4e2d", "a=b=c", ";a", "&&", "+"),
}  # fmt: skip
KNOWN = "valid"  # the kind of the other values: those that exist
_LIKELY_NAMES = ("yaer", "foo", "utm_source", "fbclid", "embed", "__class__", "", "page[]", "Year ")
_NOT_IN_LINKS = ("within", "finding", "at")  # see run_context.link_query
_MAX_NAMED = 3


@dataclass(frozen=True)
class Query:
    """A query for `path`, a page's slug or a path of the API, and the kinds of its values."""

    path: str
    text: str
    kinds: frozenset[str]

    @property
    def is_api(self) -> bool:
        """True if the query is for the API."""
        return self.path.startswith("/")

    def __str__(self) -> str:
        return f"{self.path}?{self.text[:300]}"


def queries(seed: int, known: Mapping[str, Sequence[str]]) -> Iterator[Query]:
    """Yield hostile queries without end, the same for the same `seed`; two of three for a page.

    known: parameter -> values that exist, for each of ID_PARAMETERS and "term".
    """
    chance = random.Random(seed)  # noqa: S311 - to repeat a run, not to keep a secret
    existing = {**known, **VIEWS, "lang": LANGUAGES, "q": known["term"]}
    while True:
        pairs, kinds = _pairs(chance, existing)
        path = _api_path(chance) if chance.random() < 1 / 3 else chance.choice(PAGES).slug
        yield Query(path, "&".join(f"{name}={value}" for name, value in pairs), frozenset(kinds))


def _pairs(
    chance: random.Random, existing: Mapping[str, Sequence[str]]
) -> tuple[list[tuple[str, str]], set[str]]:
    """Return encoded names and values, some names more than once, and the kinds of the values."""
    count = 200 if chance.random() < 0.01 else chance.randint(1, 4)
    names = [_name(chance) for _ in range(count)]
    if chance.random() < 1 / 4:
        names += [chance.choice(names)] * chance.randint(1, 3)
    pairs, kinds = [], set()
    for name in names:
        is_valid = name.lower() in existing and chance.random() < 1 / 3
        kind = KNOWN if is_valid else chance.choice([*VALUES])
        values = existing[name.lower()] if is_valid else VALUES[kind]
        value = chance.choice(values)
        pairs.append((quote(name), value if kind == "broken" else quote(value)))
        kinds.add(kind)
    return pairs, kinds


def _name(chance: random.Random) -> str:
    draw = chance.random()
    if draw < 0.8:
        name = chance.choice(PARAMETERS)
        return name.upper() if draw < 0.08 else name
    return chance.choice(_LIKELY_NAMES if draw < 0.95 else [*PAYLOADS.values()])


def _api_path(chance: random.Random) -> str:
    form, table = chance.choice(("json", "csv")), chance.choice([*TABLES])
    hostile = quote(chance.choice([*PAYLOADS.values()]), safe="")
    paths = ("/api/tables", f"/api/{hostile}", f"/api/tables/{hostile}.json")
    return chance.choice(paths) if chance.random() < 0.15 else f"/api/tables/{table}.{form}"


def page_fault(query: Query, *, link: str, sentences: Sequence[str]) -> str:
    """Return what is wrong with the page that answered `query`, "" if nothing is.

    link: the query of the page's links, which holds what the page shows. sentences: its plain
    texts; one of them names what it does not show.
    """
    shown = parse_qs(link)
    lost, unclear = _lost(query, shown)
    openings = [i18n.text(each, "app.dropped", items="\0").partition("\0")[0] for each in LANGUAGES]
    notices = [each for each in sentences if each.startswith(tuple(openings))]
    if not lost and not notices:
        return ""
    if not notices:
        return f"neither shows nor names {', '.join(lost[:_MAX_NAMED])}"
    if is_too_long(query.text):
        whole = [i18n.text(each, "app.dropped_too_long") for each in LANGUAGES]
        is_named = any(each in notices[0] for each in whole)
        return "" if is_named else f"does not name all of it as too long: {notices[0]}"
    rest = len(lost) - _MAX_NAMED
    counts = range(max(rest, 0), max(rest + unclear, 0) + 1)
    if rest > 0 and not any(f" {count} " in notices[0] for count in counts):
        return f"does not count {len(lost)} values that it does not show: {notices[0]}"
    named = sum(each in notices[0] for each in lost)
    wanted = min(len(lost), _MAX_NAMED) - unclear
    return f"names {named} of {lost[:9]}: {notices[0]}" if named < wanted else ""


def _lost(query: Query, shown: Mapping[str, Sequence[str]]) -> tuple[list[str], int]:
    """Return the items of `query` that are not in `shown`, as a notice names them.

    Also returns how many more a notice may name: the last of the parameters that no link holds.
    """
    given, unknown = _given(query)
    lost, unclear = [], 0
    for name, texts in given.items():
        if name in ID_PARAMETERS:
            ids = [part.strip() for text in texts for part in text.replace("，", ",").split(",")]
            here = ",".join(shown.get(name, [])).split(",")
            lost += [(name, each) for each in dict.fromkeys(filter(None, ids)) if each not in here]
            continue
        *earlier, last = texts
        lost += [(name, each) for each in earlier]
        (value,) = shown.get(name, [str(getattr(Filters(), name))])
        if name in _NOT_IN_LINKS and last in VIEWS.get(name, [last]):
            unclear += 1
        elif value != " ".join(last.split()):
            lost.append((name, last))
    return [_item(*each) for each in (*lost, *unknown)], unclear


def _given(query: Query) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Return the texts of each parameter of `query`, and its other names with their texts."""
    given: dict[str, list[str]] = {}
    unknown = []
    for raw, values in parse_qs(query.text, keep_blank_values=True).items():
        name, texts = raw.strip().lower(), [each.strip() for each in values]
        if name in PARAMETERS:
            given[name] = list(dict.fromkeys([*given.get(name, []), *filter(None, texts)]))
        elif not is_tracking(name):
            unknown.append((raw, ",".join(texts)))
    return {name: texts for name, texts in given.items() if texts}, unknown


def _item(name: str, value: str) -> str:
    shown = printable(value)
    return f"{printable(name)}={shown}" if shown else printable(name)


def api_fault(query: Query, status: int, body: bytes) -> str:
    """Return what is wrong with the answer of the API to `query`, "" if nothing is."""
    if 400 <= status < 500:
        return "" if body.strip() else f"{status} without a sentence"
    if status != 200:
        return f"{status}: {body[:200]!r}"
    given, unknown = _given(query)
    wanted = {name: _ids(texts) for name, texts in given.items() if name != "lang"}
    text = "" if query.path == "/api/tables" else _stated_filters(query, body)
    stated = {name: _ids(texts) for name, texts in parse_qs(text).items()}
    return f"applies {stated} and ignores {unknown}" if stated != wanted or unknown else ""


def _stated_filters(query: Query, body: bytes) -> str:
    if query.path.endswith(".json"):
        return str(json.loads(body)["filters"])
    row = next(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return row.get("about_filters") or row["filters"]


def _ids(texts: Sequence[str]) -> set[str]:
    return {part.strip() for text in texts for part in text.replace("，", ",").split(",")} - {""}
