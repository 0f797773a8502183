"""Two people on one record: whoever sends a form again is told of what a colleague changed, and what they typed stays.

A form that is refused for another reason comes back with what stands there now; so it has to say that this is new.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from requests import Response

from commonward_portal.questions import Sheet
from commonward_portal.seen import sent_at, shown_at
from commonward_portal.sending import CHANGED
from tests.services.portal.panel_board import caller, held_panel, serving
from tests.services.portal.panel_board import visitor as of_the_panel
from tests.services.portal.place import Visitor, hidden, person, story
from tests.services.portal.test_meeting_pages import STRATEGY, called_for, moment

pytestmark = pytest.mark.thorough

OWN = ("csrf", "once", "version")
KEPT = ">Kept.</textarea>"


@pytest.fixture
def manager(address: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in("bolton-team-manager")
    return visitor


@pytest.fixture
def case(address: str) -> str:
    """The path of a fresh Bolton case."""
    return f"/cases/{story(address, 'bolton').begin(('Seen', 'Example'))['case']}"


@pytest.fixture
def colleague_changes(address: str, case: str) -> Callable[[], object]:
    body = {"decision": "lower-level-result", "option": "early-response", "reason": "A synthetic reason."}
    return lambda: person(address, "bolton-team-manager").post("referral", f"{case}/decisions", body)


def own(page: str) -> dict[str, str]:
    """What a form hides in itself."""
    return {name: hidden(page, name) for name in OWN}


def refused_then_sent(
    visitor: Visitor, path: str, change: Callable[[], object], lacking: dict[str, str], whole: dict[str, str]
) -> tuple[Response, Response]:
    """What a form says that lacks something and was opened before the change, and then the same form made whole."""
    opened = visitor.get(path).text
    change()
    refused = visitor.post(path, {**own(opened), **lacking})
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    return refused, visitor.post(path, {**own(refused.text), **whole})


def test_a_short_form_tells_of_the_change_beside_what_it_lacks(
    manager: Visitor, case: str, colleague_changes: Callable[[], object]
) -> None:
    whole = {"role": "social-worker", "team": "referral-and-assessment-north"}
    refused, sent = refused_then_sent(
        manager, f"{case}/do/allocation", colleague_changes, {"team": whole["team"]}, whole
    )
    assert refused.text.count(CHANGED) == 1
    assert "Allocated." in sent.text


def test_closing_tells_of_the_change_beside_what_it_lacks(
    manager: Visitor, case: str, colleague_changes: Callable[[], object]
) -> None:
    why = {"override_reason": "Kept."}
    refused, sent = refused_then_sent(
        manager, f"{case}/closing", colleague_changes, why, {**why, "reason": "safeguarded"}
    )
    assert (refused.text.count(CHANGED), KEPT in refused.text) == (1, True)
    assert CHANGED not in sent.text


def test_a_decision_tells_of_the_change_beside_what_it_lacks(
    worker: Visitor, case: str, colleague_changes: Callable[[], object]
) -> None:
    path, why = f"{case}/decisions/exit-only", {"reason": "Kept."}
    refused, sent = refused_then_sent(worker, path, colleague_changes, why, {**why, "option": "exit-only"})
    assert (refused.text.count(CHANGED), KEPT in refused.text) == (1, True)
    assert "It waits for a second person" in sent.text


def test_a_meeting_tells_of_the_change_beside_what_it_lacks(manager: Visitor) -> None:
    path = called_for(manager, "bolton", "significant-harm", STRATEGY)
    case = manager.get(path).text.partition('href="/cases/')[2][:36]
    colleague, another = person(manager.address, "bolton-head-of-service"), {"kind": "child-action-meeting"}
    step = {"step": "convening"}
    refused, sent = refused_then_sent(
        manager,
        path,
        lambda: colleague.post("meetings", f"/cases/{case}/meetings", another),
        step,
        {**step, **moment("planned_for", 5)},
    )
    assert refused.text.count(CHANGED) == 1
    assert "Convened." in sent.text


def test_what_a_meeting_decides_tells_of_the_change_beside_what_it_lacks(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with serving(tmp_path_factory.mktemp("mill")) as address:
        case, meeting = held_panel(address)
        colleague, chair = caller(address, "head-of-service"), of_the_panel(address, "team-manager")
        why = {"reason": "Kept."}
        refused, sent = refused_then_sent(
            chair,
            f"{meeting}/decisions/level",
            lambda: colleague.post("meetings", f"{case}/meetings", {"kind": "panel"}),
            why,
            {**why, "choice": "high"},
        )
        assert (refused.text.count(CHANGED), KEPT in refused.text) == (1, True)
        assert "Recorded: High." in sent.text


def test_nothing_is_said_to_be_changed_where_nobody_changed_anything(worker: Visitor, case: str) -> None:
    refused = worker.send(f"{case}/decisions/exit-only", reason="Kept.")
    assert (refused.status_code, CHANGED in refused.text) == (422, False)


def test_a_closing_that_was_refused_is_no_change_of_somebody_else_s(manager: Visitor, case: str) -> None:
    refused = manager.send(f"{case}/closing", reason="safeguarded")
    assert (refused.status_code, CHANGED in refused.text) == (409, False)
    typed = {**own(refused.text), "reason": "safeguarded", "override_reason": "A synthetic reason."}
    assert "The case is closed" in manager.post(f"{case}/closing", typed).text


def test_while_the_case_can_t_be_asked_for_the_form_keeps_what_its_writer_saw() -> None:
    sheet = Sheet([], {"version": ["3"]})
    assert (shown_at(sheet, None), sheet.errors) == (3, {})


@pytest.mark.parametrize("version", ["", "-1", "²", "3.0", "9" * 5000, "<script>"])
def test_what_is_no_version_is_none(version: str) -> None:
    sheet = Sheet([], {"version": [version]})
    assert (sent_at(sheet), shown_at(sheet, 4), sheet.errors) == (None, 4, {})
