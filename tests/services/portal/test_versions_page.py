"""The versions of a form that is brought up to date: each whole, with what changed since the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.clock import london, utcnow
from commonward_portal.differences import GONE, MOST_WORDS, NEW, SAME, Piece, differences
from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough

WORDS = st.text(st.sampled_from("ab \n"), max_size=60)


@given(WORDS, WORDS)
def test_either_text_can_be_read_from_what_changed(before: str, now: str) -> None:
    pieces = differences(before, now)
    assert "".join(piece.words for piece in pieces if piece.mark != NEW) == before or before == now
    assert "".join(piece.words for piece in pieces if piece.mark != GONE) == now


def test_only_the_words_that_changed_are_marked() -> None:
    assert differences("She stays at home.", "She stays out late.") == [
        Piece(SAME, "She stays "),
        Piece(GONE, "at home."),
        Piece(NEW, "out late."),
    ]


def test_texts_too_long_to_compare_stand_whole() -> None:
    before, now = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert [piece.mark for piece in differences(before, now)] == [GONE, NEW]


def test_a_care_plan_shows_its_versions_and_what_changed(worker: Visitor, address: str) -> None:
    case = story(address, "bolton").begin(("Careplan", "Example"))["case"]
    caller = person(address, "bolton-social-worker")
    today = london(utcnow()).date().isoformat()
    for reduces in ("She calls her carer at nine.", "She calls her carer at eight."):
        answers = {"updated-on": [today], "reduces-risk": [reduces], "boosts-protection": ["Synthetic."]}
        caller.post("referral", f"/cases/{case}/records", {"kind": "care-plan", "answers": answers})
    forms = worker.get(f"/cases/{case}/forms").text
    path = f"/cases/{case}/versions/care-plan?version=2"
    assert f'href="{path}"' in forms
    page = worker.get(path).text
    assert "Compared with version 1" in page
    assert '<del class="app-gone">nine.</del><ins class="app-new">eight.</ins>' in page
    assert "This is the first version" in worker.get(f"/cases/{case}/versions/care-plan?version=1").text


def test_a_form_that_nobody_filled_in_has_no_versions(worker: Visitor, address: str) -> None:
    case = story(address, "bolton").begin(("Noplan", "Example"))["case"]
    assert worker.get(f"/cases/{case}/versions/care-plan").status_code == 404
