"""The text nodes that Markdown makes of an escaped text, and what Streamlit replaces in them."""

import re
from string import punctuation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.payloads import PAYLOADS
from dashboard.escape import escape_markdown

# What Streamlit 1.67 replaces in a text node once Markdown has been read (StreamlitMarkdown.js).
REPLACED = re.compile(
    r"(https?://|www(?=\.))[-.\w]+"  # remark-gfm: addresses
    r"|[-.\w+]+@[-\w]+(\.[-\w]+)+"  # and those of e-mail
    r"|:material_\w+:|:streamlit:|:\+1:|:[\w-]+:"  # icons, the logo, emoji
    r"|(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)",  # arrows and other signs
    re.IGNORECASE,
)
FRAGMENTS = (
    "http", "HTTPS", "://", ":", "//", "www", ".", "@", "a", "b.c", " ", "-", ">", "<", "=", "~",
    "+1", "material_home", "material/home", "streamlit", "smile", "\\", "[", "]", "{", "}", "(",
    "红", "mailto", "xmpp", "\n", "_", "[::1]", "localhost",
)  # fmt: skip


def nodes(markdown: str) -> list[str]:
    """Return the texts between the empty elements of `markdown`, without its backslashes.

    Fails if a character that means something to Markdown has no backslash.
    """
    parts = markdown.split(":red[]")
    for part in parts:
        assert {*re.sub(r"\\[!-/:-@\[-`{-~]", "", part)} & {*punctuation} <= {*",;?%"}
    return [re.sub(r"\\(.)", r"\1", part) for part in parts]


def check(text: str) -> None:
    markdown = escape_markdown(text)
    found = nodes(markdown)
    assert "".join(found) == text
    assert [node for node in found if REPLACED.search(node)] == []
    assert ":material/" not in markdown  # replaced before Markdown is read


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_is_shown_as_it_is(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    check(text)


def test_plain_text_has_no_element_in_it() -> None:
    for text in ("天津：10:30，a-b", "Search: 3 of 4 (75%)", "2022-12-31 -- 2023", "a.b.c"):
        assert (":red[]" in escape_markdown(text)) == (" -- " in text)


def test_a_character_that_markdown_cannot_show_is_replaced() -> None:
    assert escape_markdown("a\0b") == "a\ufffdb"
