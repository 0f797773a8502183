"""What a proposal would do, as whoever is to agree reads it; and afterwards, who answered it and when."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.identity import Actor
from tests.services.referral.bodies import case_id, today
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

REASON = "A synthetic reason."


def propose(referral: Stage, worker: Actor, case: str, what: str, **body: Any) -> str:
    """The path under which the proposal is read."""
    proposed = referral.post(worker, f"{case}/{what}", {"reason": REASON, **body})
    assert proposed.status_code == 201, proposed.text
    return f"/v1/proposals/{proposed.json['id']}"


def changes(page: Any) -> dict[str, tuple[str | None, str | None]]:
    return {line["field"]: (line["before"], line["after"]) for line in page["changes"]}


def test_a_correction_shows_what_is_known_beside_what_would_be(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    path = propose(referral, worker, case, "corrections", corrections={"looked_after": "yes", "immediate_danger": "no"})
    page = referral.get(manager, path).json
    assert changes(page) == {"looked-after": ("unknown", "yes"), "immediate-danger": ("unknown", "no")}
    assert (page["reason"], page["proposed_by"], page["yours"]) == (REASON, str(worker.person), True)


def test_a_date_of_birth_shows_the_ages_that_follow(referral: Stage, case: str, worker: Actor, manager: Actor) -> None:
    before = referral.get(worker, case).json["born"]
    born = today().replace(year=today().year - 12, month=1, day=1).isoformat()
    path = propose(referral, worker, case, "corrections", corrections={"born": born})
    found = changes(referral.get(manager, path).json)
    assert found["born"] == (before, born)
    assert found["age-at-referral"][1] == "12"
    assert found["age-at-referral"][0] != "12"


def test_reading_what_it_would_do_does_none_of_it(referral: Stage, case: str, worker: Actor, manager: Actor) -> None:
    born = today().replace(year=today().year - 12, month=1, day=1).isoformat()
    path = propose(referral, worker, case, "corrections", corrections={"born": born, "looked_after": "yes"})
    with referral.acting(worker) as unit:
        before = unit.facts(case_id(case))
    first, again = (referral.get(manager, path).json for _ in range(2))
    with referral.acting(worker) as unit:
        assert (first, unit.facts(case_id(case))) == (again, before)


def test_who_proposed_it_and_who_only_reads_do_not_answer(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    own = propose(referral, manager, case, "voiding", kind="opened-in-error")
    page = referral.get(manager, own).json
    assert (page["yours"], page["state"], page["wrong"]) == (False, "waiting", "opened-in-error")
    assert referral.get(worker, own).json["yours"] is False


@pytest.mark.parametrize(("agree", "state"), [(True, "made"), (False, "refused")])
def test_an_answered_proposal_says_who_answered_and_when(
    referral: Stage, case: str, worker: Actor, manager: Actor, agree: bool, state: str
) -> None:
    path = propose(referral, worker, case, "corrections", corrections={"looked_after": "yes"})
    assert referral.post(manager, f"{path}/authorisation", {"agree": agree}).status_code == 200
    page = referral.get(worker, path).json
    assert (page["state"], page["authorised_by"], page["yours"]) == (state, str(manager.person), False)
    assert page["answered_at"] >= page["proposed_at"]
    assert changes(page) == {"looked-after": (None, "yes")}


@pytest.mark.parametrize("born", ["1900-01-01", "1850-06-01"])
def test_nobody_is_corrected_to_an_age_that_nobody_reaches(
    referral: Stage, case: str, worker: Actor, born: str
) -> None:
    refused = referral.post(worker, f"{case}/corrections", {"reason": REASON, "corrections": {"born": born}})
    assert refused.status_code == 422
    assert "is too long ago" in refused.text


def test_of_two_corrections_that_contradict_each_other_the_second_can_be_read_and_refused(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    early = today().replace(year=today().year - 5, month=1, day=1).isoformat()
    late = today().replace(year=today().year - 2, month=1, day=1).isoformat()
    happened = propose(referral, worker, case, "corrections", corrections={"happened_on": early})
    born = propose(referral, worker, case, "corrections", corrections={"born": late})
    assert referral.post(manager, f"{born}/authorisation", {"agree": True}).status_code == 200
    assert referral.get(manager, happened).json["contradicted"] == "is before the child was born"
    refused = referral.post(manager, f"{happened}/authorisation", {"agree": True})
    assert (refused.status_code, "before the child was born" in refused.text) == (422, True)
    assert referral.post(manager, f"{happened}/authorisation", {"agree": False}).status_code == 200
