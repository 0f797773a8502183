"""What was typed in a form that could not be taken is read in words, by whoever typed it."""

from __future__ import annotations

import re

import pytest

from commonward_portal.kept import readable
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough


@pytest.fixture
def case(address: str) -> str:
    return f"/cases/{story(address, 'bolton').begin(('Kept', 'Example'))['case']}"


def titles(page: str) -> list[str]:
    return [title.strip() for title in re.findall(r'summary-list__key">(.*?)</dt>', page, re.DOTALL)]


def test_after_a_session_each_answer_stands_under_its_question(worker: Visitor, case: str) -> None:
    path = f"{case}/do/missing"
    typed = {"csrf": "old", "missing_from-day": "1", "missing_from-month": "3", "missing_from-year": "2026"}
    page = worker.post(path, {**typed, "missing_from-time": "9:30", "agency": "school", "account": "Kept words."})
    assert page.status_code == 400
    assert titles(page.text) == ["Since when is the child missing?", "Who reports it?", "What is known?"]
    assert "1 3 2026 9:30" in page.text
    assert "School or college" in page.text
    assert "open for too long" not in page.text


def test_nothing_that_belongs_to_the_page_is_shown() -> None:
    of_the_page = [("csrf", "x"), ("once", "y"), ("version", "3"), ("do", "later")]
    assert readable([*of_the_page, ("reason", "Words.")], "/x", None) == [("Reason", "Words.")]


def test_somebody_who_is_chosen_is_not_told_by_an_id() -> None:
    [(title, said)] = readable([("worker", "0198c0de-0000-7000-8000-000000000001")], "/x", None)
    assert (title, said) == ("Worker", "As you chose it")
