"""What kind a file is, by what is in it; its name only has to agree. Pure; nothing is unpacked.

The list is short on purpose: what people send to a board, and what a virus scanner knows well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from io import BytesIO
from struct import error as StructError
from zipfile import BadZipFile, ZipFile

from commonward.contracts import Code

MOST_PARTS, MOST_UNPACKED = 5000, 256 * 1024 * 1024
"""What an office document may say of itself: how many parts, and how many bytes they would make."""
_PAGE = re.compile(r"\s*<[a-z!?/]", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:")
_OTHERS = (b"%PDF", b"%!PS", b"GIF8", b"{\\rtf")
"""How files begin that are no plain text, though one can read them."""
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


class Unfit(ValueError):
    """The file is of no kind that is kept, or hides something. The message says which."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is kept."""

    code: Code
    title: str
    endings: tuple[str, ...]
    """How its name may end."""
    is_one: Callable[[bytes], bool]
    """Whether the content is of this kind. Raises Unfit when it is, and hides something."""


def type_of(content: bytes) -> FileType:
    """The kind of a file. Raises Unfit."""
    if not content:
        raise Unfit("is empty")
    for kind in TYPES:
        if kind.is_one(content):
            return kind
    raise Unfit("is of no kind that is kept here")


def titles() -> tuple[str, ...]:
    """The kinds that are kept, for people."""
    return tuple(f"{kind.title} (.{', .'.join(kind.endings)})" for kind in TYPES)


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and content.endswith(_PNG_END)


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-65536:]


def _is_office(main: str) -> Callable[[bytes], bool]:
    def is_one(content: bytes) -> bool:
        return content.startswith(b"PK\x03\x04") and main in _parts(content)

    return is_one


def _parts(content: bytes) -> frozenset[str]:
    """The names in a package, from its list of contents alone."""
    try:
        with ZipFile(BytesIO(content)) as package:
            listed = package.infolist()
    except (BadZipFile, NotImplementedError, StructError, ValueError, OverflowError):
        return frozenset()
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise Unfit("would unpack to far more than it holds")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in listed):
        raise Unfit("holds macros, which are programs: save it without them")
    if min((part.header_offset for part in listed), default=1) != 0:
        raise Unfit("has something else in front of the document")
    return frozenset(part.filename for part in listed)


def _text(content: bytes) -> str | None:
    if content.startswith(_OTHERS):
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    if _PAGE.match(text):
        raise Unfit("is a web page or another marked-up document: save it as PDF")
    return text


def _is_mail(content: bytes) -> bool:
    if not _HEADER.match(content) or _text(content) is None:
        return False
    headers = BytesHeaderParser().parsebytes(content)
    return "From" in headers and "Date" in headers


def _is_text(content: bytes) -> bool:
    return _text(content) is not None


def _types() -> Iterator[FileType]:
    yield FileType("pdf", "PDF document", ("pdf",), _is_pdf)
    yield FileType("png", "PNG picture", ("png",), _is_png)
    yield FileType("jpeg", "JPEG picture", ("jpg", "jpeg"), _is_jpeg)
    yield FileType("docx", "Word document", ("docx",), _is_office("word/document.xml"))
    yield FileType("xlsx", "Excel workbook", ("xlsx",), _is_office("xl/workbook.xml"))
    yield FileType("eml", "E-mail", ("eml", "txt"), _is_mail)
    yield FileType("txt", "Plain text in UTF-8", ("txt", "csv"), _is_text)


TYPES = tuple(_types())
