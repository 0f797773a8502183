"""Meetings: convened, held with a quorum or without, their plan adopted and shared; what blocks said at its field."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from commonward.clock import london, utcnow
from commonward_portal.meeting_names import names_of
from tests.services.portal.pdf_text import pdf_text
from tests.services.portal.place import Visitor, hidden, story

pytestmark = pytest.mark.thorough

STRATEGY = "Strategy Meeting"
VRMM = "Vulnerability &amp; Risk Management Meeting"


@pytest.fixture
def manager(visitor: Visitor) -> Visitor:
    """A Bolton team manager."""
    visitor.sign_in("bolton-team-manager")
    return visitor


def called_for(visitor: Visitor, board: str, level: str, kind: str, *, allocate: bool = True) -> str:
    """The path of a meeting that a level has called for."""
    played = story(visitor.address, board)
    case = (played.begin if allocate else played.report)(("Meeting", "Example"))["case"]
    played.assess(case, level)
    page = visitor.until(f"/cases/{case}/meetings", f">{kind}, called for")
    found = re.findall(r'href="(/meeting/[0-9a-f-]+)">([^<]+)<', page)
    return next(path for path, title in found if title.startswith(f"{kind}, "))


def test_no_two_meetings_of_a_case_go_by_one_name() -> None:
    at = {"held_at": None, "planned_for": None, "required_at": "2026-03-04T14:07:00Z"}
    later = {**at, "planned_for": "2026-03-05T09:30:00Z"}
    lines = [{"id": id, "kind": "panel", **when} for id, when in (("3", later), ("2", at), ("1", at))]
    assert names_of(lines, str.capitalize) == {
        "3": "Panel, planned for 5 March 2026 at 9:30am",
        "2": "Panel, called for 4 March 2026 at 2:07pm (2)",
        "1": "Panel, called for 4 March 2026 at 2:07pm (1)",
    }


def moment(name: str, minutes: int) -> dict[str, str]:
    at = london(utcnow() + timedelta(minutes=minutes))
    parts = {"day": at.day, "month": at.month, "year": at.year, "time": f"{at:%H:%M}"}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def day(name: str, days: int) -> dict[str, str]:
    on = london(utcnow() + timedelta(days=days))
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def present(page: str, *absent: str) -> dict[str, str]:
    """Somebody of every agency that the page expects."""
    rows = [row for row in re.findall(r'name="person\.([a-z0-9-]+)"', page) if "other" not in row]
    here = [row for row in rows if row not in absent]
    return {f"person.{row}": "A synthetic professional" for row in here} | {
        f"contribution.{row}": "A synthetic contribution." for row in here
    }


def plan(page: str) -> dict[str, str]:
    """A whole plan with one action."""
    typed = dict.fromkeys(re.findall(r'name="(sections\.[a-z0-9-]+)"', page), "A synthetic section.")
    aims = re.findall(r'name="aims"[^>]* value="([a-z-]+)"', page)[:1]
    action = {"what": "A synthetic action.", "owner": "A synthetic owner", "measure": "A synthetic measure."}
    typed |= {f"actions.0.{name}": value for name, value in action.items()} | day("actions.0.due", 14)
    typed |= {f"actions.0.{quality}": "yes" for quality in ("achievable", "realistic") if f"0.{quality}" in page}
    return typed | day("next_meeting", 28) | {"every": "4", "unit": "weeks"} | ({"aims": aims[0]} if aims else {})


def convened(manager: Visitor, *, allocate: bool = True) -> str:
    path = called_for(manager, "bolton", "significant-harm", STRATEGY, allocate=allocate)
    assert "Convened." in manager.send(path, **moment("planned_for", 5), step="convening").text
    return path


def test_a_meeting_is_convened_held_its_plan_adopted_and_shared(manager: Visitor) -> None:
    path = convened(manager)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    assert "it was quorate" in held.text
    adopted = manager.send(path, **plan(held.text), step="plan", rows="2")
    assert "version 1" in adopted.text
    assert "A synthetic action." in adopted.text
    if "Share the plan" in adopted.text:
        recipients = re.findall(r'name="recipients"[^>]* value="([a-z-]+)"', adopted.text)
        assert "Plan shared." in manager.send(path, recipients=recipients, step="sharing").text


def test_the_police_read_the_plan_of_their_meeting_and_say_that_they_have_it(manager: Visitor) -> None:
    path = convened(manager)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    manager.send(path, **plan(held.text), step="plan", rows="2")
    manager.send(path, recipients="exit-worker", somebody_else="police-officer", step="sharing")
    officer = Visitor(manager.address)
    officer.sign_in("bolton-police-officer")
    assert f'href="{path}/receipts">' in officer.until("/", "say that you have them")
    for page in (path, f"{path}/plan"):
        read = officer.get(page).text
        assert "A synthetic owner" in read, page
        assert "A synthetic section." in read, page
    receipt = officer.send(f"{path}/receipts", recipient="police-officer", do="receipt")
    assert "Acknowledged." in receipt.text


def test_a_plan_reaches_somebody_else_where_nobody_is_allocated(manager: Visitor) -> None:
    path = convened(manager, allocate=False)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    adopted = manager.send(path, **plan(held.text), step="plan", rows="2").text
    assert "nobody is allocated yet" in adopted
    assert re.search(r'value="exit-worker" checked', adopted)
    assert not re.search(r'value="allocated-social-worker" checked', adopted)
    refused = manager.send(path, recipients="allocated-social-worker", step="sharing")
    assert "nobody would read it" in refused.text
    shared = manager.send(path, recipients="exit-worker", somebody_else="head-of-service", step="sharing").text
    assert "EXIT worker, Staying Safe Head of Service" in shared
    assert 'value="allocated-social-worker"' in shared, "it waits to be shared with the worker"


def test_before_it_is_held_the_page_says_who_must_be_there(manager: Visitor) -> None:
    assert re.search(r"Quorum:</strong>\s*Police, .* must be there", manager.get(convened(manager)).text)


def test_a_meeting_without_its_quorum_adopts_no_plan(manager: Visitor) -> None:
    path = convened(manager)
    page = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text, "police"), step="holding")
    assert re.search(r"inquorate: [^<]*Police[^<]* missing", page.text)
    assert "Adopt the plan" not in page.text


def test_what_somebody_without_a_name_contributed_is_asked_about_and_not_dropped(manager: Visitor) -> None:
    path = convened(manager)
    there = present(manager.get(path).text)
    named = next(name for name in there if name.startswith("person."))
    said = named.replace("person.", "contribution.")
    unnamed = {**there, named: "", said: "A synthetic word."}
    page = manager.send(path, **moment("held_at", 0), **unnamed, step="holding")
    assert page.status_code == 422
    assert f'href="#{named}"' in page.text
    assert "A synthetic word." in page.text


def test_a_meeting_in_the_past_is_not_convened_and_what_was_typed_stays(manager: Visitor) -> None:
    path = called_for(manager, "bolton", "significant-harm", STRATEGY)
    page = manager.send(path, **moment("planned_for", -24 * 60), chair_reason="Kept.", step="convening")
    assert page.status_code == 422
    assert 'href="#planned_for-day">When will it be? This is in the past' in page.text
    assert ">Kept.</textarea>" in page.text


def test_an_action_that_lacks_something_says_so_at_its_field(manager: Visitor) -> None:
    path = convened(manager)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    lacking = {name: value for name, value in plan(held.text).items() if not name.startswith("actions.0.due")}
    page = manager.send(path, **lacking, step="plan", rows="2")
    assert page.status_code == 422
    assert 'href="#actions.0.due-day"' in page.text


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"every": "1.5"}, "every", "Then every so many: give a whole number, like 4"),
        ({"every": "four"}, "every", "Then every so many: give a whole number, like 4"),
        ({"every": "0"}, "every", "must be 1 or more"),
        ({"unit": []}, "unit", "Weeks or months? This is missing"),
        ({"every": ""}, "every", "is missing"),
        ({"next_meeting-year": "2126"}, "next_meeting-day", "Next meeting: this is more than 2 years ahead"),
    ],
)
def test_an_interval_or_a_day_that_can_t_be_is_refused_and_kept(
    manager: Visitor, typed: dict[str, str | list[str]], field: str, says: str
) -> None:
    path = convened(manager)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    page = manager.send(path, **{**plan(held.text), **typed}, step="plan", rows="2")
    assert page.status_code == 422
    [error] = re.findall(rf'href="#{field}">([^<]+)<', page.text)
    assert says in error
    for name, value in typed.items():
        assert not value or re.search(rf'name="{name}"[^>]* value="{value}"', page.text)
    adopted = manager.send(path, **plan(held.text), step="plan", rows="2")
    assert "Then every 4 weeks." in adopted.text
    assert "Then every 4 weeks." in manager.get(f"{path}/plan").text


@pytest.mark.parametrize(
    ("every", "unit", "says"), [("4", "weeks", "Then every 4 weeks."), ("1", "months", "Then every month.")]
)
def test_a_plan_on_paper_says_when_the_next_meeting_is_and_how_often_the_later_ones_are(
    manager: Visitor, every: str, unit: str, says: str
) -> None:
    path = convened(manager)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    agreed = {**plan(held.text), "every": every, "unit": unit}
    assert "Plan adopted." in manager.send(path, **agreed, step="plan", rows="2").text
    paper = pdf_text(manager.get(f"{path}/plan.pdf").content)
    following = london(utcnow() + timedelta(days=28))
    assert f"Next meeting: {following:%-d %B %Y}. {says}" in paper
    assert all(words in paper for words in ("Who does what, and when", "A synthetic action.", "A synthetic measure."))


def test_there_is_room_for_more_actions_and_nothing_is_lost(manager: Visitor) -> None:
    path = convened(manager)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    typed = {**plan(held.text), "actions.1.owner": "Kept"}
    page = manager.send(path, **typed, step="plan", rows="2", do="more")
    assert "Action 3" in page.text
    assert 'value="Kept"' in page.text


def test_a_step_that_was_taken_in_another_tab_is_not_taken_again_and_the_page_says_so(manager: Visitor) -> None:
    path = convened(manager)
    page = manager.send(path, **moment("planned_for", 5), step="convening")
    assert page.status_code == 409
    assert "you in another tab or another person: what was taken stands on this page" in page.text


def test_a_convening_that_is_sent_twice_is_said_to_be_taken_once(manager: Visitor) -> None:
    path = called_for(manager, "bolton", "significant-harm", STRATEGY)
    typed = {**moment("planned_for", 5), "step": "convening", **opened(manager, path)}
    assert "Convened." in manager.post(path, typed).text
    page = manager.post(path, typed)
    assert (page.status_code, "Convened. It was sent twice and taken once." in page.text) == (200, True)


def test_a_plan_that_is_shared_in_another_tab_is_said_to_be_shared(manager: Visitor) -> None:
    path = convened(manager)
    held = manager.send(path, **moment("held_at", 0), **present(manager.get(path).text), step="holding")
    adopted = manager.send(path, **plan(held.text), step="plan", rows="2").text
    [first, *_] = re.findall(r'name="recipients"[^>]* value="([a-z-]+)"', adopted)
    other = opened(manager, path)
    assert "Plan shared." in manager.send(path, recipients=first, step="sharing").text
    page = manager.post(path, {"recipients": first, "step": "sharing", **other})
    assert page.status_code in (409, 422)
    assert "The plan has been shared already with: " in page.text
    assert "Choose from the list" not in page.text


def opened(visitor: Visitor, path: str) -> dict[str, str]:
    """What a form hides in itself, as one tab of several has opened it."""
    page = visitor.get(path).text
    return {name: hidden(page, name) for name in ("csrf", "once", "version")}


def test_leeds_decides_about_each_invitation_and_hears_the_views(visitor: Visitor) -> None:
    visitor.sign_in("leeds-team-manager")
    path = called_for(visitor, "leeds", "high", VRMM)
    page = visitor.send(path, **moment("planned_for", 5), step="convening")
    assert page.status_code == 422
    assert 'href="#invite.child"' in page.text
    decided = {
        f"{name}.{whom}": value
        for whom in ("child", "parent-or-carer")
        for name, value in (("invite", "no"), ("why", "A synthetic reason."))
    }
    assert "Convened." in visitor.send(path, **moment("planned_for", 5), **decided, step="convening").text
    row = present(visitor.get(path).text, "child", "parent-or-carer")
    page = visitor.send(path, **moment("held_at", 0), **row, step="holding")
    assert page.status_code == 422
    assert 'href="#given.child"' in page.text


def test_a_meeting_of_another_board_is_not_found(manager: Visitor) -> None:
    path = called_for(manager, "bolton", "significant-harm", STRATEGY)
    leeds = Visitor(manager.address)
    leeds.sign_in("leeds-team-manager")
    assert leeds.get(path).status_code == 404
