"""No code reaches a page: whatever the boards declare is shown in their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
import requests
from pydantic import BaseModel

from commonward.procedure import Procedure, Procedures
from tests.services.portal.crawling import crawl
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
IN_TEXT = re.compile(r"(?<![\w./-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w./@-])")
ENGLISH = {"looked-after", "self-esteem", "self-harm", "self-image"}
"""Codes that are written as the word is."""
ABBREVIATED, CAPITALISED = re.compile(r"\b[A-Z]{3,}\b"), re.compile(r"\b[A-Z][a-z]{2,}\b")


class Text(HTMLParser):
    """What somebody reads of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said, self._hidden = list[str](), 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


@dataclass
class Listener(Visitor):
    """Remembers what stands on each page."""

    heard: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> requests.Response:
        answer = super().get(path, **options)
        self.heard[path] = " ".join(Text(answer.text).said)
        return answer


def codes_of(declared: object) -> Iterator[str]:
    """Every code that stands anywhere in a declaration."""
    if isinstance(declared, str):
        yield from [declared] if CODE.fullmatch(declared) else []
    elif isinstance(declared, tuple | frozenset | list):
        for one in declared:
            yield from codes_of(one)
    elif isinstance(declared, BaseModel):
        for _, value in declared:
            yield from codes_of(value)
    elif is_dataclass(declared):
        for each in fields(declared):
            yield from codes_of(getattr(declared, each.name))


def declared_by(procedure: Procedure) -> set[str]:
    parts = ("roles", "tools", "decisions", "meeting_kinds", "notices", "records", "prompts", "scale")
    return {code for part in parts for code in codes_of(getattr(procedure, part))}


@pytest.mark.parametrize(("board", "level"), [("bolton", "significant-harm"), ("leeds", "high")])
def test_no_page_of_a_case_shows_a_code_of_the_board(address: str, board: str, level: str) -> None:
    played = story(address, board)
    case = played.begin(("Plain", "Example"))["case"]
    played.assess(case, level)
    played.meet(case)
    listener = Listener(address)
    listener.sign_in(f"{board}-team-manager")
    list(crawl(listener, [f"/cases/{case}", f"/cases/{case}/meetings", "/"]))
    procedure = Procedures({board: ["national", board]}).of(board)
    codes = declared_by(procedure) - ENGLISH
    known = {short for _, words in procedure.words.terms for short in ABBREVIATED.findall(words)}
    made_of_codes = {
        (path, word)
        for path, text in listener.heard.items()
        for word in CAPITALISED.findall(text)
        if word.upper() in known
    }
    found = {(path, code) for path, text in listener.heard.items() for code in IN_TEXT.findall(text) if code in codes}
    assert len(listener.heard) > 20
    assert sorted(found) == []
    assert sorted(made_of_codes) == [], "an abbreviation that a code was read as a word of"
