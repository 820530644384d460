"""Why a file was refused: every sentence of the readers has its own in the reader's language."""

import io
import re
import zipfile

import pytest

from dashboard import i18n
from dashboard.features.uploads import drafts
from dashboard.features.uploads.refusals import FORMS, refusal
from loaders.errors import UnreadableError
from loaders.readers import read_bytes
from loaders.sandbox.limits import MEGABYTES, SECONDS, WALL_FACTOR
from tests.fixtures.file_formats import pdf


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


TWICE = ("湖光灯会六月开始。" * 9).encode("gb18030")
FILES = {
    "scan.pdf": ("unreadable.picture", pdf([])),
    "picture.txt": ("unreadable.picture", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    "damaged.pdf": ("unreadable.damaged", b"%PDF-1.4 and then nothing of a PDF"),
    "named.pdf": ("unreadable.misnamed", "湖光灯会".encode()),
    "packed.txt": ("unreadable.archive", zipped(a="灯")),
    "seven.txt": ("unreadable.archive", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    "rich.txt": ("unreadable.format", b"{\\rtf1 lanterns}"),
    "sound.txt": ("unreadable.recording", b"ID3" + bytes(40)),
    "frames.html": ("unreadable.bare", b"<frameset><frame src=a.html></frameset>"),
    "script.html": ("unreadable.bare", b"<html><body><div id=app></div></body></html>"),
    "lanterns.vtt": ("unreadable.uncued", "WEBVTT\n\n湖光灯会\n".encode()),
    "lost.txt": ("unreadable.encoding", ("锟斤拷" * 40).encode()),
    "twice.txt": ("unreadable.encoding", TWICE.decode("latin-1").encode()),
    "signs.txt": ("empty", "，。！".encode()),
    "blank.txt": ("empty", b" \n\t"),
    "long.txt": ("too_large", b"a" * 5_000_001),
}  # fmt: skip
# What is long to make: sentences of the readers, from their sources.
SENTENCES = {
    "unreadable.password": "a.pdf is a PDF with a password; save it without one.",
    "unreadable.font": "a.pdf draws its text in a font that is not in the file; print it to a new.",
    "unreadable.intricate": "a.docx would unpack to 1.7 GB of text, where the Word document of a",
    "unreadable.pages": "a.pdf has 9,000 pages, over the 2000 that a briefing can have; cut it to",
    "unreadable.edition": "a.json: title is missing; expected the title; add it and load the file "
    "again.",
    "unreadable.binary": "a.txt holds NUL bytes, so it is no plain text; save it as UTF-8 text.",
}

# Of dashboard.features.uploads.drafts, and of dashboard.worker.client.RefusedError.
REASONS = {"empty", "too_large", "too_many", "not_a_transcript", "unreadable", "over"}
REASONS |= {"crowded", "busy", "no_room", "failed"}


def sentence_of(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        read_bytes(name, data)
    return str(refused.value)


def key_of(sentence: str) -> list[str]:
    return [key for key, form in FORMS.items() if form.search(sentence)]


@pytest.mark.parametrize("name", FILES)
def test_what_a_reader_says_of_a_file_is_known(name: str) -> None:
    key, data = FILES[name]
    assert key_of(sentence_of(name, data)) == [key]


@pytest.mark.parametrize("key", SENTENCES)
def test_what_is_long_to_make_is_known_too(key: str) -> None:
    assert key_of(SENTENCES[key]) == [key]


def test_every_form_is_tried() -> None:
    assert set(FORMS) == {key for key, _ in FILES.values()} | set(SENTENCES)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", ["over", "crowded"])
def test_the_limits_that_are_stated_are_those_that_hold(
    reason: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    stated = re.findall(r"\d+", refusal(drafts.Refusal("灯会.pdf", reason)))
    assert stated == [f"{SECONDS:g}", f"{SECONDS * WALL_FACTOR:g}", str(MEGABYTES)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_names_the_file_in_its_own_words(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    stated = [key.split(".") for key in i18n.catalogue(language)]
    reasons = [key for *group, key in stated if group == ["adding", "refused"]]
    assert set(reasons) == REASONS
    told = [refusal(drafts.Refusal("灯会.pdf", reason)) for reason in reasons]
    told += [refusal(drafts.Refusal("灯会.pdf", "unreadable", each)) for each in SENTENCES.values()]
    told += [
        refusal(drafts.Refusal("灯会.pdf", "unreadable", sentence_of(name, data)))
        for name, (key, data) in FILES.items()
        if key.startswith("unreadable.")
    ]
    assert len(set(told)) == len(reasons) + len(FORMS) - 2  # empty and too_large are of both
    for sentence in told:
        assert sentence.startswith("灯会.pdf")
        assert "{" not in sentence
        assert re.search("请|[A-Z][a-z]+ ", sentence)  # and asks for something to be done
