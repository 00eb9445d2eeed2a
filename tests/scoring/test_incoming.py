"""What comes in from files and pipes: read in whatever way it was saved, or refused in one line that says why."""

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.incoming import decoded, json_lines, read_incoming

TEXT = "Zoë wrote: “it held” – twice.\nJosé, 3 €\n"
plain = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf")) | st.sampled_from("\n\t"))


def read_or_reason(data: bytes) -> str:
    try:
        return decoded(data, "-").text
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.replace("\n", "\r\n").encode(), "UTF-8"),
        (TEXT.replace("\n", "\r").encode(), "UTF-8"),
        (TEXT.replace("\n", "\r\n").encode("utf-16"), "UTF-16"),
        (TEXT.replace("\n", "\r\n").encode("cp1252"), "Windows-1252"),
    ],
)
def test_a_text_is_the_same_however_it_was_saved(data: bytes, encoding: str) -> None:
    found = decoded(data, "page.md")
    assert (found.text, found.encoding) == (TEXT, encoding)
    assert found.guessed == (encoding == "Windows-1252")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "it is a PDF, not text"),
        (b"PK\x03\x04\x14\x00", "it is a zip file, as .docx and .xlsx are, not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an Office file of the old kind (.doc, .xls), not text"),
        (b"\x89PNG\r\n\x1a\n", "it is a picture, not text"),
        (b"a\x00b\x01\x00", "it is no text (it holds zero bytes)"),
        (b"\x00\x00\x00\x00", "it is no text (it holds zero bytes)"),
        (b"one\ntwo\x07\n", "it is no text (a control character on line 2)"),
        ("naïve\n".encode() + b"caf\xe9\n", "it is UTF-8 but for line 2: save it again as UTF-8"),
        (b"a\x81b", "not UTF-8, UTF-16 or Windows-1252 (line 1): save it as UTF-8"),
        (TEXT.encode("utf-16")[:-1], "it says that it is UTF-16 and breaks off or is damaged at byte"),
        (codecs.BOM_UTF8 + b"caf\xe9", "it says that it is UTF-8 and breaks off or is damaged at byte 3"),
    ],
)
def test_what_is_no_text_or_damaged_is_named_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=r"^page\.md: cannot be read: ") as caught:
        decoded(data, "page.md")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (str(tmp_path / "none.md"), str(tmp_path), "a\0b"):
        with pytest.raises(ValueError, match="cannot be read: "):
            read_incoming(path)


@given(plain, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_text_comes_back_from_any_encoding_that_says_what_it_is(text: str, codec: str, end: str) -> None:
    assert decoded(text.replace("\n", end).encode(codec), "-").text == text


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_one_line(data: bytes) -> None:
    told = read_or_reason(data)
    assert told.startswith("-: cannot be read: ") <= ("\n" not in told)
    assert not set(told) & set("\r\0\x07")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), min_size=1))
def test_json_lines_end_only_where_a_value_ends(texts: list[str]) -> None:
    written = "\n".join(json.dumps(text, ensure_ascii=False) for text in texts)
    assert [json.loads(line) for line in json_lines(written)] == texts


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"])
def test_what_python_takes_for_a_line_end_is_none_in_json_lines(inside: str) -> None:
    written = json.dumps({"answer": f"one{inside}two"}, ensure_ascii=False) + "\r\n"
    assert json_lines(written) == [written.removesuffix("\r\n"), ""]
