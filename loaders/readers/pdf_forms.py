"""How many forms a PDF draws: content that is stored once, and drawn wherever it is named.

A form may draw others. Twenty that draw the next one twice are a million to draw, in four KB, and
PDFium draws each (18 µs). So they are counted from the file before it begins: a form draws what its
content names before `Do`, and its resources say which form a name is. Content that is packed
otherwise than by deflate is not looked into.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

# A page of text draws a handful; a map draws its signs some thousand times, and not in one another.
MAX_DRAWN = 20_000
MAX_DEPTH = 24
# Of an unpacked stream; loaders.readers.pdf refuses what is larger.
LARGEST = 16_000_000

PART = re.compile(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b|\bstream\r?\n|\bendobj\b")
FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
NAMED = re.compile(rb"/([^\s/<>\[\]()%]{1,120})\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
DRAWN = re.compile(rb"/([^\s/<>\[\]()%]{1,120})\s{1,9}Do\b")
NUMBER = re.compile(rb"\d{1,9}")
FIRST = re.compile(rb"/First\s{1,9}(\d{1,9})")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
FOLLOWED = (b"Resources", b"XObject")


def draws_too_many(data: bytes) -> bool:
    """Whether the PDF `data` draws over MAX_DRAWN forms, or forms within forms beyond MAX_DEPTH.

    What is drawn is counted for each stream of a page. Forms that draw themselves are too many.
    """
    if not FORM.search(data):
        return False
    objects = _Objects(data)
    try:
        return any(drawn > MAX_DRAWN for drawn in objects.drawn_by_pages())
    except _TooDeepError:
        return True


class _TooDeepError(Exception):
    """Forms stand in one another beyond MAX_DEPTH."""


class _Objects:
    """The objects of a file: what each says, and the streams of those that have one."""

    def __init__(self, data: bytes) -> None:
        self.texts: dict[int, bytes] = {}
        self.streams: dict[int, memoryview] = {}
        for number, text, stream in _objects(data):
            self.texts[number] = text
            if stream is not None:
                self.streams[number] = stream
        for number in [n for n in self.streams if b"/ObjStm" in self.texts[n]]:
            self.texts |= _packed(self.texts[number], self._content(number))
        self.forms = {n for n in self.streams if FORM.search(self.texts[n])}
        self._names: dict[int, dict[bytes, int]] = {}
        self._referred: dict[int, dict[bytes, int]] = {}
        self._sizes: dict[int, int] = {}

    def drawn_by_pages(self) -> Iterator[int]:
        """How many forms each stream that is no form may draw, whatever page it is of."""
        largest: dict[bytes, int] = {}
        for number in self.texts:
            for name, form in self._named(number).items():
                largest[name] = max(largest.get(name, 0), self._size(form, 0))
        for number in self.streams.keys() - self.forms:
            if b"/Image" not in self.texts[number]:
                yield sum(largest.get(name, 0) * n for name, n in self._drawn(number).items())

    def _size(self, form: int, depth: int) -> int:
        """How many forms are drawn where `form` is: itself, and those that it draws."""
        if depth > MAX_DEPTH:
            raise _TooDeepError
        if form not in self._sizes:
            size = 1
            for name, times in self._drawn(form).items():
                inner = self._lookup(form, name)
                size += times * self._size(inner, depth + 1) if inner is not None else 0
            self._sizes[form] = size
        return self._sizes[form]

    def _lookup(self, number: int, name: bytes) -> int | None:
        """The form that `name` is for an object: in its own words, or in those it refers to."""
        beside = self._references(number)
        within = self._references(beside.get(b"Resources", -1))
        places = (number, *beside.values(), within.get(b"XObject", -1))
        return next((self._named(at)[name] for at in places if name in self._named(at)), None)

    def _references(self, number: int) -> dict[bytes, int]:
        if number not in self._referred:
            found = NAMED.findall(self.texts.get(number, b""))
            self._referred[number] = {f: int(n) for f, n in found if f in FOLLOWED}
        return self._referred[number]

    def _named(self, number: int) -> Mapping[bytes, int]:
        if number not in self._names:
            found = NAMED.findall(self.texts.get(number, b""))
            self._names[number] = {_plain(n): int(o) for n, o in found if int(o) in self.forms}
        return self._names[number]

    def _drawn(self, number: int) -> Counter[bytes]:
        return Counter(map(_plain, DRAWN.findall(self._content(number))))

    def _content(self, number: int) -> bytes:
        stream = self.streams[number]
        if b"/Fl" not in self.texts[number]:
            return bytes(stream)
        try:
            return zlib.decompressobj().decompress(stream, LARGEST)
        except zlib.error:
            return b""


def _objects(data: bytes) -> Iterator[tuple[int, bytes, memoryview | None]]:
    """Number, dictionary and stream of each object."""
    view = memoryview(data)
    parts = [*PART.finditer(data), None, None]
    for opened, closed, beyond in zip(parts, parts[1:], parts[2:], strict=False):
        if opened is None or closed is None or not opened[1]:
            continue
        has_stream = closed[0].startswith(b"stream")
        end = beyond.start() if beyond else len(data)
        stream = view[closed.end() : end] if has_stream else None
        yield int(opened[1]), data[opened.end() : closed.start()], stream


def _packed(text: bytes, content: bytes) -> dict[int, bytes]:
    """The objects of an object stream: its head has pairs of number and place."""
    first = FIRST.search(text)
    if first is None:
        return {}
    head = [int(number) for number in NUMBER.findall(content[: int(first[1])])]
    places = [*head[1::2], len(content)]
    spans = zip(head[::2], pairwise(places), strict=False)
    return {n: content[int(first[1]) + a : int(first[1]) + b] for n, (a, b) in spans}


def _plain(name: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name)
