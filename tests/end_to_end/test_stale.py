"""A part that stands still: who can't know of the newest restriction shows people only their own cases until it can."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from commonward.clock import simulated_time, utcnow
from commonward.identity import Actor
from commonward.runtime import Platform, Worker, find_service
from commonward.settings import Settings
from commonward.store import followed_until
from commonward.store.tables import Followed
from commonward.web import staleness
from tests.core import kept
from tests.end_to_end.test_bad_input import concern
from tests.services.stage import Tokens, token

PATIENCE = 60.0
SECONDS = 0.2


@pytest.fixture(params=["embedded", pytest.param("distributed", marks=pytest.mark.stack)])
def settings(request: pytest.FixtureRequest, tmp_path: Path, topic_prefix: str) -> Settings:
    if request.param == "embedded":
        return kept.embedded(tmp_path)
    database, kafka = (request.getfixturevalue(name) for name in ("fresh_database", "kafka_servers"))
    return kept.distributed(database, kafka).model_copy(update={"topic_prefix": topic_prefix})


@pytest.fixture
def platform(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setattr("commonward.messaging.marks.EVERY", SECONDS)
    made = Platform(settings)
    made.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
    for name in ("referral", "risk"):
        made.migrate(find_service(name))
    made.ensure_topics()
    with made.resources("risk").database.session("leeds", writing=True) as session:
        session.execute(delete(Followed))  # the test before had other times
        session.commit()
    yield made
    made.close()


def headers(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(Actor.from_token('leeds', role, frozenset({role})))}"}


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it did not come to it"
        time.sleep(SECONDS)


def test_after_a_quiet_time_a_copy_that_is_not_behind_never_says_so_however_many_ask(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.settings = platform.settings.model_copy(update={"stale_seconds": 10})
    monkeypatch.setattr(staleness, "followed_until", lambda session: time.sleep(SECONDS) or followed_until(session))
    risk = platform.app(find_service("risk"))

    def told() -> int | None:
        return risk.test_client().get("/v1/assessments", headers=headers("team-manager")).json.get("minutes_behind")

    with Worker(platform, find_service("referral"), ("relay",)), Worker(platform, find_service("risk"), ("consumer",)):
        wait_until(lambda: told() is None)
        time.sleep(12)
        with ThreadPoolExecutor(6) as pool:
            assert {each.result() for each in [pool.submit(told) for _ in range(6)]} == {None}


def seen(risk: FlaskClient, case: str) -> int:
    return risk.get(f"/v1/cases/{case}/timeline", headers=headers("team-manager")).status_code


@pytest.mark.parametrize("still", ["the service's own consumer", "the relay of the service that decides access"])
def test_what_stands_still_shows_less_and_says_so_and_goes_on_when_it_moves_again(
    platform: Platform, still: str
) -> None:
    referral, risk = find_service("referral"), find_service("risk")
    clients = {service.name: platform.app(service).test_client() for service in (referral, risk)}
    publishing, following = Worker(platform, referral, ("relay",)), Worker(platform, risk, ("consumer",))
    answer = clients["referral"].post("/v1/concerns", json=concern(), headers=headers("social-worker"))
    case = answer.json["case"]
    with publishing, following:
        wait_until(lambda: seen(clients["risk"], case) == 200)
        stopped = following if still.startswith("the service") else publishing
        stopped.__exit__()
        with simulated_time(utcnow() + timedelta(seconds=90)):
            assert seen(clients["risk"], case) == 404
            listed = clients["risk"].get("/v1/assessments", headers=headers("team-manager")).json
            assert listed["minutes_behind"] == 2
            again = ("consumer",) if stopped is following else ("relay",)
            with Worker(platform, risk if stopped is following else referral, again):
                wait_until(lambda: seen(clients["risk"], case) == 200)
