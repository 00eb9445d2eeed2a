"""The text of a page, from whatever file it is brought in: plain text, Markdown, HTML, wiki markup or .docx."""

import io
import re
import zipfile
from pathlib import PurePath

from scoring.bank.pages.html import html_to_lines, is_html
from scoring.bank.pages.wiki import from_wiki
from scoring.incoming import Incoming, decoded

MOST_BYTES = 20_000_000  # of a .docx once unpacked; a page of text has a thousandth of it


def page_of(data: bytes, name: str) -> Incoming:
    """The page as lines of text or Markdown.

    Raises ValueError of one line, "NAME: cannot be read: …", for what is no text and no .docx.
    """
    if data.startswith(b"PK\x03\x04"):
        return Incoming(html_to_lines(_word_to_html(data, name)), ".docx")
    named = _charset(data)
    found = Incoming(data.decode(named), named) if named else decoded(data, name)
    is_page = PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml") or is_html(found.text)
    text = html_to_lines(found.text) if is_page else from_wiki(found.text)
    return Incoming(text, found.encoding, found.guessed)


def has_tracked_changes(data: bytes) -> bool:
    """Whether a .docx holds changes that nobody has accepted: what was inserted is read, what was deleted is not."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return bool(re.search(rb"<w:(?:ins|del|moveFrom)[ >]", packed.read("word/document.xml")))


def _charset(data: bytes) -> str:
    """The encoding that a page of HTML names, where it can be read in it and UTF-8 cannot; else empty."""
    found = re.search(rb"<meta[^>]{0,100}charset=[\"']?([\w-]{2,30})", data[:2048], re.IGNORECASE)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            name = found[1].decode() if found else ""
            return name if name and data.decode(name) else ""
        except (LookupError, ValueError):
            return ""
    return ""


def _word_to_html(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if "word/document.xml" not in packed.namelist():
                raise ValueError("it is a zip file and no .docx")
            if sum(each.file_size for each in packed.infolist()) > MOST_BYTES:
                raise ValueError("it unpacks to more than 20 MB")
        import mammoth  # only where a Word file is brought

        pictures = mammoth.images.img_element(lambda _: {})
        return str(mammoth.convert_to_html(io.BytesIO(data), convert_image=pictures).value)
    except ValueError as error:
        raise ValueError(f"{name}: cannot be read: {error}") from error
    except Exception as error:  # whatever a damaged package makes the library raise
        raise ValueError(f"{name}: cannot be read: it is a damaged .docx") from error
