"""Count the forms that a PDF draws; a form is content stored once and drawn wherever it is named.

A form may draw other forms. Twenty forms that each draw the next one twice are a million drawings
in a file of four KB, and PDFium takes 18 µs for each. So forms are counted in the bytes of the file
before PDFium starts. The content of a form names each form that it draws before the operator `Do`,
and its resources map these names to forms. Only content that is stored plain or with deflate is
searched.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

# A page of text draws a handful of forms; a map draws its signs some thousand times, not nested.
MAX_DRAWN = 20_000
MAX_DEPTH = 24
# Size of an unpacked stream; loaders.readers.pdf refuses larger streams.
MAX_STREAM_BYTES = 16_000_000

OBJECT_PART = re.compile(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b|\bstream\r?\n|\bendobj\b")
FORM_SUBTYPE = re.compile(rb"/Subtype\s{0,9}/Form\b")
REFERENCE = re.compile(rb"/([^\s/<>\[\]()%]{1,120})\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
DRAW_OPERATOR = re.compile(rb"/([^\s/<>\[\]()%]{1,120})\s{1,9}Do\b")
NUMBER = re.compile(rb"\d{1,9}")
FIRST_OFFSET = re.compile(rb"/First\s{1,9}(\d{1,9})")
ESCAPED_BYTE = re.compile(rb"#([0-9A-Fa-f]{2})")
RESOURCE_NAMES = (b"Resources", b"XObject")


def draws_too_many(data: bytes) -> bool:
    """Return whether the PDF `data` draws over MAX_DRAWN forms or nests them beyond MAX_DEPTH.

    Forms are counted for each stream of a page, with the forms that they draw in turn. A form that
    draws itself counts as nested too deep.
    """
    if not FORM_SUBTYPE.search(data):
        return False
    objects = _PdfObjects(data)
    try:
        return any(count > MAX_DRAWN for count in objects.draw_counts())
    except _TooDeepError:
        return True


class _TooDeepError(Exception):
    """Forms are nested beyond MAX_DEPTH."""


class _PdfObjects:
    """The objects of a PDF, by object number.

    `bodies` holds the text of each object without its stream, `streams` the packed stream of each
    object that has one, and `forms` the numbers of the objects that are forms.
    """

    def __init__(self, data: bytes) -> None:
        self.bodies: dict[int, bytes] = {}
        self.streams: dict[int, memoryview] = {}
        for number, body, stream in _parse_objects(data):
            self.bodies[number] = body
            if stream is not None:
                self.streams[number] = stream
        for number in [n for n in self.streams if b"/ObjStm" in self.bodies[n]]:
            self.bodies |= _unpack_object_stream(self.bodies[number], self._content(number))
        self.forms = {n for n in self.streams if FORM_SUBTYPE.search(self.bodies[n])}
        self._form_cache: dict[int, dict[bytes, int]] = {}
        self._reference_cache: dict[int, dict[bytes, int]] = {}
        self._count_cache: dict[int, int] = {}

    def draw_counts(self) -> Iterator[int]:
        """Yield the number of forms drawn by each stream that is neither a form nor a picture.

        A name may mean a different form on each page: the form that draws the most is counted.
        Raises _TooDeepError for forms nested beyond MAX_DEPTH.
        """
        largest: dict[bytes, int] = {}
        for number in self.bodies:
            for name, form in self._forms_of(number).items():
                largest[name] = max(largest.get(name, 0), self._draw_count(form, 0))
        for number in self.streams.keys() - self.forms:
            if b"/Image" not in self.bodies[number]:
                yield sum(largest.get(name, 0) * n for name, n in self._drawn_names(number).items())

    def _draw_count(self, form: int, depth: int) -> int:
        """Return how many forms are drawn by drawing the object `form`: itself and those in it.

        `depth` is the number of forms around it. Raises _TooDeepError beyond MAX_DEPTH.
        """
        if depth > MAX_DEPTH:
            raise _TooDeepError
        if form not in self._count_cache:
            count = 1
            for name, n in self._drawn_names(form).items():
                inner = self._resolve_form(form, name)
                count += n * self._draw_count(inner, depth + 1) if inner is not None else 0
            self._count_cache[form] = count
        return self._count_cache[form]

    def _resolve_form(self, parent: int, name: bytes) -> int | None:
        """Return the number of the form that `name` means in the resources of `parent`, or None."""
        direct = self._references(parent)
        via_resources = self._references(direct.get(b"Resources", -1))
        numbers = (parent, *direct.values(), via_resources.get(b"XObject", -1))
        return next((self._forms_of(n)[name] for n in numbers if name in self._forms_of(n)), None)

    def _references(self, number: int) -> dict[bytes, int]:
        if number not in self._reference_cache:
            found = REFERENCE.findall(self.bodies.get(number, b""))
            self._reference_cache[number] = {f: int(n) for f, n in found if f in RESOURCE_NAMES}
        return self._reference_cache[number]

    def _forms_of(self, number: int) -> Mapping[bytes, int]:
        if number not in self._form_cache:
            found = REFERENCE.findall(self.bodies.get(number, b""))
            forms = {_decode_name(n): int(o) for n, o in found if int(o) in self.forms}
            self._form_cache[number] = forms
        return self._form_cache[number]

    def _drawn_names(self, number: int) -> Counter[bytes]:
        return Counter(map(_decode_name, DRAW_OPERATOR.findall(self._content(number))))

    def _content(self, number: int) -> bytes:
        stream = self.streams[number]
        if b"/Fl" not in self.bodies[number]:
            return bytes(stream)
        try:
            return zlib.decompressobj().decompress(stream, MAX_STREAM_BYTES)
        except zlib.error:
            return b""


def _parse_objects(data: bytes) -> Iterator[tuple[int, bytes, memoryview | None]]:
    """Yield the number, dictionary and packed stream (None without one) of each object of a PDF."""
    view = memoryview(data)
    parts = [*OBJECT_PART.finditer(data), None, None]
    for part, next_part, part_after in zip(parts, parts[1:], parts[2:], strict=False):
        if part is None or next_part is None or not part[1]:
            continue
        has_stream = next_part[0].startswith(b"stream")
        end = part_after.start() if part_after else len(data)
        stream = view[next_part.end() : end] if has_stream else None
        yield int(part[1]), data[part.end() : next_part.start()], stream


def _unpack_object_stream(dictionary: bytes, content: bytes) -> dict[int, bytes]:
    """Return the objects in the unpacked `content` of an object stream, by object number.

    The content begins with pairs of object number and offset. /First in `dictionary` gives the
    position from which the offsets count; without it the result is empty.
    """
    first = FIRST_OFFSET.search(dictionary)
    if first is None:
        return {}
    head = [int(number) for number in NUMBER.findall(content[: int(first[1])])]
    offsets = [*head[1::2], len(content)]
    spans = zip(head[::2], pairwise(offsets), strict=False)
    return {n: content[int(first[1]) + a : int(first[1]) + b] for n, (a, b) in spans}


def _decode_name(name: bytes) -> bytes:
    return ESCAPED_BYTE.sub(lambda escaped: bytes([int(escaped[1], 16)]), name)
