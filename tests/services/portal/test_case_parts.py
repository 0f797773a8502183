"""The pages of a case beside its overview: levels, people and places, actions, who looked, minutes, files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest

from commonward.procedure import Procedure, Procedures
from commonward_portal.invitation import invitation
from commonward_portal.network import network
from commonward_portal.step_chart import step_chart
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def leeds() -> Procedure:
    return Procedures({"leeds": ["national", "leeds"]}).of("leeds")


def step(level: str, day: int) -> dict[str, Any]:
    return {"level": level, "decided_at": datetime(2026, 3, day, tzinfo=UTC).isoformat()}


def test_the_chart_goes_up_with_the_level_and_ends_today() -> None:
    procedure = leeds()
    chart = step_chart([step("low", 1), step("high", 2)], procedure, NOW)
    assert chart is not None
    (x_low, y_low), (x_high, y_high) = chart.marks
    assert (x_low < x_high, y_high < y_low) == (True, True)
    assert chart.path.endswith("H588.0")


def test_without_a_level_there_is_no_chart() -> None:
    assert step_chart([], leeds(), NOW) is None


FORMS = [{"id": "concern", "fields": [{"code": "place", "answered": "subject"}, {"code": "why", "answered": "words"}]}]


def record(**answers: list[str]) -> dict[str, Any]:
    return {"kind": "concern", "title": "Concern form", "answers": answers}


def test_each_subject_that_records_name_stands_once_with_what_names_it() -> None:
    known = {"p": {"kind": "place", "label": "A synthetic place"}}
    [node] = network([record(place=["p"]), record(place=["p"], why=["x"])], FORMS, known)
    assert (node.label, node.ties) == ("A synthetic place", ("Concern form",))


def test_a_subject_that_the_user_may_not_see_is_said_to_be_there_without_its_name() -> None:
    [node] = network([record(place=["p"])], FORMS, {})
    assert node.label == "A record that you may not see"


def test_an_invitation_holds_the_time_and_a_link_and_nobodys_name() -> None:
    meeting = {"id": "m1", "planned_for": "2026-03-29T09:00:00+00:00"}
    entry = icalendar.Calendar.from_ical(invitation(meeting, "LDS-1", "http://x/meeting/m1", NOW)).walk("VEVENT")[0]
    assert entry["summary"] == "Meeting LDS-1"
    assert entry.decoded("dtstart") == datetime(2026, 3, 29, 9, tzinfo=UTC)
    assert set(entry) == {
        *("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "CLASS"),
    }


@pytest.fixture(scope="module")
def met(address: str) -> tuple[str, str]:
    """A Leeds case whose meeting was held and adopted a plan."""
    played = story(address, "leeds")
    case = played.begin(("Metagain", "Example"))["case"]
    played.assess(case, "high")
    played.meet(case)
    return case, "leeds-team-manager"


def as_manager(address: str, met: tuple[str, str]) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(met[1])
    return visitor


def test_the_level_history_says_who_decided_and_why(address: str, met: tuple[str, str]) -> None:
    page = as_manager(address, met).until(f"/cases/{met[0]}/levels", "app-chart__path")
    assert "duty-and-advice@leeds.example" in page
    assert "because Leeds" in page


def test_a_manager_sees_who_looked_and_a_worker_does_not(address: str, met: tuple[str, str]) -> None:
    manager = as_manager(address, met)
    assert "Opened the case" in manager.get(f"/cases/{met[0]}/access").text
    worker = Visitor(address)
    worker.sign_in("leeds-duty-and-advice")
    assert worker.get(f"/cases/{met[0]}/access").status_code == 403


def meeting_of(visitor: Visitor, case: str) -> str:
    page = visitor.until(f"/cases/{case}/meetings", "/meeting/", "Held")
    return page.partition('href="/meeting/')[2].partition('"')[0]


def test_minutes_are_written_kept_in_versions_and_shown(address: str, met: tuple[str, str]) -> None:
    manager = as_manager(address, met)
    path = f"/meeting/{meeting_of(manager, met[0])}/minutes"
    assert "answer this" in manager.send(path, do="write", text="").text.lower()
    assert "Synthetic minutes" in manager.send(path, do="write", text="Synthetic minutes.").text
    page = manager.send(path, do="write", text="Synthetic minutes, corrected.").text
    assert "Version 2" in page


def test_minutes_that_are_half_written_wait_for_their_writer(address: str, met: tuple[str, str]) -> None:
    manager = as_manager(address, met)
    path = f"/meeting/{meeting_of(manager, met[0])}/minutes"
    assert manager.send(path, do="autosave", text="What was said so far").status_code == 204
    assert f'href="{path}">The minutes of a meeting' in manager.get("/").text
    page = manager.get(path).text
    assert "What was said so far" in page
    assert "This is your draft of" in page
    assert "A new version is kept" in manager.send(path, do="write", text="What was said.").text
    assert "This is your draft of" not in manager.get(path).text


@pytest.mark.thorough  # it needs Pango, which `make test` sees to
def test_the_plan_is_printed_as_a_page_and_as_a_tagged_pdf(
    address: str, met: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    manager = as_manager(address, met)
    meeting = meeting_of(manager, met[0])
    assert "Who does what, and when" in manager.get(f"/meeting/{meeting}/plan").text
    file = manager.get(f"/meeting/{meeting}/plan.pdf")
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in file.content or b"/ObjStm" in file.content
    assert [record.message for record in caplog.records if record.name.startswith("weasyprint")] == []


def test_what_became_of_an_action_is_recorded_once(address: str, met: tuple[str, str]) -> None:
    manager = as_manager(address, met)
    page = manager.until(f"/cases/{met[0]}/actions", "Say what became of it")
    action = page.partition(f"/cases/{met[0]}/actions/")[2].partition('"')[0]
    path = f"/cases/{met[0]}/actions/{action}"
    assert "answer this" in manager.send(path, text="").text.lower()
    day = {"completed_on-day": "1", "completed_on-month": "1", "completed_on-year": "2020"}
    assert manager.send(path, outcome="achieved", text="It helped.", **day).status_code == 422


def test_an_action_is_said_to_be_in_the_childs_other_plan(address: str) -> None:
    played = story(address, "leeds")
    case = played.begin(("Taken", "Example"))["case"]
    played.assess(case, "high")
    played.meet(case)
    manager = Visitor(address)
    manager.sign_in("leeds-team-manager")
    page = manager.until(f"/cases/{case}/actions", "other plan has taken it in")
    action = page.partition(f"/cases/{case}/actions/")[2].partition('"')[0].partition("/")[0]
    path = f"/cases/{case}/actions/{action}/other-plan"
    assert manager.send(path).status_code == 422
    done = manager.send(path, other_plan="child-protection-plan")
    assert "other plan: Child Protection Plan" in done.text
    assert "other plan has taken it in" not in done.text
    assert "It was taken into the Child Protection Plan" in manager.get(path).text
