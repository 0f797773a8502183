"""The development provider is small but not lax: a client that passes here has done it right."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
import time_machine
from joserfc import jwt
from pydantic import SecretStr

from commonward.identity import TokenVerifier
from commonward.identity.client import TokenRefused, client_credentials_token
from commonward.identity.development import development_provider, in_process_fetch, ready_users
from commonward.identity.development.issuer import signing_key
from commonward.settings import Settings


def test_it_refuses_to_start_outside_development(make_settings: Callable[..., Settings], tmp_path: Path) -> None:
    settings = make_settings(tmp_path).model_copy(update={"environment": "production"})
    with pytest.raises(RuntimeError, match="environment = 'development'"):
        development_provider(settings, ready_users(settings))


def test_people_choose_among_their_own_authoritys_users(place: Any, browser: Any, links: Any) -> None:
    page = requests.get(f"{place.issuer()}/authorize", params=browser.parameters(), timeout=5)
    assert links(page.text) == [user.sub for user in ready_users(place.settings)["bolton"]]
    assert "leeds" not in page.text


def test_an_authority_without_users_of_its_own_gets_a_pair(place: Any) -> None:
    assert [user.sub for user in ready_users(place.settings)["third"]][:2] == ["social-worker", "team-manager"]


def test_a_code_is_exchanged_for_a_short_access_token_and_an_id_token(place: Any, browser: Any) -> None:
    tokens = browser.exchange(browser.code()).json()
    claims = jwt.decode(tokens["access_token"], place.key()).claims
    identity = jwt.decode(tokens["id_token"], place.key()).claims
    assert (claims["aud"], claims["roles"], claims["exp"] - claims["iat"]) == ("commonward", ["social-worker"], 600)
    assert {"iss", "sub", "jti", "client_id"} <= claims.keys()
    assert (identity["nonce"], identity["aud"], identity["sub"]) == ("n", "commonward-portal", claims["sub"])


def test_the_chosen_user_is_who_the_services_see(place: Any, browser: Any) -> None:
    token = browser.exchange(browser.code()).json()["access_token"]
    assert place.verifier().verify(token).roles == {"social-worker"}


def test_userinfo_knows_its_own_tokens_only(place: Any, browser: Any) -> None:
    def ask(token: str) -> requests.Response:
        return requests.get(f"{place.issuer()}/userinfo", headers={"Authorization": f"Bearer {token}"}, timeout=5)

    assert ask(place.script_token()).json()["roles"] == ["social-worker"]
    id_token = browser.exchange(browser.code()).json()["id_token"]
    others = ("", "x.y.z", place.script_token("leeds", "operator"), id_token)
    assert [ask(bad).status_code for bad in others] == [401] * 4


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"nonce": None},
        {"response_type": "token"},
    ],
)
def test_a_careless_request_gets_no_code(browser: Any, changes: dict[str, Any]) -> None:
    answer = browser.authorize(**changes)
    assert answer.status_code in {302, 400}
    assert "code=" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://mallory.example/"},
        {"redirect_uri": None},
        {"redirect_uri": 'https://mallory.example/"é\\'},
        {"client_id": "nobody"},
        {"client_id": None},
        {"client_id": "bolton-social-worker"},
    ],
)
def test_an_unregistered_client_or_address_is_told_so_and_not_redirected_to(browser: Any, changes: Any) -> None:
    answer = browser.authorize(**changes)
    assert 400 <= answer.status_code < 500
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": None},
        {"redirect_uri": "https://mallory.example/"},
        {"client_id": "nobody"},
        {"code": None},
        {"code": "x"},
    ],
)
def test_a_wrong_exchange_gets_no_token(browser: Any, changes: dict[str, Any]) -> None:
    code = browser.code()
    answer = browser.exchange(**{"code": code, **changes})
    assert 400 <= answer.status_code < 500
    assert "access_token" not in answer.text


def test_a_code_works_once(browser: Any) -> None:
    code = browser.code()
    assert [browser.exchange(code).status_code for _ in range(2)] == [200, 400]


def test_a_code_of_one_authority_is_nothing_to_another(place: Any, browser: Any) -> None:
    form = {"grant_type": "authorization_code", "code": browser.code(), "client_id": "commonward-portal"}
    answer = requests.post(f"{place.issuer('leeds')}/token", data=form, timeout=5)
    assert answer.status_code == 400


def test_a_code_is_forgotten_after_a_minute(browser: Any) -> None:
    code = browser.code()
    with time_machine.travel(time.time() + 61, tick=True):
        assert browser.exchange(code).status_code == 400


def test_a_script_can_not_exchange_the_portals_code(browser: Any) -> None:
    answer = browser.exchange(browser.code(), client_id="operator", client_secret="development")
    assert answer.json()["error"] == "unauthorized_client"


def test_a_portal_with_a_secret_must_show_it(place: Any, browser: Any) -> None:
    issuer = place.settings.authorities["bolton"].issuers[0].model_copy(update={"client_secret": SecretStr("s")})
    bolton = place.settings.authorities["bolton"].model_copy(update={"issuers": (issuer,)})
    settings = place.settings.model_copy(update={"authorities": {"bolton": bolton}})
    with development_provider(settings, ready_users(settings)).test_client() as client:
        asked = {"query_string": browser.parameters(), "data": {"sub": "operator"}}
        codes = [client.post("/bolton/authorize", **asked).location.split("code=")[1].split("&")[0] for _ in range(2)]
        forms = [browser.form(codes[0]), browser.form(codes[1], client_secret="s")]
        assert [client.post("/bolton/token", data=form).status_code for form in forms] == [401, 200]


@pytest.mark.parametrize(
    ("client", "secret"), [("operator", "wrong"), ("nobody", "development"), ("commonward-portal", "development")]
)
def test_a_wrong_secret_gets_no_token(place: Any, client: str, secret: str) -> None:
    with pytest.raises(TokenRefused, match="refused"):
        client_credentials_token(place.settings, "bolton", client, secret)


def test_an_unknown_authority_is_not_found(place: Any) -> None:
    answer = requests.get(f"{place.issuer('kent')}/.well-known/openid-configuration", timeout=5)
    assert answer.status_code == 404


def test_tokens_survive_a_restart_and_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    first, second = (signing_key(tmp_path, "bolton").keys[0] for _ in range(2))
    assert first.as_dict(private=True) == second.as_dict(private=True)
    assert stat.S_IMODE((tmp_path / "dev-idp" / "bolton.json").stat().st_mode) == 0o600


def test_a_verifier_in_the_same_process_needs_no_connection(short_lived_place: Any) -> None:
    settings = short_lived_place.settings
    provider = development_provider(settings, ready_users(settings))
    short_lived_place.stop()
    verifier = TokenVerifier(settings, in_process_fetch(provider, settings))
    assert verifier.verify(short_lived_place.signed()).authority == "bolton"


def test_no_private_part_of_a_key_is_published(place: Any) -> None:
    (published,) = requests.get(f"{place.issuer()}/jwks.json", timeout=5).json()["keys"]
    assert "d" not in published
