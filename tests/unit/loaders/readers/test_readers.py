"""Readers: files that are read, and the one sentence for each file that is not."""

import csv
import re
import struct
import subprocess
import sys
from hashlib import sha512
from pathlib import Path

import pytest

from loaders.contract import MAX_BYTES, SUFFIXES
from loaders.errors import UnreadableError
from loaders.messages import doubt
from loaders.readers import READERS, read_bytes, read_file
from loaders.readers.blocks import Blocks, Line
from loaders.readers.encodings import decode, likelihood
from loaders.readers.markup import tokenize
from tests.fixtures.file_formats import (
    docx,
    nested_forms,
    paragraph,
    part,
    pdf,
    srt,
    stream,
    vtt,
    with_content,
    zip_of,
)
from tests.fixtures.transcripts import LABELS_APART, LABELS_INLINE, traditional
from tests.support.server import ROOT

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
    f" /O ({'o' * 32}) /U ({'u' * 32}) >> /ID [<00> <00>]"
)
SENTENCE = "湖光灯会今年为大家准备了新的灯组"


def read(name: str, data: bytes | str) -> str:
    return read_bytes(name, data.encode() if isinstance(data, str) else data).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    document = read_bytes("page.txt", "湖光灯会".encode(encoding))
    assert document.text == "湖光灯会"
    assert document.encoding == encoding.removesuffix("-sig")
    assert (document.format, document.cues, document.doubts) == ("text", {}, ())


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("big5", "big5"),
    ],
)
def test_a_page_in_each_encoding(codec: str, name: str) -> None:
    page = traditional(LABELS_APART).replace("湾", "灣") if codec == "big5" else LABELS_APART
    page = page.encode(codec, "ignore").decode(codec)
    document = read_bytes("page.txt", page.encode(codec))
    assert document.text == page.removeprefix("\ufeff")
    assert document.encoding == name


@pytest.mark.parametrize("text", ["湖光", "你好", "李明远：好", "灯", "2031年灯会", "谢谢。"])
def test_short_gb18030_is_not_big5(text: str) -> None:
    assert read_bytes("page.txt", text.encode("gb18030")).text == text


@pytest.mark.parametrize("text", ["中國", "請各位記者提問", "臺灣"])
def test_short_big5_is_big5(text: str) -> None:
    document = read_bytes("page.txt", text.encode("big5"))
    assert (document.text, document.encoding) == (text, "big5")


def test_traditional_characters_in_gb18030_are_kept() -> None:
    page = traditional(LABELS_INLINE)
    document = read_bytes("page.txt", page.encode("gb18030"))
    assert (document.text, document.encoding) == (page, "gb18030")


def test_hong_kong_characters_in_big5() -> None:
    page = "主席講，呢個安排係為咗市民，啲意見都收到，嘅確有需要。" * 3
    document = read_bytes("page.txt", page.encode("big5hkscs"))
    assert (document.text, document.encoding) == (page, "big5")


def test_english_in_windows_1252() -> None:
    page = "MR. LEE: It’s a “fine” festival – the café’s lamps, naïve or not, stay."
    document = read_bytes("page.txt", page.encode("cp1252"))
    assert (document.text, document.encoding) == (page, "windows-1252")


def test_the_wrong_encoding_has_a_low_likelihood() -> None:
    said = "请介绍筹备工作的进展情况谢谢大家的提问今年准备了三件事"
    assert likelihood(said) == 1
    assert likelihood(said.encode("gb18030").decode("big5", "replace")) < 0.8
    assert likelihood(traditional(said).encode("big5").decode("gb18030", "replace")) < 0.6
    assert likelihood("\x00\ue000") == -1


def test_a_truncated_page_keeps_its_text() -> None:
    data = (SENTENCE * 10).encode()[:-1]
    document = read_bytes("page.txt", data)
    assert document.text == (SENTENCE * 10)[:-1] + "\ufffd"
    assert document.doubts == (doubt("broken", encoding="UTF-8", n=1, line=1),)


def test_a_declared_encoding_needs_bytes_that_agree() -> None:
    page = f'<html><meta charset="gb2312"><p>{SENTENCE}'
    assert read_bytes("a.html", page.encode("gb18030")).encoding == "gb18030"
    assert read_bytes("a.html", page.encode()).encoding == "utf-8"
    text, encoding, _ = decode("a", "請各位媒體提問".encode("big5"), declared="utf-8")
    assert (text, encoding) == ("請各位媒體提問", "big5")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("page.txt", b"", "page.txt is empty"),
        ("page.txt", b" \n", "page.txt is empty"),
        ("page.srt", b"", "page.srt is empty"),
        ("page.pdf", b"", "page.pdf is empty"),
        ("page.txt", "\u3000\n".encode(), "nothing but white space"),
        ("page.txt", "——。".encode(), "only white space and signs"),
        ("page.txt", b"\0\0\0", "nothing but NUL"),
        ("page.txt", b"a\0b", "NUL"),
        ("page.txt", bytes(range(256)), "NUL"),
        ("page.txt", b"\x01\x02\x03\x04 a", "control bytes"),
        ("page.txt", b"\xff\xff\xff", "neither UTF-8 nor GB18030 nor Big5"),
        ("page.txt", b"\xed\xa0\x80\xed\xb0\x80", "neither UTF-8"),
        ("page.txt", b"\xff\xfe\x00\xd8\x00\xd8", "begins with the mark of UTF-16-LE"),
        ("page.txt", SENTENCE.encode().decode("gb18030", "replace").encode(), "was encoded twice"),
        ("page.txt", SENTENCE.encode().decode("cp1252", "replace").encode(), "was encoded twice"),
        ("page.txt", SENTENCE.encode("gb18030").decode("latin-1").encode(), "was encoded twice"),
        ("page.txt", ("锟斤拷" * 9 + "灯").encode(), "锟斤拷"),
        ("page.txt", ("今日の会議はどこですか。" * 20).encode("shift_jis"), "it looks like CP932"),
        ("page.txt", b"a" * (MAX_BYTES + 1), "page.txt is 5.0 MB, over the 5 MB"),
        ("page.pdf", b"%PDF-1.4 and no more", "page.pdf is a damaged PDF"),
        ("page.pdf", "不是".encode(), "named as PDF and is none"),
        ("page.pdf", pdf([(90, 700, "灯")], trailer=PASSWORD), "a PDF with a password"),
        ("many.pdf", b"%PDF-1.4" + b"stream\n" * 20_001, "over 20,000 streams"),
        ("scan.pdf", pdf([], []), "scan.pdf has 2 pages and no text"),
        ("long.pdf", pdf(*[[]] * 501), "501 pages, over the 500"),
        ("old.docx", OLE_SIGNATURE + "WordDocument".encode("utf-16-le"), "before 2007"),
        ("shut.docx", OLE_SIGNATURE + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        ("old.xls", OLE_SIGNATURE, "an Office file of the form before 2007"),
        ("page.docx", zip_of({"a.txt": "灯"}), "a ZIP that holds no Word document"),
        ("page.docx", docx(paragraph(SENTENCE))[:-40], "a damaged Word document"),
        ("page.docx", docx("<w:p>"), "a damaged Word document"),
        ("page.docx", zip_of({"word/documents": ""}), "a damaged Word document"),
        ("page.docx", docx(""), "page.docx holds nothing but white space"),
        ("page.docx", b"plain", "named as DOCX and is none"),
        ("page.rtf", b"{\\rtf1 a}", "rich text"),
        ("page.jpg", b"\xff\xd8\xff\xe0", "a picture"),
        ("page.gz", b"\x1f\x8b\x08", "an archive"),
        ("page.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web archive"),
        ("page.mp4", b"\0\0\0\x20ftypisom", "a recording"),
        ("page.srt", "没有时间".encode(), "page.srt holds no cue"),
        ("page.vtt", b"WEBVTT\n\nNOTE a", "page.vtt holds no cue"),
        ("page.html", b"<html><script>1</script>", "as a page does that a script fills in"),
        ("page.html", b"<html><script>never ends <p>a", "<script> that is never closed"),
        ("page.html", b"<frameset><frame src=a></frameset>", "holds frames"),
        ("page.html", b"<html>" + b"<!--" * 100_000, "<!-- that is never closed"),
    ],
)
def test_unreadable_files_are_refused_with_one_sentence(
    name: str, data: bytes, message: str
) -> None:
    with pytest.raises(UnreadableError, match=re.escape(message)) as caught:
        read_bytes(name, data)
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_file(tmp_path / "none.txt")


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(UnreadableError, match=r"3000\.0 MB, over the 5 MB"):
        read_file(path)


def test_every_reader_is_registered_by_its_suffixes() -> None:
    assert len({row.name for row in READERS}) == len(READERS)
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert all(suffix.startswith(".") and suffix.islower() for suffix in SUFFIXES)
    assert {".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".vtt", ".srt"} <= set(SUFFIXES)


@pytest.mark.parametrize("name", ["page.txt", "page", "page.PDF", "page.html", "page.srt"])
@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("pdf", pdf([(90, 700, SENTENCE)])),
        ("docx", docx(paragraph(SENTENCE))),
        ("html", f"<!DOCTYPE html><p>{SENTENCE}".encode()),
        ("html", f'\ufeff<?xml version="1.0"?>\n<!-- a --><html><p>{SENTENCE}'.encode("utf-16-le")),
        ("cues", vtt([(0, 1, SENTENCE)]).encode()),
        ("cues", srt([(0, 1, SENTENCE)]).encode()),
    ],
)
def test_the_bytes_decide_the_format(name: str, form: str, data: bytes) -> None:
    document = read_bytes(name, data)
    assert (document.format, document.text) == (form, SENTENCE)


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("page.html", "第一行\n第二行 a < b", "text"),
        ("page.md", "**陆明远：** 好\n\n<br>完", "text"),
        ("page", "第一行\n第二行", "text"),
        ("page.htm", "<p>一</p>", "html"),
    ],
)
def test_the_name_decides_if_the_bytes_do_not(name: str, text: str, form: str) -> None:
    assert read_bytes(name, text.encode()).format == form


def test_tags_and_text_follow_the_html_standard() -> None:
    page = (
        """<P Title='a>b'>1 < 2 &lt; 3<br/><!-- <p> --!>x<!-->y<? z ?>&#99999999999;&#xD800;</P>"""
    )
    assert list(tokenize(page)) == [
        ("p", " Title='a>b'"), "1 < 2 < 3", ("br", "/"), "x", "y", "\ufffd\ufffd", ("p",),
    ]  # fmt: skip


def test_raw_text_is_not_markup() -> None:
    page = "<title>a<b>&amp;</title><script>'<p>'</SCRIPT ><style>x</style>end"
    names = [token if isinstance(token, str) else token[0] for token in tokenize(page)]
    assert names == ["title", "a<b>&", "title", "script", "script", "style", "style", "end"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<a href="x>前</a><p>中</p><a href="y">后</a>', "中"),
        ("<!-- 未完 <p>后文", "后文"),
        ("<title>未完<p>后文", "后文"),
        ("<textarea>未完<p>后文", "后文"),
        ('<p style="color:red"">后文</p>', "后文"),
        ("<p>后文<", "后文"),
        ("<p>a<b", "a"),
        ("<table><tr><td>表格<td>后文", "后文"),
        ("</div></td></table></p>后文", "后文"),
        ("<ruby>湖<rt>hú<p>后文", "后文"),
        ("<a href=x>链<p>后文", "后文"),
        ("<select><option>甲<p>后文", "后文"),
        ("<nav><a href=x>链</a><p>后文", "后文"),
        ("<noframes>甲</noframes>后文", "后文"),
    ],
)
def test_unclosed_markup_loses_no_text(page: str, text: str) -> None:
    assert text in read("page.html", page)


def test_an_unclosed_comment_is_reported() -> None:
    document = read_bytes("page.html", "<p>前文</p><!-- <p>后文</p>".encode())
    assert document.text == "前文\n后文"
    assert document.doubts == (doubt("unclosed_read", text="<!--"),)


def test_only_rows_of_a_name_and_speech_become_labels() -> None:
    blocks = Blocks()
    for row in (["陆明远", "好"], ["届次", "时间", "地点"], ["2031", "三百"], ["没有。", "是的"]):
        blocks.begin_table()
        blocks.begin_row()
        for cell in row:
            blocks.begin_cell()
            blocks.add_text(cell)
            blocks.end_line()
        blocks.end_table()
    assert blocks.finish() == [
        Line("陆明远：好"), Line("届次\t时间\t地点"), Line("2031\t三百"), Line("没有。\t是的"),
    ]  # fmt: skip


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = docx(paragraph("一" * 100_000_000))
    assert len(data) < 400_000
    with pytest.raises(UnreadableError, match="would unpack to 300 MB"):
        read_bytes("bomb.docx", data)


def test_a_bomb_with_a_false_size_is_refused() -> None:
    data = bytearray(docx(paragraph("a" * 30_000_000)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    with pytest.raises(UnreadableError, match=r"damaged Word document|would unpack"):
        read_bytes("bomb.docx", bytes(data))


def test_a_numbered_document_part_is_read() -> None:
    notes = part(f"<w:endnote>{paragraph('注')}</w:endnote>", "endnotes")
    data = zip_of({"word/endnotes.xml": notes, "word/document2.xml": part(paragraph(SENTENCE))})
    assert read("page.docx", data) == f"{SENTENCE}\n注"


def test_a_zip_of_many_members_is_refused() -> None:
    parts = {f"m{number}": "" for number in range(2001)}
    with pytest.raises(UnreadableError, match="a ZIP of 2,003 members"):
        read_bytes("bomb.docx", docx(paragraph("灯"), parts))


def test_a_docx_with_entities_is_refused() -> None:
    data = zip_of({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + part(paragraph("灯"))})
    with pytest.raises(UnreadableError, match="damaged Word document"):
        read_bytes("page.docx", data)


def test_a_pdf_bomb_is_refused() -> None:
    data = with_content(pdf([(90, 700, "灯")]), stream(b" " * 100_000_000))
    assert len(data) < 200_000
    with pytest.raises(UnreadableError, match="unpack to over 16 MB"):
        read_bytes("bomb.pdf", data)
    twice = stream(stream(b" " * 100_000_000), entries="/Note /FlateDecode ")
    with pytest.raises(UnreadableError, match=r"damaged|no text|unpack to over"):
        read_bytes("bomb.pdf", with_content(pdf([(90, 700, "灯")]), twice))


def test_a_pdf_that_loses_characters_is_refused() -> None:
    apart = [(90 + 12 * place, 700, character) for place, character in enumerate(SENTENCE)]
    words = [(90, 500 - 20 * row, text) for row, text in enumerate(["lamps", "light"])]
    document = read_bytes("page.pdf", pdf(words))
    assert (document.text, document.doubts) == ("lamps\nlight", ())
    with pytest.raises(UnreadableError, match="a font that is not in the file"):
        read_bytes("page.pdf", pdf(apart))


def test_pages_without_text_are_reported() -> None:
    document = read_bytes("page.pdf", pdf([(90, 700, SENTENCE)], []))
    assert document.text == SENTENCE
    assert document.doubts == (doubt("textless", n=1, pages=2),)


NO_SPEAKER = "is not a transcript: it has no line that names a speaker"
MEMORY = "needs more than 512 MB of memory"
# The message of each begins with this, behind the name of the file.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nested.html": (b"<div>" * 200_000 + "深处".encode() + b"</div>" * 200_000, NO_SPEAKER),
    "unmatched.html": (b"<b></i>" * 300_000 + b"end", NO_SPEAKER),
    "comments.html": (b"<!--" * 100_000 + b"<p>end", NO_SPEAKER),
    "attributes.html": (
        b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">end", NO_SPEAKER,
    ),
    "quotes.html": (b"<a b='" * 300_000 + b"<p>end", NO_SPEAKER),
    "tables.html": (
        b"<table><tr><td>x" * 60_000 + b"end", "is not a transcript: it has more lines or labels",
    ),
    "entities.html": (b"&#1" * 1_000_000 + b" end", NO_SPEAKER),
    "endless.txt": ("一".encode() * 1_600_000, NO_SPEAKER),
    "endless.html": (b"<p>" + "一".encode() * 1_600_000, NO_SPEAKER),
    "nul.txt": (b"\0" * 4_900_000, "holds nothing but NUL bytes"),
    "noise.txt": (
        b"".join(sha512(b"%d" % n).digest() for n in range(76_000)), "holds NUL bytes",
    ),
    "noise.pdf": (
        b"%PDF-1.7\n" + b"".join(sha512(b"%d" % n).digest() for n in range(31_000)),
        "is a damaged PDF",
    ),
    "arrays.pdf": (b"%PDF-1.7\n1 0 obj\n" + b"[" * 4_900_000, f"{MEMORY}|is a damaged PDF"),
    "streams.pdf": (
        b"%PDF-1.7\n" + b"/FlateDecode stream\nx" * 230_000, "holds over 20,000 streams",
    ),
    "forms.pdf": (nested_forms(22, each=2, words=SENTENCE), "draws over 20,000 forms"),
    "arrows.vtt": (b"WEBVTT\n\n" + b"-->\n" * 1_000_000, "holds no cue"),
    "voices.vtt": (b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<v " * 1_600_000, NO_SPEAKER),
    "lines.srt": (b"1\n00:00:00,000 --> 00:00:01,000\n" + b"x\n" * 1_500_000, MEMORY),
    "deep.docx": (
        docx("".join(f'<w:p a="{n * 7919 % 1000003}">' for n in range(500_000))),
        "is a damaged Word document",
    ),
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not enforce all limits")
def test_hostile_files_are_refused_within_the_limits(tmp_path: Path) -> None:
    """All of them in one run, which reads the page among them.

    The limits are those of visitors; a file that exceeds another one has another message. How time
    grows with the size of a file is measured by `make fuzz`.
    """
    for name, (data, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "page.txt").write_text(LABELS_APART, encoding="utf-8")
    report = tmp_path / "report.csv"
    limits = ["--jobs", "1", "--seconds", "10", "--megabytes", "512", "--report", str(report)]
    corpus = ["--corpus", str(tmp_path / "corpus"), "--empty"]
    files = [str(tmp_path / name) for name in (*HOSTILE, "page.txt")]
    command = [sys.executable, "-m", "loaders", "add", *files, *corpus, *limits]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with report.open(encoding="utf-8-sig", newline="") as lines:
        details = {
            Path(row["file"]).name: row["detail"]
            for row in csv.DictReader(lines)
            if row["outcome"] == "refused"
        }
    assert details.keys() == HOSTILE.keys()
    assert {
        name: detail
        for name, detail in details.items()
        if not re.match(f"(?:Reading )?{re.escape(name)} (?:{HOSTILE[name][1]})", detail)
    } == {}
