"""The blocks of code in the pages that teach, each with the file that its first line names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
_HEAD = re.compile(r"# (?P<file>\S+), (?P<how>whole|added|instead of (?P<from>.+))\n")


@dataclass(frozen=True)
class Block:
    """A block of a page: the file that it is for, and how it comes into it."""

    page: str
    language: str
    text: str
    file: str | None = None
    how: str = ""
    begins: str | None = None
    """Where what it stands instead of begins."""

    def into(self, text: str) -> str:
        """The file's text with the block."""
        if self.how == "whole":
            return self.text
        kept = text if self.begins is None else text.partition(self.begins)[0]
        return f"{kept.rstrip()}\n\n\n{self.text}"


def blocks(page: str) -> list[Block]:
    """A page's blocks, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [_block(page, found["language"], found["text"]) for found in _BLOCK.finditer(text)]


def _block(page: str, language: str, text: str) -> Block:
    head = _HEAD.match(text)
    if head is None:
        return Block(page, language, text)
    return Block(page, language, text[head.end() :], head["file"], head["how"].split()[0], head["from"])


def all_blocks(language: str) -> Iterator[Block]:
    """Every block of a language in the pages for people."""
    for path in sorted(DOCS.glob("*.md")):
        yield from (block for block in blocks(path.name) if block.language == language)
