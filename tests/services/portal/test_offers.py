"""Nobody is offered what would be refused them for lack of a role; and no form takes words without a suggestion."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from tests.services.portal.crawling import crawl, shape
from tests.services.portal.inputs import SUGGESTED, well
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough
PEOPLE = {
    "bolton": ("social-worker", "exit-worker", "team-manager", "reviewing-officer", "police-officer"),
    "leeds": ("duty-and-advice", "team-manager"),
}
LEVELS = {"bolton": "significant-harm", "leeds": "high"}
_SHUTS = re.compile(r"/do/(block|interest|restriction|voiding)$|/closing$|^/cover|^/break-glass")
"""What would end the walk for everybody, or lead to a page that is sent for no case of this one."""

_THOUGHT_OVER_AT_THE_END = re.compile(r"^/raise/")
"""Pages of a concern: its suggestions stand on the last, beside all answers."""


@pytest.fixture(scope="module")
def case_of(address: str) -> Callable[[str], str]:
    """The path of a case of a board that was assessed and met about, played when it is first asked for."""
    return cache(lambda board: _played(address, board))


def _played(address: str, board: str) -> str:
    played = story(address, board)
    raised = str(played.begin(("Offers", "Example"))["case"])
    played.assess(raised, LEVELS[board])
    played.meet(raised)
    return f"/cases/{raised}"


@pytest.mark.parametrize(("board", "role"), [(board, role) for board, roles in PEOPLE.items() for role in roles])
def test_whoever_comes_to_a_form_may_send_it_and_is_suggested_other_words(
    address: str, case_of: Callable[[str], str], board: str, role: str
) -> None:
    visitor = Visitor(address)
    visitor.sign_in(f"{board}-{role}")
    told = []
    for form in [form for form in crawl(visitor, [case_of(board)]) if not _SHUTS.search(form.path)]:
        typed = well(form)
        for _ in range(2):
            answer = visitor.http.post(address + form.path, data=typed, timeout=30)
            if answer.status_code not in (200, 409, 422):
                told.append(f"{shape(form.path)}: {answer.status_code}")
            written = any(SUGGESTED in value for [value, *_] in filter(None, typed.values()))
            at_once = written and not _THOUGHT_OVER_AT_THE_END.search(form.path)
            if at_once and answer.history and f"think again about these words: {SUGGESTED}" not in answer.text:
                told.append(f"{shape(form.path)}: nothing is suggested")
    assert told == [], "\n".join(told)
