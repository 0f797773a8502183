"""What a file is follows from what is in it, and its name has to agree."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward_referral.file_names import name_errors
from commonward_referral.file_types import MOST_UNPACKED, TYPES, Unfit, type_of
from tests.services.referral.files import JPEG, MAIL, PDF, PNG, TEXT, package

DOCX, XLSX = package("word/document.xml"), package("xl/workbook.xml")
OF = {kind.code: kind for kind in TYPES}


def bomb() -> bytes:
    """A document whose list of contents says that one part would make more than may be."""
    made = bytearray(package("word/document.xml"))
    at = made.rindex(b"PK\x01\x02")
    struct.pack_into("<I", made, at + 24, MOST_UNPACKED + 1)
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PDF, "pdf"), (PNG, "png"), (JPEG, "jpeg"), (DOCX, "docx"), (XLSX, "xlsx"), (MAIL, "eml"), (TEXT, "txt"),
        ("\ufeffWords".encode(), "txt"),
    ],
)  # fmt: skip
def test_a_kind_is_known_by_its_content(content: bytes, code: str) -> None:
    assert type_of(content).code == code


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"MZ\x90\x00 a program", "no kind"),
        (b"GIF89a/*<html>*/", "no kind"),
        (b"<!doctype html><script>1</script>", "web page"),
        (b" \n<svg onload='1'/>", "web page"),
        (b"<html>" + PDF, "web page"),
        (PDF[:-8], "no kind"),
        (PNG + b"<script>1</script>", "no kind"),
        (package("synthetic.xml"), "no kind"),
        (DOCX[:-30], "no kind"),
        (b"MZ" + DOCX, "no kind"),
        (package("word/document.xml", "word/vbaProject.bin"), "macros"),
        (b"\x00\x01\x02", "no kind"),
        (bomb(), "unpack"),
    ],
)
def test_what_is_of_no_kind_or_hides_something_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        type_of(content)


def test_a_small_document_that_would_unpack_to_very_much_is_never_unpacked() -> None:
    zeros = package("word/document.xml", content=bytes(MOST_UNPACKED // 2 + 1))
    assert len(zeros) < 2_000_000
    with pytest.raises(Unfit, match="unpack"):
        type_of(zeros)


@given(st.binary(max_size=200), st.sampled_from([b"", PDF, PNG, JPEG, DOCX, MAIL]))
def test_whatever_is_sent_it_has_a_kind_or_is_refused(some: bytes, start: bytes) -> None:
    for content in (start + some, some + start, start[: len(some)] + some):
        with suppress(Unfit):
            assert type_of(content) in TYPES


@pytest.mark.parametrize(
    "name",
    [
        "note.PDF", "a note of a talk.pdf", "\U0001f9f8 drawing.pdf",
        "\u0645\u0644\u0627\u062d\u0638\u0629.pdf", "archive.tar.pdf",
    ],
)  # fmt: skip
def test_names_of_all_scripts_are_fine(name: str) -> None:
    assert list(name_errors(name, OF["pdf"])) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("note.exe", "does not fit"),
        ("pdf", "does not fit"),
        ("note.pdf.html", "does not fit"),
        ("../note.pdf", "path"),
        ("C:\\notes\\note.pdf", "path"),
        (".pdf", "full stop"),
        ("note\u202efdp.exe", "turns"),
        ("\u2067note.pdf", "turns"),
    ],
)
def test_a_name_that_deceives_is_refused(name: str, why: str) -> None:
    [error] = name_errors(name, OF["pdf"])
    assert why in error.message
