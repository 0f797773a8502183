"""A child is looked for by what people know of them; what may be theirs is shown with why, and a person decides."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor
from commonward.store import Audit
from commonward_referral.model import Child, ChildToken
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import NHS_NUMBER, child, report
from tests.services.referral.test_putting_right import correct
from tests.services.stage import Stage

BORN = child()["born"]


@pytest.fixture
def known(referral: Stage, worker: Actor) -> Stage:
    """Three children on record."""
    people = [
        {"given_name": "Kathryn", "family_name": "Exämple-Stone", "nhs_number": NHS_NUMBER},
        {"given_name": "Robert", "family_name": "Samplesby", "nhs_number": None},
        {"given_name": "Zara", "family_name": "Quill", "nhs_number": None, "born": None},
    ]
    for person in people:
        assert referral.post(worker, "/v1/concerns", report(child=child(**person))).status_code == 201
    return referral


def found(stage: Stage, actor: Actor, **wanted: Any) -> dict[str, list[str]]:
    """Given name and reasons of each candidate."""
    answer = stage.post(actor, "/v1/children/search", wanted)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return {each["given_name"]: each["why"] for each in answer.json["candidates"]}


@pytest.mark.parametrize("sought", ["Sam", "Samp", "sample", "D'S", "Mon", "d\u2019Sam"])
def test_the_first_three_letters_of_a_name_find_it(referral: Stage, worker: Actor, sought: str) -> None:
    person = child(given_name="Rosamund", family_name="D'Sampleton-Montague")
    referral.post(worker, "/v1/concerns", report(child=person))
    letters = sum(map(str.isalpha, sought))
    assert ("Rosamund" in found(referral, worker, family_name=sought)) == (letters >= 3)
    assert "Rosamund" in found(referral, worker, given_name="Ros", family_name="Sam")


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"nhs_number": NHS_NUMBER}, ["nhs-number"]),
        (
            {"given_name": "KATHRYN", "family_name": "Example Stone", "born": BORN},
            ["same-name-and-birth", "same-birth"],
        ),
        ({"given_name": "Kathryn", "family_name": "Stone"}, ["same-name"]),
        ({"family_name": "stone", "given_name": "kathryn", "born": "2001-01-01"}, ["same-name"]),
        ({"given_name": "Kathrin", "family_name": "Stone", "born": BORN}, ["same-birth", "sounds-alike"]),
        ({"family_name": "Exampel"}, ["sounds-alike"]),
        ({"given_name": "Stone", "family_name": "Kathryn"}, ["same-name"]),
        ({"given_name": "Kathr"}, ["spelt-alike"]),
        ({"given_name": "Kathtyn", "family_name": "Stone"}, ["spelt-alike"]),
    ],
)
def test_a_child_is_found_and_why_is_said(known: Stage, worker: Actor, wanted: dict[str, Any], why: list[str]) -> None:
    assert found(known, worker, **wanted) == {"Kathryn": why}


@pytest.mark.parametrize("wanted", [{"given_name": "Nobody"}, {"nhs_number": "9990000026"}, {"family_name": "1234"}])
def test_who_is_not_on_record_is_not_found(known: Stage, worker: Actor, wanted: dict[str, str]) -> None:
    assert found(known, worker, **wanted) == {}


def test_a_date_of_birth_is_not_looked_for_alone(known: Stage, worker: Actor) -> None:
    assert known.post(worker, "/v1/children/search", {"born": BORN}).status_code == 422
    assert found(known, worker, given_name="Unlike", born=BORN) == {}


def test_a_candidate_comes_with_its_open_case(known: Stage, worker: Actor) -> None:
    answer = known.post(worker, "/v1/children/search", {"given_name": "Zara"})
    assert answer.json is not None
    (candidate,) = answer.json["candidates"]
    cases = known.get(worker, "/v1/cases").json["cases"]
    assert {candidate["case"]} == {case["id"] for case in cases if case["child"] == "Zara Quill"}


def test_a_concern_may_be_raised_about_the_candidate(known: Stage, worker: Actor) -> None:
    answer = known.post(worker, "/v1/children/search", {"given_name": "Zara"})
    assert answer.json is not None
    (candidate,) = answer.json["candidates"]
    again = known.post(worker, "/v1/concerns", {**report(child_id=candidate["child"]), "child": None})
    assert (again.status_code, again.json["case"]) == (201, candidate["case"])


def test_two_records_that_are_alike_stay_two(known: Stage, worker: Actor) -> None:
    twin = child(given_name="Kathryn", family_name="Exämple-Stone", nhs_number="9990000026")
    assert known.post(worker, "/v1/concerns", report(child=twin)).status_code == 201
    answer = known.post(worker, "/v1/children/search", {"given_name": "Kathryn", "born": BORN})
    assert answer.json is not None
    assert len({candidate["child"] for candidate in answer.json["candidates"]}) == 2


def test_a_corrected_date_of_birth_is_what_the_child_is_found_by(known: Stage, worker: Actor, manager: Actor) -> None:
    known.settle()
    case = next(c for c in known.get(worker, "/v1/cases").json["cases"] if c["child"] == "Robert Samplesby")
    right = BORN[:8] + "02"
    correct(known, worker, manager, f"/v1/cases/{case['id']}", born=right)
    assert found(known, worker, family_name="Samplesby", born=right) == {
        "Robert": ["same-name-and-birth", "same-birth"]
    }
    assert found(known, worker, family_name="Samplesby", born=BORN) == {"Robert": ["same-name"]}


def test_a_search_is_audited_without_a_name(known: Stage, worker: Actor) -> None:
    found(known, worker, given_name="Kathryn")
    with known.acting(worker) as unit:
        rows = unit.session.scalars(select(Audit).where(col(Audit.action) == "children.search")).all()
    assert [row.actor for row in rows] == [worker.person]
    assert "Kathryn" not in str([row.model_dump() for row in rows])


def test_nothing_that_is_found_by_is_legible(known: Stage, worker: Actor) -> None:
    with known.acting(worker) as unit:
        tokens = unit.session.scalars(select(col(ChildToken.token))).all()
        exact = unit.session.scalars(select(col(Child.likeness))).all()
    assert tokens
    assert all(0 <= token < 2**20 for token in tokens)
    assert all(len(value) == 16 and b"kathryn" not in value for value in exact)


def test_who_may_not_read_cases_may_not_search(known: Stage, actor: ActorOf) -> None:
    assert known.post(actor("nobody"), "/v1/children/search", {"given_name": "Kathryn"}).status_code == 403
