"""Text written in a format is read back, and readers raise UnreadableError only."""

from collections.abc import Callable
from html import escape

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loaders.contract import SUFFIXES
from loaders.errors import UnreadableError
from loaders.readers import RawDocument, read_bytes
from loaders.readers.blocks import collapse_spaces
from loaders.readers.encodings import decode
from tests.fixtures.file_formats import docx, paragraph, pdf, srt, table, vtt, zip_of

# Common in both scripts: the characters of the encodings of both.
HAN = "的一是在不了有和人中大上光力工作家里明文化新今年先生小心少成本老安全方便加入公司合同"
SENTENCES = st.text(st.sampled_from(HAN), min_size=6, max_size=40)
LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufffd")
LINES = st.lists(
    st.text(LETTERS, min_size=1, max_size=30).map(lambda text: f"话{text}"), min_size=1, max_size=8
)
# Without the characters of tags and settings, which are not text in a cue.
PLAIN_LINES = st.lists(
    st.text(st.sampled_from(HAN + "，。：2031 ab"), min_size=1, max_size=30).map(
        lambda text: f"话{text}".strip()
    ),
    min_size=1,
    max_size=8,
)
MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=x>", "</a>", "<table>", "<tr>",
         "<td>", "</table>", "<li>", "<br>", "<ruby>", "<!-- c -->", "<span hidden>", "</span>",
         "<pre>", "</pre>", "<nav>", "</nav>", "<font", ">", "<!--", "'", '"', "=", "&", "&#", "<"]
    ),
    max_size=20,
)  # fmt: skip


def read(name: str, data: bytes) -> RawDocument | None:
    try:
        return read_bytes(name, data)
    except UnreadableError as error:
        _check_message(name, error)
        return None


def _check_message(name: str, error: UnreadableError) -> None:
    assert str(error).startswith(name)
    assert "\n" not in str(error)


def without_spaces(text: str) -> str:
    return "".join(text.split())


@given(SENTENCES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "big5"]))
def test_text_round_trips_in_each_encoding(text: str, codec: str) -> None:
    assert read_bytes("page.txt", text.encode(codec)).text == text


@given(st.lists(SENTENCES, min_size=2), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf_16_without_a_mark_round_trips(lines: list[str], codec: str) -> None:
    text = "\n".join(lines)
    assert read_bytes("page.txt", text.encode(codec)).text == text


@given(st.text(LETTERS, min_size=1))
def test_utf_8_is_not_changed(text: str) -> None:
    document = read("page.txt", f"话{text}".encode())
    assert document is None or document.text == f"话{text}"


@given(LINES)
def test_html_round_trips(lines: list[str]) -> None:
    page = "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in lines)
    assert read_bytes("page.html", page.encode()).text.split("\n") == lines


@given(LINES, st.data())
def test_html_loses_no_text_to_its_markup(lines: list[str], data: st.DataObject) -> None:
    """Tags anywhere, closed or not: every line is read."""
    around = [data.draw(MARKUP) for _ in lines]
    page = "".join(
        f"{''.join(tags)}\n><p>{escape(line)}</p>\n"
        for tags, line in zip(around, lines, strict=True)
    )
    assume(not any("hidden" in tag or tag == "<!--" for tags in around for tag in tags))
    document = read("page.html", f"<html>{page}".encode())
    assert document is not None
    assert all(without_spaces(line) in without_spaces(document.text) for line in lines)


@given(LINES)
def test_word_round_trips(lines: list[str]) -> None:
    data = docx("".join(map(paragraph, lines)))
    assert read_bytes("page.docx", data).text.split("\n") == lines


@given(st.lists(st.tuples(SENTENCES, SENTENCES), min_size=1, max_size=5))
def test_a_table_of_two_columns_gives_labels(rows: list[tuple[str, str]]) -> None:
    data = docx(table(*[[[name], [said]] for name, said in rows]))
    expected = [f"{name}：{said}" for name, said in rows]
    assert read_bytes("page.docx", data).text.split("\n") == expected


@given(PLAIN_LINES, st.sampled_from([vtt, srt]), st.integers(0, 10_000_000))
def test_subtitles_round_trip_with_times(
    lines: list[str], make: Callable[[list[tuple[float, float, str]]], str], begin: int
) -> None:
    cues = [(begin / 1000 + at, begin / 1000 + at + 0.5, line) for at, line in enumerate(lines)]
    document = read_bytes("talk.vtt", make(cues).encode())
    assert document.text.split("\n") == lines
    times = {at: (round(s, 3), round(e, 3)) for at, (s, e, _) in enumerate(cues, 1)}
    assert {at: (round(s, 3), round(e, 3)) for at, (s, e) in document.cues.items()} == times


@given(st.lists(SENTENCES, min_size=1, max_size=30, unique=True))
@settings(max_examples=30)
def test_a_pdf_loses_no_character(lines: list[str]) -> None:
    data = pdf([(90, 800 - 20 * row, line) for row, line in enumerate(lines)])
    assert without_spaces(read_bytes("page.pdf", data).text) == "".join(lines)


@given(st.binary(max_size=400), st.sampled_from([*SUFFIXES, ""]))
def test_noise_raises_unreadable_error_only(data: bytes, suffix: str) -> None:
    read(f"page{suffix}", data)


@given(st.data(), st.sampled_from([*SUFFIXES, ""]))
def test_damage_raises_unreadable_error_only(data: st.DataObject, suffix: str) -> None:
    undamaged = data.draw(st.sampled_from(UNDAMAGED))
    damage = data.draw(
        st.lists(st.tuples(st.integers(0, len(undamaged) - 1), st.binary(max_size=4)))
    )
    damaged = bytearray(undamaged)
    for place, piece in damage:
        damaged[place : place + len(piece)] = piece
    read(f"page{suffix}", bytes(damaged[: data.draw(st.integers(0, len(damaged)))]))


UNDAMAGED = (
    docx(paragraph("湖光灯会") + table([["陆明远"], ["好"]])),
    pdf([(90, 700, "湖光灯会"), (90, 680, "今年")], [(90, 700, "完")], flate=True),
    zip_of({"a.txt": "b"}),
    "<!DOCTYPE html><table><tr><td>陆明远<td>好</table><!-- a --><p hidden>&#x4e00;".encode(),
    vtt([(0, 1, "<v 陆明远>好")]).encode(),
)


@given(st.text(max_size=60))
def test_collapsing_changes_only_white_space(text: str) -> None:
    assert without_spaces(collapse_spaces(text)) == without_spaces(text)


@given(st.binary(min_size=1, max_size=60))
def test_decoding_gives_text_without_surrogates(data: bytes) -> None:
    try:
        text, _, _ = decode("page.txt", data)
    except UnreadableError:
        return
    assert text.encode().decode() == text
