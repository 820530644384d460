"""Why a file was refused: every code of the parser has its words in both languages."""

import io
import pickle
import re
import zipfile

import pytest

from dashboard import i18n
from dashboard.features.uploads import drafts
from dashboard.features.uploads.refusals import parser_sentence, refusal
from dashboard.filters import Filters
from loaders import messages
from loaders.errors import UnreadableError
from loaders.readers import read_bytes
from loaders.sandbox.limits import MEGABYTES, SECONDS, WALL_FACTOR
from tests.fixtures.file_formats import pdf
from tests.support.run import show
from tests.support.server import ROOT


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


TWICE = ("湖光灯会六月开始。" * 9).encode("gb18030")
FILES = {
    "scan.pdf": ("picture", pdf([])),
    "picture.txt": ("picture", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    "damaged.pdf": ("damaged", b"%PDF-1.4 and then nothing of a PDF"),
    "named.pdf": ("misnamed", "湖光灯会".encode()),
    "packed.txt": ("archive", zipped(a="灯")),
    "seven.txt": ("archive", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    "rich.txt": ("format", b"{\\rtf1 lanterns}"),
    "sound.txt": ("recording", b"ID3" + bytes(40)),
    "frames.html": ("bare", b"<frameset><frame src=a.html></frameset>"),
    "script.html": ("bare", b"<html><body><div id=app></div></body></html>"),
    "lanterns.vtt": ("uncued", "WEBVTT\n\n湖光灯会\n".encode()),
    "lost.txt": ("encoding", ("锟斤拷" * 40).encode()),
    "twice.txt": ("encoding", TWICE.decode("latin-1").encode()),
    "signs.txt": ("empty", "，。！".encode()),
    "blank.txt": ("empty", b" \n\t"),
    "long.txt": ("too_large", b"a" * 5_000_001),
}  # fmt: skip
# Of dashboard.features.uploads.drafts, and of dashboard.worker.client.RefusedError.
OWN_REASONS = {"too_many", "crowded", "busy", "full", "slow", "grown", "no_room"}


def error_of(name: str, data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        read_bytes(name, data)
    return refused.value


@pytest.mark.parametrize("name", FILES)
def test_a_reader_refuses_a_file_with_its_code(name: str) -> None:
    group, data = FILES[name]
    error = error_of(name, data)
    assert error.code.partition(".")[0] == group
    assert f"refusal.{error.code}" in messages.words()
    assert str(error).startswith(name)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    assert (type(again), again.code, str(again)) == (UnreadableError, error.code, str(error))


def test_every_code_that_is_raised_has_its_words() -> None:
    """The codes are read from the calls in the source, whatever page gives rise to them."""
    call = re.compile(r'(?:UnreadableError|NotATranscriptError|over_limit)\(\s*f?"([^"]+)"')
    listed = {key.removeprefix("refusal.") for key in messages.words() if "refusal" in key}
    for path in (ROOT / "loaders").rglob("*.py"):
        for code in call.findall(path.read_text("utf-8")):
            form = code if "." in code else f"over.{code}"
            assert any(re.fullmatch(re.sub(r"\{.*?\}", ".+", form), each) for each in listed), code


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", ["over", "crowded"])
def test_the_limits_that_are_stated_are_those_that_hold(
    reason: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(monkeypatch, Filters(lang=language))
    stated = re.findall(r"\d+", refusal(drafts.Refusal("灯会.pdf", reason)))
    assert stated == [f"{SECONDS:g}", f"{SECONDS * WALL_FACTOR:g}", str(MEGABYTES)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_names_the_file_in_its_own_words(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(monkeypatch, Filters(lang=language))
    stated = [key.split(".") for key in i18n.catalogue(language)]
    reasons = {key for *group, key in stated if group == ["adding", "refused"]}
    groups = {key.split(".")[1] for key in messages.words() if key.startswith("refusal.")}
    assert reasons == groups | OWN_REASONS
    told = [refusal(drafts.Refusal("灯会.pdf", reason)) for reason in reasons]
    assert len(set(told)) == len(reasons)
    for sentence in told:
        assert sentence.startswith("灯会.pdf")
        assert "{" not in sentence
        assert re.search("请|[A-Z][a-z]+ ", sentence)  # and asks for something to be done


def test_what_the_parser_states_names_the_visitors_file() -> None:
    error = error_of("briefing-page.pdf", FILES["scan.pdf"][1])
    told = parser_sentence(drafts.Refusal("灯会.pdf", "picture", error.as_object()))
    assert told == str(error.of("灯会.pdf"))
    assert parser_sentence(drafts.Refusal("灯会.pdf", "busy")) == ""
