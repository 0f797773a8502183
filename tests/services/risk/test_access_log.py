"""A case's access log, which every service keeps of itself."""

from __future__ import annotations

from urllib.parse import quote
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


def test_older_pages_go_on_where_the_newer_end_and_nothing_lies_between(
    risk: Stage, case: UUID, worker: Actor, manager: Actor
) -> None:
    for _ in range(3):
        risk.get(worker, f"/v1/cases/{case}/levels")
    path = f"/v1/cases/{case}/access-log"
    whole = risk.get(manager, f"{path}?limit=200").json["accesses"]
    first = risk.get(manager, f"{path}?limit=2").json
    older = quote(first["accesses"][-1]["at"])
    rest = risk.get(manager, f"{path}?limit=200&before={older}").json
    assert (len(first["accesses"]), first["more"], rest["more"]) == (2, True, False)
    assert [*first["accesses"][1:], *rest["accesses"]] == whole


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "before=x", "before=2026-01-01T00:00:00", "who=me"])
def test_a_page_that_is_none_is_refused(risk: Stage, case: UUID, manager: Actor, query: str) -> None:
    assert risk.get(manager, f"/v1/cases/{case}/access-log?{query}").status_code == 422


def test_nobody_but_a_manager_reads_it(risk: Stage, case: UUID, worker: Actor) -> None:
    assert risk.get(worker, f"/v1/cases/{case}/access-log").status_code == 403


def test_a_case_that_is_not_there_has_none(risk: Stage, case: UUID, manager: Actor) -> None:
    missing = UUID(int=case.int ^ 1)
    assert risk.get(manager, f"/v1/cases/{missing}/access-log").status_code == 404
