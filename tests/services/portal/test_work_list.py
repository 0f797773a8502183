"""The first page: what somebody owes, by when it is due; and what waits for them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from commonward.procedure import Procedures
from commonward_portal.work_list import LATER, OVERDUE, SOON, TODAY, UNDATED, by_due, tasks
from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEEDS = Procedures({"leeds": ["national", "leeds"]}).of("leeds")


def owed(**changes: Any) -> dict[str, Any]:
    line = {"case": "1", "title": "Assess", "role": "social-worker", "due": None, "state": "open", "because": []}
    line["clock"] = "LDS-2.psu"
    line["started_at"] = "2026-03-01T09:00:00Z"
    return {**line, **changes}


@pytest.mark.parametrize(
    ("line", "group"),
    [
        (owed(due="2026-03-04T11:59:00Z"), OVERDUE),
        (owed(due="2026-03-09T00:00:00Z", state="breached"), OVERDUE),
        (owed(due="2026-03-04T15:00:00Z"), TODAY),
        (owed(due="2026-03-05T00:00:00Z"), TODAY),
        (owed(due="2026-03-06T00:00:00Z"), SOON),
        (owed(due="2026-03-12T00:00:00Z"), SOON),
        (owed(due="2026-03-13T00:00:00Z"), LATER),
        (owed(), UNDATED),
        (owed(due="2026-03-04T11:59:00Z", state="paused"), UNDATED),
    ],
)
def test_each_task_stands_where_it_is_due(line: dict[str, Any], group: str) -> None:
    assert list(by_due(tasks([line], [], LEEDS), NOW)) == [group]


def test_a_task_names_its_case_where_the_case_is_known() -> None:
    [known, unknown] = tasks([owed(), owed(case="2")], [{"id": "1", "reference": "BOL-1", "child": "A Child"}], LEEDS)
    assert (known.reference, known.child, unknown.reference) == ("BOL-1", "A Child", "")


def test_what_a_worker_owes_is_on_the_first_page_with_its_case_and_why(worker: Visitor) -> None:
    raised = story(worker.address, "bolton").begin(("Owed", "Example"))
    page = worker.until("/", raised["reference"], "Why is this due? Bolton")
    assert f'href="/cases/{raised["case"]}"' in page


def test_the_list_is_narrowed_to_a_role_and_a_team(visitor: Visitor) -> None:
    visitor.sign_in("leeds-duty-and-advice")
    story(visitor.address, "leeds").begin(("Narrow", "Example"))
    page = visitor.until("/", "Tell the coordinator of the concern")
    assert "Nothing is due that fits" not in page
    assert "Tell the coordinator of the concern" in visitor.get("/?role=duty-and-advice&team=").text
    assert "Nothing is due that fits" in visitor.get("/?role=team-manager").text
    assert "Nothing is due that fits" in visitor.get("/?team=no-such-team").text
    assert "Tell the coordinator" in visitor.get("/?role='\"><script>").text, "what is no code narrows nothing"


def test_what_is_new_on_ones_own_cases_is_on_the_first_page(worker: Visitor) -> None:
    raised = story(worker.address, "bolton").begin(("Newly", "Example"))
    page = worker.until("/", raised["reference"], "New on your cases")
    assert f'href="/cases/{raised["case"]}"' in page


def test_somebody_who_owes_nothing_sees_what_their_role_was_told(visitor: Visitor) -> None:
    raised = story(visitor.address, "bolton").begin(("Told", "Example"))
    visitor.sign_in("bolton-exit-worker")
    page = visitor.until("/", "What you were told", raised["reference"])
    assert f'href="/cases/{raised["case"]}"' in page
    assert "A concern about a child was received." in page


def test_a_plan_that_others_adopted_is_new_for_the_worker(worker: Visitor) -> None:
    played = story(worker.address, "bolton")
    raised = played.begin(("Planned", "Example"))
    played.assess(raised["case"], "significant-harm")
    played.meet(raised["case"])
    page = worker.until("/", "New on your cases", raised["reference"], "adopted")
    assert "New on your cases" in page


def test_a_decision_waits_on_the_first_page_of_the_second_person_alone(worker: Visitor) -> None:
    raised = story(worker.address, "bolton").begin(("Waits", "Example"))
    body = {"decision": "exit-only", "option": "exit-only", "reason": "A synthetic reason."}
    person(worker.address, "bolton-social-worker").post("referral", f"/cases/{raised['case']}/decisions", body)
    manager = Visitor(worker.address)
    manager.sign_in("bolton-team-manager")
    assert f"/cases/{raised['case']}/agree/decision/" in manager.get("/").text
    assert "/agree/" not in worker.get("/").text


@pytest.mark.parametrize(("sub", "own"), [("operator", "/running"), ("bolton-analyst", "/board")])
def test_who_works_on_no_case_lands_on_their_own_page_with_a_menu_they_can_use(
    visitor: Visitor, sub: str, own: str
) -> None:
    page = visitor.get("/login/bolton", params={"user": sub})
    assert page.url == visitor.address + own
    menu = re.findall(r'<a class="app-nav__link" href="([^"]+)"', page.text)
    assert [path for path in menu if path != "/mailbox/"] == [own]


def test_what_has_no_date_stands_in_the_order_in_which_it_came() -> None:
    later, earlier = owed(title="Second", started_at="2026-03-02T09:00:00Z"), owed(title="First")
    lines = [later, earlier]
    [undated] = by_due(tasks(lines, [], LEEDS), NOW).values()
    assert [task.title for task in undated] == ["First", "Second"]


def test_two_cases_of_one_child_are_compared_by_somebody_and_then_not_asked_about_again(own_address: str) -> None:
    first, second = (story(own_address, "bolton").begin(("Twin", "Example")) for _ in range(2))
    manager = Visitor(own_address)
    manager.sign_in("bolton-team-manager")
    page = manager.until("/", "May be the same child: compare", second["reference"])
    link = re.search(rf'href="(/cases/{second["case"]}/same-child/[^"]+)"', page)
    assert link
    assert "May be the same child as another: compare" in manager.get(f"/cases/{first['case']}").text
    done = manager.send(link[1], into="two", reason="A synthetic reason.")
    assert "Kept: they are two children." in done.text
    assert link[1] not in manager.get("/").text
    assert "says that they are two children" in manager.get(link[1]).text
