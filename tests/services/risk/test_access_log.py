"""A case's access log, which every service keeps of itself."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from tests.services.conftest import ActorOf
from tests.services.stage import Stage


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


@pytest.fixture
def manager(actor: ActorOf) -> Actor:
    return actor("team-manager")


def test_it_tells_who_did_what_and_why_the_newest_first(
    risk: Stage, case: UUID, asked: str, worker: Actor, manager: Actor
) -> None:
    risk.get(worker, asked)
    log = risk.get(manager, f"/v1/cases/{case}/access-log").json
    assert [(it["who"], it["what"], it["why"], it["by_platform"]) for it in log["accesses"]] == [
        (str(worker.person), "assessment.read", "team", False),
        (str(risk.resources.worker("mill")), "assessment.request", "role", True),
    ]
    assert {it["service"] for it in log["accesses"]} == {"risk"}


def test_whoever_the_case_is_allocated_to_looks_at_it_for_that(
    risk: Stage, case: UUID, worker: Actor, manager: Actor
) -> None:
    risk.tell(case, events.CaseAllocated(worker=worker.person, role="social-worker", team="north"))
    risk.get(worker, f"/v1/cases/{case}/levels")
    newest = risk.get(manager, f"/v1/cases/{case}/access-log").json["accesses"][0]
    assert (newest["what"], newest["why"]) == ("levels.read", "allocated")


def test_reading_it_is_in_it(risk: Stage, case: UUID, manager: Actor) -> None:
    risk.get(manager, f"/v1/cases/{case}/access-log")
    newest = risk.get(manager, f"/v1/cases/{case}/access-log").json["accesses"][0]
    assert (newest["what"], newest["who"]) == ("access-log.read", str(manager.person))


def test_another_cases_log_is_another(risk: Stage, asked: str, worker: Actor, manager: Actor) -> None:
    risk.get(worker, asked)
    assert risk.get(manager, f"/v1/cases/{risk.open_case()}/access-log").json["accesses"] == []


def test_it_comes_a_page_at_a_time(risk: Stage, case: UUID, worker: Actor, manager: Actor) -> None:
    path = f"/v1/cases/{case}/access-log?limit=1&page="
    for _ in range(2):
        risk.get(worker, f"/v1/cases/{case}/levels")
    pages = [risk.get(manager, f"{path}{page}").json for page in (1, 50)]
    assert [(len(page["accesses"]), page["more"]) for page in pages] == [(1, True), (0, False)]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "page=0", "page=x", "who=me"])
def test_a_page_that_is_none_is_refused(risk: Stage, case: UUID, manager: Actor, query: str) -> None:
    assert risk.get(manager, f"/v1/cases/{case}/access-log?{query}").status_code == 422


def test_nobody_but_a_manager_reads_it(risk: Stage, case: UUID, worker: Actor) -> None:
    assert risk.get(worker, f"/v1/cases/{case}/access-log").status_code == 403


def test_a_case_that_is_not_there_has_none(risk: Stage, case: UUID, manager: Actor) -> None:
    missing = UUID(int=case.int ^ 1)
    assert risk.get(manager, f"/v1/cases/{missing}/access-log").status_code == 404
