"""Whoever asks too often is told to wait, and nobody else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform, find_service
from commonward.settings import Settings
from commonward.web import limits
from commonward.web.limits import Window, network
from commonward_portal import create_app
from tests.core.kept import embedded
from tests.core.web.asking import asking
from tests.services.portal.place import Visitor, make_settings, running

pytestmark = pytest.mark.thorough

SOUGHT = {"given_name": "Synthetic", "family_name": "Example"}


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


# --- the window


def test_so_many_times_a_minute_and_no_more() -> None:
    window = Window(3, Hands())
    assert [window.take("x") for _ in range(4)] == [0, 0, 0, 60]


def test_the_wait_is_until_the_first_of_them_is_a_minute_old() -> None:
    window = Window(2, now := Hands())
    window.take("x")
    now.at += 20
    window.take("x")
    now.at += 10.5
    assert window.take("x") == 30
    now.at += 30
    assert window.take("x") == 0


def test_one_does_not_wait_for_another() -> None:
    window = Window(1, Hands())
    assert [window.take("x"), window.take("y"), window.take("x")] == [0, 0, 60]


def test_what_is_refused_does_not_make_the_wait_longer() -> None:
    window = Window(1, now := Hands())
    window.take("x")
    for _ in range(5):
        now.at += 10
        window.take("x")
    now.at += 10
    assert window.take("x") == 0


def test_a_flood_of_callers_costs_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 10)
    window = Window(1, Hands())
    for key in range(100):
        window.take(key)
    assert len(window._times) == 10


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_whoever_holds_a_network_is_counted_once_whichever_of_its_addresses_they_use(
    one: str, other: str, same: bool
) -> None:
    assert (network(one) == network(other)) is same


# --- the services


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """The referral service with tight limits."""
    few = {"limits": {"searches": 3, "refusals": 4, "strangers": 5}}
    settings = Settings.model_validate({**embedded(tmp_path).model_dump(), **few})
    with asking(Platform(settings), find_service("referral")) as made:
        yield made


def bearer(role: str, board: str = "leeds") -> dict[str, str]:
    return {"Authorization": f"Bearer {board}/{role}"}


def search(client: FlaskClient, role: str = "social-worker") -> Any:
    return client.post("/v1/children/search", json=SOUGHT, headers=bearer(role))


def test_who_searches_too_often_waits_and_a_colleague_does_not(client: FlaskClient) -> None:
    assert [search(client).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert search(client, "team-manager").status_code == 200


def test_a_preview_tells_who_is_known_and_counts_as_a_search(client: FlaskClient) -> None:
    asked = [client.post("/v1/concerns/preview", json={}, headers=bearer("social-worker")) for _ in range(4)]
    assert [answer.status_code for answer in asked] == [422, 422, 422, 429]
    assert search(client).status_code == 429


def test_the_answer_says_how_long(client: FlaskClient) -> None:
    *_, last = [search(client) for _ in range(4)]
    assert last.content_type == "application/problem+json"
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert last.json["type"] == "urn:commonward:problem:too-many"


def test_who_looks_for_what_is_not_theirs_is_stopped(client: FlaskClient) -> None:
    path = "/v1/cases/0198c0de-0000-7000-8000-00000000000{}"
    said = [client.get(path.format(n), headers=bearer("social-worker")).status_code for n in range(6)]
    assert said == [404, 404, 404, 404, 429, 429]
    assert client.get("/v1/cases", headers=bearer("social-worker")).status_code == 429
    assert client.get("/v1/cases", headers=bearer("team-manager")).status_code == 200


def test_bad_tokens_of_one_address_are_told_to_wait_and_a_good_one_is_not(client: FlaskClient) -> None:
    said = [client.get("/v1/cases", headers={"Authorization": "Bearer made-up"}).status_code for _ in range(7)]
    assert said == [401, 401, 401, 401, 401, 429, 429]
    assert client.get("/v1/cases", headers=bearer("social-worker")).status_code == 200


# --- the portal


@pytest.mark.thorough
def test_who_begins_too_many_logins_gets_a_page_that_says_so(tmp_path: Path) -> None:
    with running(tmp_path, limits={"logins": 3}) as address:
        visitor = Visitor(address)
        said = [visitor.get("/login/bolton", allow_redirects=False) for _ in range(4)]
    assert [answer.status_code for answer in said] == [302, 302, 302, 429]
    assert (int(said[-1].headers["Retry-After"]) > 0, "Try again" in said[-1].text) == (True, True)


@pytest.mark.parametrize(("proxies", "waits"), [(0, True), (1, False)])
def test_a_forwarded_address_is_believed_from_a_configured_proxy_alone(
    tmp_path: Path, proxies: int, waits: bool
) -> None:
    settings = make_settings(tmp_path, limits={"logins": 1}, proxies=proxies)
    client = create_app(Platform(with_development_issuers(settings))).test_client()
    for caller in ("192.0.2.1", "192.0.2.2"):
        answer = client.get("/login/bolton", headers={"X-Forwarded-For": caller})
    assert (answer.status_code == 429) is waits
