"""How long somebody stays signed in, and what ends it everywhere at once."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import time_machine
from flask import Flask, Response

from commonward.identity.development.back_channel import BackChannel
from commonward.identity.development.issuer import issuer_url, signing_key
from commonward.identity.development.server import AuthorityServer
from commonward.identity.login import back_channel_url
from commonward.runtime.together import together
from commonward.settings import Settings
from commonward_portal.sessions import SealedSessions
from tests.services.portal.place import Visitor, make_settings

pytestmark = pytest.mark.thorough

SERVICES = {"referral": "/v1/cases", "risk": "/v1/tools", "meetings": "/v1/meeting-kinds", "notify": "/v1/work-list"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A platform of its own, as its time is moved."""
    made = make_settings(Path(tmp_path_factory.mktemp("staying")))
    with together(made):
        yield made


@pytest.fixture
def worker(settings: Settings) -> Visitor:
    visitor = Visitor(settings.public_url)
    visitor.sign_in()
    return visitor


def later(**passed: float) -> time_machine.travel:
    """That much later, in this process."""
    return time_machine.travel(datetime.now(UTC) + timedelta(**passed), tick=True)


def is_signed_in(visitor: Visitor) -> bool:
    visitor.http.close()  # the server has given up connections of another time
    return visitor.get("/cases", allow_redirects=False).status_code == 200


def held(settings: Settings, visitor: Visitor) -> dict[str, str]:
    """What the session keeps of the login."""
    reader = Flask("reader")
    reader.config["SESSION_COOKIE_NAME"] = "commonward"
    cookie = f"commonward={visitor.http.cookies['commonward']}"
    with reader.test_request_context(headers={"Cookie": cookie}) as context:
        found: dict[str, str] = SealedSessions.of(settings).open_session(reader, context.request)["user"]
    return found


def statuses(settings: Settings, token: str) -> dict[str, int]:
    headers = {"Authorization": f"Bearer {token}"}
    return {
        service: requests.get(settings.service_url(service) + path, headers=headers, timeout=10).status_code
        for service, path in SERVICES.items()
    }


def back_channel(settings: Settings) -> BackChannel:
    keys, url = signing_key(settings.data_dir, "bolton"), back_channel_url(settings, "bolton")
    return BackChannel(issuer_url(settings, "bolton"), "commonward-portal", url, keys)


# --- staying


def test_a_token_that_has_run_out_is_refreshed_in_silence(settings: Settings, worker: Visitor) -> None:
    before = held(settings, worker)
    with later(minutes=12):
        assert is_signed_in(worker)
        after = held(settings, worker)
    assert after["access_token"] != before["access_token"]
    assert after["id_token"] == before["id_token"]


def test_while_the_provider_is_away_the_session_is_kept_and_goes_on_afterwards(
    settings: Settings, worker: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, filled = worker.begin(), worker.fill("child", family_name="Kept")
    with later(minutes=12):
        worker.http.close()
        with monkeypatch.context() as away:
            away.setattr(AuthorityServer, "create_token_response", lambda _: Response(status=503))
            page, sent = worker.get("/cases"), worker.post(f"{draft}/child", filled)
        assert is_signed_in(worker)
    assert (page.status_code, "You are still signed in" in page.text) == (503, True)
    assert (sent.status_code, 'name="family_name" value="Kept"' in sent.text) == (503, True)


def test_who_opens_nothing_for_half_an_hour_signs_in_again(worker: Visitor) -> None:
    with later(minutes=29):
        assert is_signed_in(worker)
    with later(minutes=58):
        assert is_signed_in(worker), "it is the last use that counts"
    with later(minutes=89):
        assert not is_signed_in(worker)


def test_after_twelve_hours_everybody_signs_in_again(worker: Visitor) -> None:
    for minutes in range(25, 12 * 60, 25):
        with later(minutes=minutes):
            assert is_signed_in(worker)
    with later(minutes=12 * 60 + 1):
        assert not is_signed_in(worker)


def test_every_page_says_until_when(worker: Visitor) -> None:
    assert "You stay signed in until" in worker.get("/cases").text


def test_a_form_sent_too_late_is_kept_and_can_be_sent(worker: Visitor) -> None:
    draft, filled = worker.begin(), worker.fill("child", family_name="Kept")
    with later(minutes=45):
        worker.http.close()
        answer = worker.post(f"{draft}/child", filled)
    assert (answer.status_code, 'name="family_name" value="Kept"' in answer.text) == (401, True)


# --- ending


def test_whoever_signs_out_lands_on_a_page_that_says_so(worker: Visitor) -> None:
    page = worker.get("/cases").text
    left = worker.post("/logout", {"csrf": page.partition('name="csrf" value="')[2].partition('"')[0]})
    assert left.url == f"{worker.address}/signed-out"
    assert "You are signed out" in left.text
    assert worker.get("/").url == f"{worker.address}/login?next=/", "the next visit asks to sign in"


def test_signing_out_ends_the_token_in_every_service(settings: Settings, worker: Visitor) -> None:
    token = held(settings, worker)["access_token"]
    assert set(statuses(settings, token).values()) == {200}
    page = worker.get("/cases").text
    worker.post("/logout", {"csrf": page.partition('name="csrf" value="')[2].partition('"')[0]})
    until = time.monotonic() + 10
    while set(statuses(settings, token).values()) != {401}:
        assert time.monotonic() < until, statuses(settings, token)
        time.sleep(0.1)


def test_a_session_that_its_provider_ends_is_over_within_two_seconds_and_no_other(
    settings: Settings, worker: Visitor
) -> None:
    other = Visitor(settings.public_url)
    other.sign_in()
    mine = held(settings, worker)
    claims = sid_of(mine["access_token"])
    channel = back_channel(settings)
    answer = requests.post(channel.url, data={"logout_token": channel.token(*claims)}, timeout=10)
    ended = time.monotonic()
    assert answer.status_code == 200
    while set(statuses(settings, mine["access_token"]).values()) != {401}:
        assert time.monotonic() - ended < 2
    assert worker.get("/cases", allow_redirects=False).status_code == 302
    assert is_signed_in(other)


def test_a_form_that_is_sent_after_it_is_kept(settings: Settings, worker: Visitor) -> None:
    draft, filled = worker.begin(), worker.fill("child", family_name="Kept")
    channel = back_channel(settings)
    token = channel.token(*sid_of(held(settings, worker)["access_token"]))
    requests.post(channel.url, data={"logout_token": token}, timeout=10)
    time.sleep(1.1)
    answer = worker.post(f"{draft}/child", filled)
    assert (answer.status_code, 'name="family_name" value="Kept"' in answer.text) == (401, True)


def test_a_logout_token_is_taken_once_and_for_its_own_board(settings: Settings) -> None:
    channel = back_channel(settings)
    token = channel.token("bolton-social-worker", "some-session")
    elsewhere = channel.url.replace("/bolton/", "/leeds/")
    said = [
        requests.post(url, data={"logout_token": token}, timeout=10).status_code
        for url in (elsewhere, channel.url, channel.url)
    ]
    assert said == [400, 200, 400]


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_what_is_no_logout_token_ends_nothing(settings: Settings, worker: Visitor, token: str) -> None:
    answer = requests.post(back_channel(settings).url, data={"logout_token": token}, timeout=10)
    assert (answer.status_code, answer.text) == (400, "")
    assert is_signed_in(worker)


def sid_of(token: str) -> tuple[str, str]:
    """The person and the session of an access token."""
    part = token.split(".")[1]
    claims = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims["sub"], claims["sid"]
