"""Who signs in at the real Keycloak, what their tokens open, and which tokens open nothing."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import expect

from commonward.identity import TokenVerifier, keys, recent
from commonward_portal import guards
from commonward_portal.sessions import LARGEST
from tests.identity.conftest import Region
from tests.identity.person import COOKIE, Person
from tests.services.referral.bodies import report

pytestmark = [pytest.mark.stack, pytest.mark.timeout(420)]

PersonOf = Callable[[str], Person]
PARTNER = "example-partner"


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the referral service with a token."""

    region: Region
    token: str

    def get(self, path: str) -> requests.Response:
        return requests.get(self._url(path), headers=self._headers, timeout=20)

    def raise_concern(self) -> requests.Response:
        body = report(child={"given_name": "Synthetic", "family_name": "Example"})
        return requests.post(self._url("/concerns"), headers=self._headers, json=body, timeout=20)

    @property
    def cases(self) -> list[str]:
        return [case["id"] for case in self.get("/cases").json()["cases"]]

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _url(self, path: str) -> str:
        return f"{self.region.settings.service_url('referral')}/v1{path}"


@pytest.fixture
def bolton(region: Region, person: PersonOf) -> Caller:
    """A Bolton social worker who has signed in."""
    worker = person("bolton-social-worker")
    worker.sign_in()
    return Caller(region, worker.token)


@pytest.fixture
def leeds(region: Region, person: PersonOf) -> Caller:
    """A Leeds social worker who has signed in."""
    worker = person("leeds-social-worker")
    worker.sign_in()
    return Caller(region, worker.token)


@pytest.fixture
def partner(region: Region) -> Callable[[], Caller]:
    """A partner's system of the partners' realm, with a fresh token each time."""
    realm = region.keycloak.realm("partners")
    return lambda: Caller(region, realm.system_token(PARTNER, realm.secret(PARTNER)))


# --- people


def test_the_portal_asks_for_a_code_with_pkce_state_and_nonce(person: PersonOf) -> None:
    worker = person("bolton-social-worker")
    worker.begin()

    asked = parse_qs(urlsplit(worker.page.url).query)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert asked.keys() >= {"state", "nonce", "code_challenge"}


def test_a_board_sees_its_own_case_and_nothing_of_the_others(bolton: Caller, leeds: Caller) -> None:
    raised = bolton.raise_concern()
    assert raised.status_code == 201, raised.text
    case = raised.json()["case"]

    assert bolton.get(f"/cases/{case}").status_code == 200
    answer = leeds.get(f"/cases/{case}")
    assert (answer.status_code, case in answer.text, case in leeds.cases) == (404, False, False)


def test_a_wrong_password_stays_at_the_provider(region: Region, person: PersonOf) -> None:
    worker = person("bolton-team-manager")
    worker.begin()
    worker.give_password("not the password of anybody")

    expect(worker.page.locator("#password")).to_be_visible()
    assert worker.page.url.startswith(region.keycloak.url)


def test_an_answer_of_the_provider_is_taken_once(person: PersonOf) -> None:
    worker, visited = person("bolton-social-worker"), list[str]()
    worker.page.on("request", lambda request: visited.append(request.url))
    worker.sign_in()
    (back,) = (url for url in visited if "/callback?" in url)

    answer = worker.page.goto(back)

    assert answer is not None
    assert answer.status == 502


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(person: PersonOf) -> None:
    worker = person("bolton-social-worker")
    worker.begin()
    worker.page.context.clear_cookies(name=COOKIE)

    with worker.page.expect_response("**/callback?*") as answer:
        worker.give_password()

    assert answer.value.status == 502


def test_signing_out_ends_the_session_here_and_at_the_provider(region: Region, person: PersonOf) -> None:
    worker, realm = person("bolton-team-manager"), region.keycloak.realm("bolton")
    worker.sign_in()
    assert realm.sessions_of(worker.username) == 1

    worker.sign_out()

    assert realm.sessions_of(worker.username) == 0
    worker.begin()
    expect(worker.page.locator("#password")).to_be_visible()


SERVICES = {"referral": "/cases", "risk": "/tools", "meetings": "/meeting-kinds", "notify": "/work-list"}


def statuses(region: Region, token: str) -> set[int]:
    """What each service answers to the token."""
    headers = {"Authorization": f"Bearer {token}"}
    urls = [f"{region.settings.service_url(service)}/v1{path}" for service, path in SERVICES.items()]
    return {requests.get(url, headers=headers, timeout=20).status_code for url in urls}


def refused_within(seconds: float, region: Region, token: str) -> None:
    """Every service refuses the token so soon."""
    began = time.monotonic()
    while statuses(region, token) != {401}:
        assert time.monotonic() - began < seconds
        time.sleep(0.05)


def test_signing_out_ends_the_token_in_every_service(region: Region, person: PersonOf) -> None:
    worker = person("bolton-social-worker")
    worker.sign_in()
    token = worker.token
    assert statuses(region, token) == {200}

    worker.sign_out()

    refused_within(2, region, token)


def test_a_session_that_an_administrator_ends_is_over_everywhere_and_the_portal_says_so(
    region: Region, person: PersonOf
) -> None:
    worker, other = person("bolton-social-worker"), person("leeds-social-worker")
    worker.sign_in()
    other.sign_in()

    region.keycloak.realm("bolton").end_sessions_of(worker.username)

    refused_within(2, region, worker.token)
    worker.page.goto(f"{region.settings.public_url}/cases")
    expect(worker.page.locator("#password")).to_be_visible()
    assert statuses(region, other.token) == {200}


def test_a_token_that_has_run_out_is_refreshed_and_fits_the_cookie(region: Region, person: PersonOf) -> None:
    worker, realm = person("bolton-social-worker"), region.keycloak.realm("bolton")
    realm.admin("PUT", json={"accessTokenLifespan": 8})
    worker.sign_in()
    before = worker.token
    time.sleep(5)
    worker.page.goto(f"{region.settings.public_url}/cases")
    worker.page.get_by_role("button", name="Sign out").wait_for()
    assert worker.token != before
    realm.admin("PUT", json={"accessTokenLifespan": 300})
    (cookie,) = [one["value"] for one in worker.page.context.cookies() if one["name"] == COOKIE]
    assert len(cookie) <= LARGEST


# --- roles


def test_a_boards_own_name_of_a_role_means_what_the_settings_say(region: Region) -> None:
    realm, its = region.keycloak.realm("bolton"), region.settings.authorities["bolton"]
    realm.give_role("service-account-commonward-services", "SG-CSE-Practice")
    token = realm.system_token("commonward-services", realm.secret("commonward-services"))
    translated = its.issuers[0].model_copy(update={"roles": {"SG-CSE-Practice": ("social-worker",)}})
    changed = {**region.settings.authorities, "bolton": its.model_copy(update={"issuers": (translated,)})}

    actor = TokenVerifier(region.settings.model_copy(update={"authorities": changed})).verify(token)

    assert actor.roles == {"social-worker"}


# --- systems


def test_a_partners_system_may_report_and_read_nothing(partner: Callable[[], Caller]) -> None:
    system = partner()
    assert system.raise_concern().status_code == 201
    assert system.get("/cases").status_code == 403


def test_the_platforms_own_programs_see_no_case(region: Region) -> None:
    realm = region.keycloak.realm("bolton")
    program = Caller(region, realm.system_token("commonward-services", realm.secret("commonward-services")))
    assert (program.get("/cases").status_code, program.raise_concern().status_code) == (403, 403)


# --- tokens that open nothing


def part(document: Any) -> str:
    return urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


def parts_of(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    header, claims, signature = token.split(".")
    opened = (json.loads(urlsafe_b64decode(each + "==")) for each in (header, claims))
    return next(opened), next(opened), signature


def unsigned(good: str, _other: str, _region: Region) -> str:
    header, claims, _ = parts_of(good)
    return f"{part({**header, 'alg': 'none'})}.{part(claims)}."


def own_key_under_its_kid(good: str, _other: str, _region: Region) -> str:
    header, claims, _ = parts_of(good)
    return jwt.encode(header, claims, RSAKey.generate_key(2048))


def public_key_as_a_secret(good: str, _other: str, region: Region) -> str:
    header, claims, _ = parts_of(good)
    certs = requests.get(f"{region.keycloak.realm('bolton').issuer}/protocol/openid-connect/certs", timeout=10)
    (found,) = (key for key in certs.json()["keys"] if key["kid"] == header["kid"])
    pem = RSAKey.import_key(found).as_pem(private=False)
    signed = f"{part({**header, 'alg': 'HS256'})}.{part(claims)}"
    return f"{signed}.{urlsafe_b64encode(hmac.digest(pem, signed.encode(), 'sha256')).decode().rstrip('=')}"


def kid_of_the_other_board(good: str, other: str, _region: Region) -> str:
    header, claims, signature = parts_of(good)
    return f"{part({**header, 'kid': parts_of(other)[0]['kid']})}.{part(claims)}.{signature}"


def other_board_that_says_it_is_this_one(good: str, other: str, _region: Region) -> str:
    header, claims, signature = parts_of(other)
    return f"{part(header)}.{part({**claims, 'iss': parts_of(good)[1]['iss']})}.{signature}"


def other_board_under_this_ones_kid(good: str, other: str, _region: Region) -> str:
    claims = {**parts_of(other)[1], "iss": parts_of(good)[1]["iss"]}
    return f"{part(parts_of(good)[0])}.{part(claims)}.{parts_of(other)[2]}"


def a_manager_by_own_hand(good: str, _other: str, _region: Region) -> str:
    header, claims, signature = parts_of(good)
    return f"{part(header)}.{part({**claims, 'realm_access': {'roles': ['team-manager']}})}.{signature}"


def for_somebody_else(_good: str, _other: str, region: Region) -> str:
    realm = region.keycloak.realm("bolton")
    return realm.system_token("elsewhere", realm.add_system("elsewhere"))


def of_no_board(_good: str, _other: str, region: Region) -> str:
    return region.keycloak.token()


def huge(good: str, _other: str, _region: Region) -> str:
    return good + "x" * 9000


FORGED = {
    unsigned: "algorithm",
    public_key_as_a_secret: "algorithm",
    own_key_under_its_kid: "signature",
    other_board_under_this_ones_kid: "signature",
    a_manager_by_own_hand: "signature",
    kid_of_the_other_board: "unknown-key",
    other_board_that_says_it_is_this_one: "unknown-key",
    for_somebody_else: "audience",
    of_no_board: "unknown-issuer",
    huge: "too-large",
}


def refused(caller: Caller, reason: str) -> None:
    """A clear problem that says why in one word, and nothing of the token."""
    for answer in (caller.raise_concern(), caller.get("/cases")):
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json"), answer.text
        assert (answer.json()["detail"], answer.json()["status"]) == (reason, 401)
        assert caller.token[:40] not in answer.text


def test_a_forged_or_foreign_token_is_refused_and_changes_nothing(
    region: Region, bolton: Caller, leeds: Caller
) -> None:
    before = bolton.cases, leeds.cases
    for forge, reason in FORGED.items():
        refused(Caller(region, forge(bolton.token, leeds.token, region)), reason)
    assert (bolton.cases, leeds.cases) == before


@pytest.mark.parametrize(("minutes", "reason"), [(90, "expired"), (-2, "not-yet-valid")])
def test_a_token_is_good_in_its_own_time_alone(partner: Callable[[], Caller], minutes: int, reason: str) -> None:
    system = partner()
    with later(minutes=minutes):
        refused(system, reason)
    assert system.raise_concern().status_code == 201


# --- keys


def test_keys_rotate_without_a_restart_and_a_withdrawn_one_opens_nothing(
    region: Region, partner: Callable[[], Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    realm = region.keycloak.realm("partners")
    realm.admin("PUT", json={"accessTokenLifespan": 3600})
    used, kept = partner(), partner()
    assert used.raise_concern().status_code == 201

    new_key = realm.rotate()
    monkeypatch.setattr(keys, "REFRESH_SECONDS", 0.0)
    assert partner().raise_concern().status_code == 201
    assert kept.raise_concern().status_code == 201, "the old key is still published"

    realm.withdraw_other_keys(new_key)
    monkeypatch.setattr(keys, "LIFE_SECONDS", 0.0)
    with later(seconds=recent.LIFE_SECONDS + 1):
        refused(used, "unknown-key")
        refused(kept, "unknown-key")
        assert partner().raise_concern().status_code == 201
    realm.admin("PUT", json={"accessTokenLifespan": 300})


def test_people_who_are_signed_in_go_on_when_the_keys_rotate_and_others_sign_in_with_the_new_one(
    region: Region, person: PersonOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, manager = person("bolton-social-worker"), person("bolton-team-manager")
    realm = region.keycloak.realm("bolton")
    worker.sign_in()
    monkeypatch.setattr(keys, "REFRESH_SECONDS", 0.0)  # as if the keys had not just been fetched
    old, new_key = worker.token, realm.rotate()
    assert statuses(region, old) == {200}
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(guards, "MARGIN", 3600.0)  # the portal takes the token for one that ends
        worker.page.goto(f"{region.settings.public_url}/cases")
        worker.page.get_by_role("button", name="Sign out").wait_for()
    assert parts_of(worker.token)[0]["kid"] != parts_of(old)[0]["kid"]

    realm.withdraw_other_keys(new_key)
    manager.sign_in()
    assert statuses(region, manager.token) == {200}


def later(**passed: float) -> time_machine.travel:
    """That much later, in this process; Keycloak's own time stays."""
    return time_machine.travel(datetime.now(UTC) + timedelta(**passed), tick=True)
