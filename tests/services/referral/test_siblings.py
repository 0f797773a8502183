"""Siblings are linked by a person, in both directions, and unlinked by two; a concern on one reminds of the others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Prompt, events
from tests.services.boards import Board
from tests.services.referral.bodies import CLOSE, child, report
from tests.services.referral.test_merging import NOBODY, OTHER_NUMBER, child_of, merge
from tests.services.referral.test_putting_right import REASON, propose
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

ASK = Prompt(
    "siblings",
    "Look at the siblings too.",
    ("note",),
    ("MIL-7.gate",),
    when=lambda facts: bool(facts.siblings),
)


@pytest.fixture
def pair(referral: Stage, worker: Actor) -> tuple[str, str]:
    """The open cases of two children."""
    bodies = (report(), report(child=child(given_name="Robin", nhs_number=OTHER_NUMBER)))
    cases = [referral.post(worker, "/v1/concerns", body).json["case"] for body in bodies]
    referral.settle()
    return cases[0], cases[1]


def link(referral: Stage, worker: Actor, case: str, other: str, **changes: Any) -> Any:
    body = {"child_id": child_of(referral, worker, other), "relation": "half", "reason": REASON, **changes}
    return referral.post(worker, f"/v1/cases/{case}/siblings", body)


def seen(referral: Stage, worker: Actor, case: str) -> list[tuple[str, str, list[str]]]:
    page = referral.get(worker, f"/v1/cases/{case}").json
    return [(line["name"], line["relation"], [one["id"] for one in line["cases"]]) for line in page["siblings"]]


def test_a_link_holds_in_both_directions(referral: Stage, worker: Actor, pair: tuple[str, str]) -> None:
    assert link(referral, worker, *pair).status_code == 201
    assert seen(referral, worker, pair[0]) == [("Robin Example", "half", [pair[1]])]
    assert seen(referral, worker, pair[1]) == [("Synthetic Example", "half", [pair[0]])]
    for case in pair:
        [event] = referral.published(UUID(case), events.SiblingsLinked)
        assert (event.relation, event.linked_by) == ("half", worker.person)
    assert "siblings.link" in referral.audited(UUID(pair[0]))


@pytest.mark.parametrize("changes", [{"child_id": NOBODY}, {"relation": "cousin"}, {"reason": ""}])
def test_what_is_wrong_is_refused(
    referral: Stage, worker: Actor, pair: tuple[str, str], changes: dict[str, str]
) -> None:
    refused = link(referral, worker, *pair, **changes)
    assert (refused.status_code, list(errors_of(refused))) == (422, [*changes])


def test_a_child_is_no_sibling_of_itself_and_none_twice(referral: Stage, worker: Actor, pair: tuple[str, str]) -> None:
    assert "is the child of this case" in link(referral, worker, pair[0], pair[0]).text
    link(referral, worker, *pair)
    assert "already" in errors_of(link(referral, worker, pair[1], pair[0]))["child_id"]["message"]


def test_a_wrong_link_is_taken_away_by_two_people(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    made = link(referral, worker, *pair).json["id"]
    path = propose(referral, worker, f"/v1/siblings/{made}/voiding")
    assert referral.post(worker, path, {"agree": True}).status_code == 403
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    assert [seen(referral, worker, case) for case in pair] == [[], []]
    for case in pair:
        assert len(referral.published(UUID(case), events.SiblingsUnlinked)) == 1
    assert referral.post(worker, f"/v1/siblings/{made}/voiding", {"reason": REASON}).status_code == 404


@pytest.mark.parametrize("board", [Board(prompts=(ASK,))])
def test_a_concern_on_one_reminds_of_the_others_and_forces_nothing(
    referral: Stage, worker: Actor, pair: tuple[str, str]
) -> None:
    path = f"/v1/cases/{pair[0]}/prompts?at=note"
    assert referral.get(worker, path).json["prompts"] == []
    link(referral, worker, *pair)
    assert [prompt["id"] for prompt in referral.get(worker, path).json["prompts"]] == ["siblings"]
    assert referral.post(worker, "/v1/concerns", report()).json["case"] == pair[0]
    assert referral.published(UUID(pair[1]), events.ConcernRaised)[1:] == []


def test_a_later_case_of_the_child_knows_of_the_siblings(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    link(referral, worker, *pair)
    referral.post(manager, f"/v1/cases/{pair[0]}/closing", CLOSE)
    referral.settle()
    later = referral.post(worker, "/v1/concerns", report()).json
    assert later["opened"]
    with referral.acting(worker) as unit:
        assert [sibling.relation for sibling in unit.facts(UUID(later["case"])).siblings] == ["half"]
    assert len(seen(referral, worker, pair[1])[0][2]) == 2


def test_a_sibling_is_one_of_the_child_whose_records_were_merged(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    third = child(given_name="Robyn", nhs_number="9990000034")
    case = referral.post(worker, "/v1/concerns", report(child=third)).json["case"]
    link(referral, worker, *pair)
    merge(referral, worker, manager, pair[1], case)
    assert [(name, len(cases)) for name, _, cases in seen(referral, worker, pair[0])] == [("Robyn Example", 2)]
    assert len(seen(referral, worker, case)) == 1
