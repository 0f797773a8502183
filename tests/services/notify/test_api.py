"""The notify service over HTTP."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.procedure import events
from commonward.store import new_id
from tests.services.conftest import ActorOf
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import allocated, concern, happened, like
from tests.services.notify.post import PostOffice

SAID = {"reason": "staff-absence", "note": "Nobody covered the post.", "effect": "Seen a day later; safe meanwhile."}


@pytest.fixture
def breached(notify: NotifyStage, case: UUID) -> str:
    """The path of an obligation whose time has passed."""
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=49))
    notify.wake()
    return f"/v1/obligations/{notify.published(case, events.ObligationBreached)[0].obligation}"


def test_obligations_are_listed_by_case_state_and_role_the_first_due_first(
    notify: NotifyStage, case: UUID, actor: ActorOf
) -> None:
    notify.tell(case, like(events.ConcernRouted), concern())
    person = actor("social-worker")
    listed = notify.get(person, f"/v1/obligations?case={case}&state=open").json["obligations"]
    assert [line["clock"] for line in listed] == ["MIL-8.tell", "MIL-9.visit"]
    assert len(notify.get(person, "/v1/obligations?role=duty").json["obligations"]) == 1
    assert notify.get(person, "/v1/obligations?page=2").json == {"obligations": []}


@pytest.mark.parametrize("path", ["obligations", "notices"])
def test_a_case_of_nobody_is_not_found(notify: NotifyStage, actor: ActorOf, path: str) -> None:
    assert notify.get(actor("social-worker"), f"/v1/{path}?case={new_id()}").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=1e3", f"page={10**30}", "limit=201", "case=1", "role=A"])
def test_a_query_that_does_not_fit_names_its_field(notify: NotifyStage, actor: ActorOf, query: str) -> None:
    refused = notify.get(actor("social-worker"), f"/v1/obligations?{query}")
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, query.partition("=")[0])


def test_an_unknown_state_is_named_with_what_is_allowed(notify: NotifyStage, actor: ActorOf) -> None:
    refused = notify.get(actor("social-worker"), "/v1/obligations?state=late")
    assert refused.status_code == 422
    assert "breached" in refused.json["errors"][0]["allowed"]


def test_a_manager_acknowledges_a_breach_with_reason_and_effect(
    notify: NotifyStage, case: UUID, actor: ActorOf, breached: str
) -> None:
    manager = actor("team-manager")
    assert notify.post(manager, f"{breached}/acknowledgement", SAID).status_code == 200
    said = notify.get(manager, breached).json["acknowledged"]
    assert (said["reason"], said["effect"], said["by"]) == (SAID["reason"], SAID["effect"], str(manager.person))
    assert {"breach.acknowledge", "obligation.read"} <= notify.audited(case)


def test_a_practitioner_cannot_acknowledge_a_breach(notify: NotifyStage, actor: ActorOf, breached: str) -> None:
    assert notify.post(actor("social-worker"), f"{breached}/acknowledgement", SAID).status_code == 403


def test_a_breach_is_acknowledged_once(notify: NotifyStage, actor: ActorOf, breached: str) -> None:
    answers = [notify.post(actor("team-manager"), f"{breached}/acknowledgement", SAID).status_code for _ in range(2)]
    assert answers == [200, 409]


def test_what_is_not_breached_cannot_be_acknowledged(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    notify.tell(case, concern())
    obligation = notify.published(case, events.ObligationOpened)[0].obligation
    answer = notify.post(actor("team-manager"), f"/v1/obligations/{obligation}/acknowledgement", SAID)
    assert answer.status_code == 409


def test_an_acknowledgement_outlives_the_obligations_end(
    notify: NotifyStage, case: UUID, actor: ActorOf, breached: str
) -> None:
    notify.post(actor("team-manager"), f"{breached}/acknowledgement", SAID)
    notify.tell(case, like(events.CaseClosed))
    found = notify.get(actor("team-manager"), breached).json
    assert (found["state"], found["acknowledged"]["reason"]) == ("superseded", "staff-absence")


def test_a_cases_notices_show_each_attempt(notify: NotifyStage, case: UUID, actor: ActorOf, office: PostOffice) -> None:
    notify.tell(case, concern())
    notify.deliver()
    (notice,) = notify.get(actor("social-worker"), f"/v1/notices?case={case}").json["notices"]
    assert (notice["role"], notice["state"]) == ("coordinator", "sent")
    assert [attempt["outcome"] for attempt in notice["attempts"]] == ["accepted"]
    assert "notices.list" in notify.audited(case)


def test_the_work_list_has_what_the_callers_roles_owe(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    notify.tell(case, concern(), like(events.ConcernRouted))
    assert [line["clock"] for line in _work_list(notify, actor("duty"))] == ["MIL-8.tell"]
    assert _work_list(notify, actor("team-manager")) == []


def test_the_work_list_of_a_worker_has_their_own_cases_only(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    notify.tell(case, allocated(), like(events.ConcernRouted))
    role = "allocated-social-worker"
    [line] = _work_list(notify, actor(role, name="worker-1"))
    assert (line["clock"], line["reference"]) == ("MIL-9.visit", "MIL-2026-4F7K2M")
    assert _work_list(notify, actor(role, name="worker-2")) == []


def test_an_unknown_obligation_is_not_there(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    assert notify.get(actor("social-worker"), f"/v1/obligations/{case}").status_code == 404


def _work_list(notify: NotifyStage, person: object) -> list[dict[str, object]]:
    answer = notify.get(person, "/v1/work-list")  # type: ignore[arg-type]  # an Actor, as `actor` makes it
    found: list[dict[str, object]] = answer.json["obligations"]
    return found
