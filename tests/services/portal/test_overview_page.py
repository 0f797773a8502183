"""The coordinator's overview, the ledger of missed deadlines, and the operators' page."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from commonward.procedure import Procedure, Procedures
from commonward_portal.overview import by_level, calendar
from commonward_portal.presenting import NOT_ASSESSED
from tests.services.portal.place import Visitor, running, story

pytestmark = pytest.mark.thorough


def leeds() -> Procedure:
    return Procedures({"leeds": ["national", "leeds"]}).of("leeds")


def owed(due: str | None) -> dict[str, Any]:
    return {"title": "Review", "case": "1", "due": due, "state": "open"}


def test_a_deadline_at_midnight_stands_on_the_day_that_it_ends() -> None:
    weeks = calendar([owed("2026-03-06T00:00:00Z")], {"1": {"reference": "LDS-1"}}, date(2026, 3, 4))
    [square] = [square for week in weeks for square in week if square.due]
    assert (square.on, square.due[0].reference) == (date(2026, 3, 5), "LDS-1")


def test_the_calendar_begins_on_this_weeks_monday_and_marks_what_is_past() -> None:
    weeks = calendar([], {}, date(2026, 3, 4))
    assert weeks[0][0].on == date(2026, 3, 2)
    assert [square.past for square in weeks[0][:3]] == [True, True, False]
    assert {len(week) for week in weeks} == {7}


def test_what_has_no_date_is_not_in_the_calendar() -> None:
    assert not any(square.due for week in calendar([owed(None)], {}, date(2026, 3, 4)) for square in week)


def test_cases_stand_by_level_the_highest_first_and_those_without_one_last() -> None:
    procedure = leeds()
    cases = [{"level": None}, {"level": "low"}, {"level": "high"}]
    groups = by_level(cases, procedure)
    assert [those[0]["level"] for _, those in groups] == ["high", "low", None]
    assert groups[-1][0] == NOT_ASSESSED


def test_the_coordinator_sees_open_cases_by_level_with_what_falls_due(visitor: Visitor) -> None:
    raised = story(visitor.address, "leeds").begin(("Overview", "Example"))
    visitor.sign_in("leeds-cse-missing-coordinator")
    page = visitor.get("/overview").text
    assert raised["reference"] in page
    assert "What falls due" in page


class Judged(Exception):
    """The first person has judged, and the second has not decided."""


def stop_once_judged(line: str) -> None:
    if " completed: " in line:
        raise Judged


@pytest.mark.thorough
def test_a_case_that_was_judged_and_not_decided_says_whose_judgement_it_waits_for(visitor: Visitor) -> None:
    played = story(visitor.address, "leeds", stop_once_judged)
    raised = played.begin(("Judged", "Example"))
    visitor.sign_in("leeds-cse-missing-coordinator")
    path = f"/cases/{raised['case']}"
    assert "Not assessed yet" in visitor.get(path).text
    with pytest.raises(Judged):
        played.assess(raised["case"], "high")
    waits = "Waits for the team manager's judgement"
    assert waits in unescape(visitor.get(path).text)
    group = unescape(visitor.get("/overview").text).partition(waits)[2].partition("</details>")[0]
    assert raised["reference"] in group


@pytest.mark.thorough
def test_the_ledger_says_when_nothing_waits(tmp_path: Path) -> None:
    with running(tmp_path) as address:  # nobody else has missed anything there
        visitor = Visitor(address)
        visitor.sign_in("leeds-cse-missing-coordinator")
        assert "None waits for a manager" in unescape(visitor.get("/breaches").text)


def test_an_operator_sees_how_the_services_do_and_no_case(visitor: Visitor) -> None:
    provider = visitor.get("/login/bolton")
    visitor.http.post(provider.url, data={"sub": "operator"}, timeout=20)
    page = visitor.get("/running").text
    for name in ("Referral", "Risk", "Meetings", "Notify"):
        assert f">{name}</h2>" in page
    assert "Last event taken" in page
    assert "BOL-" not in page


def test_a_practitioner_is_not_shown_the_services(worker: Visitor) -> None:
    assert worker.get("/running").status_code == 403
