"""What a panel decides: shown on its meeting, taken by its chair, and what is missing said before and after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.portal.panel_board import held_panel, serving, visitor
from tests.services.portal.place import Visitor

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a platform for a board whose panel decides."""
    with serving(tmp_path_factory.mktemp("mill")) as address:
        yield address


@pytest.fixture
def held(mill: str) -> tuple[str, str]:
    """The paths of a case and of its panel, which was held."""
    return held_panel(mill)


@pytest.fixture
def chair(mill: str) -> Visitor:
    return visitor(mill, "team-manager")


@pytest.fixture
def worker(mill: str) -> Visitor:
    return visitor(mill, "social-worker")


def test_the_chair_records_the_level_and_the_meeting_shows_it(chair: Visitor, held: tuple[str, str]) -> None:
    case, meeting = held
    page = chair.get(meeting).text
    assert "What this meeting decides" in page
    assert f'href="{meeting}/decisions/level"' in page
    done = chair.send(f"{meeting}/decisions/level", choice="high", reason="The panel agreed: lifestyle choice.")
    assert "Recorded: High." in done.text
    assert "The level: high" in done.text.replace("High", "high")
    assert "The panel agreed: lifestyle choice." in done.text
    assert f'href="{meeting}/decisions/level"' not in done.text
    assert "has decided this already" in chair.get(f"{meeting}/decisions/level").text
    assert "provisional" not in chair.until(f"{case}/assessments", "Level decided").split("Every level")[0]


def test_what_a_choice_lacks_stands_on_the_page_before_it_is_chosen_and_a_refusal_keeps_everything(
    chair: Visitor, held: tuple[str, str]
) -> None:
    path = f"{held[1]}/decisions/level"
    page = chair.get(path).text
    assert "What is still missing, and who can supply it" in page
    assert "A visit to the child" in page
    assert "Social worker can supply it" in page
    refused = chair.send(path, choice="low", reason="Kept.")
    assert refused.status_code == 409
    assert "There is a problem" in refused.text
    assert ">Kept.</textarea>" in refused.text
    assert "reason to go on" in refused.text
    passed = chair.send(path, choice="low", reason="Kept.", override_reason="A synthetic reason.")
    assert "a manager went on without what should have been there" in passed.text


def test_nobody_but_the_chair_is_offered_it_and_their_words_are_kept(worker: Visitor, held: tuple[str, str]) -> None:
    meeting = held[1]
    assert f'href="{meeting}/decisions/level"' not in worker.get(meeting).text
    page = worker.get(f"{meeting}/decisions/level").text
    assert "This is for Team manager to do" in page
    assert 'name="choice"' not in page
    refused = worker.send(f"{meeting}/decisions/level", choice="high", reason="Kept.")
    assert refused.status_code == 403
    assert ">Kept.</textarea>" in refused.text


def test_a_level_that_is_the_panel_s_to_confirm_is_offered_to_nobody(
    chair: Visitor, worker: Visitor, held: tuple[str, str]
) -> None:
    page = chair.until(f"{held[0]}/assessments", "(provisional)")
    assert "Confirm the level" not in page
    assessment = page.partition('href="/assessments/')[2].partition('"')[0]
    for visitor_ in (chair, worker):
        shown = visitor_.get(f"/assessments/{assessment}/level").text
        assert "A meeting confirms it: Panel" in shown
        assert 'name="level"' not in shown


def test_closing_waits_for_the_panel_and_then_for_its_reason_alone(chair: Visitor, held: tuple[str, str]) -> None:
    case, meeting = held
    page = chair.get(f"{case}/closing").text
    assert "Nothing is missing" not in page
    assert "The Panel decides that a case closes" in page
    assert "Team manager can supply it" in page
    assert "The Panel decides that a case closes" in chair.get(case).text
    refused = chair.send(f"{case}/closing", reason="moved")
    assert refused.status_code == 409
    assert "The Panel decides that a case closes" in refused.text
    chair.send(f"{meeting}/decisions/closing", choice="safeguarded", reason="The panel agreed.")
    ready = chair.until(f"{case}/closing", "As the meeting decided")
    assert "Nothing is missing" in ready
    assert 'value="moved"' not in ready
    assert "The case is closed." in chair.send(f"{case}/closing", reason="safeguarded").text


def test_a_half_written_decision_waits_for_the_chair(chair: Visitor, held: tuple[str, str]) -> None:
    path = f"{held[1]}/decisions/closing"
    words = "<b>O'Example</b> \u05d0\u05d1 \U0001d51b"
    assert "Your draft is kept until" in chair.send(path, reason=words, do="later").text
    assert f'href="{path}"' in chair.get("/").text
    page = chair.get(path).text
    assert "This is your draft of" in page
    assert "&lt;b&gt;O&#39;Example&lt;/b&gt; \u05d0\u05d1 \U0001d51b" in page
    chair.send(path, choice="safeguarded", reason="Sent.")
    assert f'href="{path}"' not in chair.get("/").text


def test_what_a_panel_does_not_decide_has_no_page(chair: Visitor, held: tuple[str, str]) -> None:
    assert chair.get(f"{held[1]}/decisions/plan").status_code == 404
