"""What was chosen in a form that could not be taken is read as it was offered: its label, whatever the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
import requests

from commonward.procedure import Procedures
from commonward_portal.kept import CHOSEN, readable
from tests.services.portal.crawling import crawl, shape
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough
MANY = 300
Offered = tuple[str, str, str]
"""A field, a value and the words beside it."""


class Choices(HTMLParser):
    """Everything that a page offers to be chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.offered = list[Offered]()
        self._of: dict[str, tuple[str, str]] = {}
        self._select, self._now, self._words = "", ("", ""), ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            self._of[given["id"]] = (given["name"], given["value"])
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option":
            self._now, self._words = (self._select, given.get("value", "")), ""
        elif tag == "label":
            self._now, self._words = self._of.get(given.get("for", ""), ("", "")), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("option", "label") and self._now[1]:
            self.offered.append((*self._now, " ".join(self._words.split())))
            self._now = ("", "")


@dataclass
class Looker(Visitor):
    """Remembers each page."""

    pages: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> requests.Response:
        answer = super().get(path, **options)
        self.pages[path] = answer.text
        return answer


@pytest.mark.parametrize(
    ("board", "level", "worker"),
    [("bolton", "significant-harm", "social-worker"), ("leeds", "high", "duty-and-advice")],
)
def test_what_was_chosen_is_read_as_it_was_offered(own_address: str, board: str, level: str, worker: str) -> None:
    played = story(own_address, board)
    case = played.begin(("Plain", "Example"))["case"]
    played.assess(case, level)
    played.meet(case)
    procedure = Procedures({board: ["national", board]}).of(board)
    looked, wrong = 0, set()
    for role in ("team-manager", worker):
        looker = Looker(own_address)
        looker.sign_in(f"{board}-{role}")
        list(crawl(looker, [f"/cases/{case}", "/", looker.begin()]))
        for path, page in looker.pages.items():
            for name, value, label in Choices(page).offered:
                [(_, said)] = readable([(name, value)], path.partition("?")[0], procedure) or [("", label)]
                looked += 1
                if said not in (label, CHOSEN):
                    wrong.add((shape(path), name, value, label, said))
    assert looked > MANY
    assert sorted(wrong) == []


@pytest.mark.parametrize(
    ("path", "name", "value", "said"),
    [
        ("/cases/1/agree/proposal/2", "agree", "no", "No, I refuse it"),
        ("/cases/1/same-child/2", "into", "this", "One child, and the record of this case goes on"),
    ],
)
def test_what_was_answered_for_a_second_person_is_read_as_it_was_offered(
    path: str, name: str, value: str, said: str
) -> None:
    procedure = Procedures({"bolton": ["national", "bolton"]}).of("bolton")
    [(_, read)] = readable([(name, value)], path, procedure)
    assert read == said
