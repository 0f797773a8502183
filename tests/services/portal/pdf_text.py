"""The words that a PDF file of ours shows, as its glyphs are said to stand for letters: what a screen reader reads."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"\n(\d+) 0 obj\n<<[^\n]*>>\nstream\n(.*?)\nendstream", re.DOTALL)
_FONT = re.compile(rb"/BaseFont /(\w+)\+[^/]+/ToUnicode (\d+) 0 R")
_STANDS_FOR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\[([^\]]*)\] TJ")
_GLYPH = re.compile(r"[0-9a-f]{4}")


def pdf_text(file: bytes) -> str:
    """All of it in the order in which it is drawn, with a space where the next line begins."""
    streams = {number: _unpacked(data) for number, data in _STREAM.findall(file)}
    whole = b"\n".join(streams.values())
    fonts = {name: _letters(streams[number]) for name, number in _FONT.findall(whole)}
    lines, letters = [], dict[str, str]()
    for font, glyphs in _SHOWN.findall(whole):
        letters = fonts[font] if font else letters
        lines.append("".join(letters[glyph] for glyph in _GLYPH.findall(glyphs.decode("ascii"))))
    return " ".join(" ".join(lines).split())


def _letters(table: bytes) -> dict[str, str]:
    """What each glyph of a font stands for."""
    pairs = _STANDS_FOR.findall(table)
    return {glyph.decode(): bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in pairs}


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return data
