"""What a reader may not see is named in its place, on every page of a case, and nothing asks for it."""

from __future__ import annotations

import json

import pytest

from commonward.clock import london, utcnow
from commonward_portal.presenting import day
from commonward_portal.tool_sheet import questions
from commonward_portal.withheld import owned_up
from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough

PARTLY = '{"line": {"withheld": ["police-intelligence"], "agency": "police"}, "whole": {"account": "Words."}}'


def test_words_stand_in_place_of_a_field_that_is_left_out_and_of_no_other() -> None:
    read = json.loads(PARTLY, object_hook=owned_up)
    assert read["line"]["account"] == "Withheld: police intelligence"
    assert day(read["line"]["born"]) == "Withheld: police intelligence"
    assert list(read["line"]["several"]) == []
    assert read["line"]["agency"] == "police"
    assert type(read["whole"]) is dict


def test_a_tool_asks_nothing_that_its_reader_may_not_see() -> None:
    items = [{"code": "gp", "title": "Seen by a doctor", "help": "", "group": "health"}]
    items += [{"code": "school", "title": "At school", "help": "", "group": None}]
    section = {"title": "Signs", "items": items, "entries": [], "group": "case", "because": [], "second_axis": None}
    tool = {"sections": [{**section, "choices": []}], "front_sheet": [], "entries": [], "contributors": None}
    tool |= {"choices": [{"code": "yes", "title": "Yes", "wants_date": False}], "text_label": "Evidence"}
    page = {"tool": tool, "previous": None, "withheld": ["health"]}
    titles = " ".join(question.title for question in questions(page, ()))
    assert "At school" in titles
    assert "Seen by a doctor" not in titles


def test_who_raised_a_concern_reads_what_is_withheld_on_the_pages_of_the_case(worker: Visitor) -> None:
    played = story(worker.address, "bolton")
    case = str(played.begin(("Hidden", "Example"))["case"])
    played.assess(case, "at-risk")
    manager, other = (person(worker.address, f"bolton-{role}") for role in ("team-manager", "exit-worker"))
    worker_themselves = person(worker.address, "bolton-social-worker")
    told = {"child_id": manager.get("referral", f"/cases/{case}")["child_id"], "agency": "school"}
    today = london(utcnow()).date().isoformat()
    worker_themselves.post("referral", "/concerns", {**told, "happened_on": today, "account": "A second account."})
    manager.post(
        "referral", f"/cases/{case}/allocation", {"role": "exit-worker", "team": "elsewhere", "worker": other.id}
    )
    page = worker.get(f"/cases/{case}").text
    assert "Hidden Example" in page
    for path in ("forms", "decisions", "assessments", "meetings", "actions", "files", "levels", "people"):
        assert worker.get(f"/cases/{case}/{path}").status_code == 200, path
    [assessment, *_] = manager.get("risk", "/assessments", case=case)["assessments"]
    shown = worker.get(f"/assessments/{assessment['id']}").text
    assert "Withheld: " in shown
    assert "narrative" in shown
