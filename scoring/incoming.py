"""All text that comes in from files and pipes, read in one way: which encoding it is in, and where its lines end."""

import codecs
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

_BOMS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # of no text; tabs, line ends, feeds and escapes may be
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip file, as .docx and .xlsx are"),
    (b"\xd0\xcf\x11\xe0", "an Office file of the old kind (.doc, .xls)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF file"),
)


@dataclass(frozen=True)
class Incoming:
    """A text with every line ended by "\\n", and in words the encoding that it was read as.

    `guessed`: whether nothing in the bytes proves the encoding (Windows-1252), so that accents are worth a look.
    """

    text: str
    encoding: str = "UTF-8"
    guessed: bool = False


def read_incoming(path: str) -> Incoming:
    """The text of a file, or of standard input for "-", whatever the terminal's own encoding is.

    Raises ValueError of one line, "PATH: …", where it cannot be read or is no text.
    """
    return decoded(read_bytes(path), path)


def read_bytes(path: str) -> bytes:
    """The content of a file, or of standard input for "-". Raises ValueError where it cannot be read."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        raise ValueError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def decoded(data: bytes, name: str) -> Incoming:
    """The text that the bytes hold: by their byte order mark, else UTF-16, UTF-8 or Windows-1252 as far as they tell.

    Raises ValueError, "NAME: cannot be read: …", for what is no text, or is broken in the encoding it is in.
    """
    for start, kind in _KINDS:
        if data.startswith(start):
            raise ValueError(f"{name}: cannot be read: it is {kind}, not text")
    try:
        found = _by_mark(data) or _by_zeros(data) or _by_content(data)
    except ValueError as error:
        raise ValueError(f"{name}: cannot be read: {error}") from error
    if control := _CONTROLS.search(found.text):
        line = found.text.count("\n", 0, control.start()) + 1
        raise ValueError(f"{name}: cannot be read: it is no text (a control character on line {line})")
    return found


def ended_alike(text: str) -> str:
    """The text with every line ended by "\\n", as Windows (CR LF) and old Macs (CR) did not, and without a mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def json_lines(text: str) -> list[str]:
    """The lines of JSON Lines, which end at "\\n" only: a text inside may hold Unicode's own line separators."""
    return ended_alike(text).split("\n")


def json_value(line: str) -> Any:
    """What a line of JSON Lines holds. Raises ValueError, "not JSON: …", for NaN and the like too."""
    try:
        return json.loads(line, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:  # thousands of figures, or of brackets
        raise ValueError(f"not JSON: {error}") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _by_mark(data: bytes) -> Incoming | None:
    for mark, codec, encoding in _BOMS:
        if data.startswith(mark):
            return Incoming(_strictly(data[len(mark) :], codec, encoding), encoding)
    return None


def _by_zeros(data: bytes) -> Incoming | None:
    """UTF-16 without a mark: every second byte of what is plain in it is zero."""
    if b"\0" not in data:
        return None
    pairs = len(data) // 2
    in_front, behind = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or not pairs or min(in_front, behind) > max(in_front, behind) / 10:
        raise ValueError("it is no text (it holds zero bytes)")
    return Incoming(_strictly(data, "utf-16-le" if behind > in_front else "utf-16-be", "UTF-16"), "UTF-16")


def _by_content(data: bytes) -> Incoming:
    try:
        return Incoming(ended_alike(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        loose = data.decode("utf-8", errors="replace")
        if sum(character > "\x7f" and character != "\ufffd" for character in loose):
            line = data.count(b"\n", 0, error.start) + 1
            raise ValueError(f"it is UTF-8 but for line {line}: save it again as UTF-8") from error
    try:
        return Incoming(ended_alike(data.decode("cp1252")), "Windows-1252", guessed=True)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"not UTF-8, UTF-16 or Windows-1252 (line {line}): save it as UTF-8") from error


def _strictly(data: bytes, codec: str, encoding: str) -> str:
    try:
        return ended_alike(data.decode(codec))
    except UnicodeDecodeError as error:
        raise ValueError(f"it says that it is {encoding} and breaks off or is damaged at byte {error.start}") from error
