"""A person logs in at their own authority through the portal, and out again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask, session

from commonward.identity.login import Login, LoginFailed
from commonward.settings import IssuerSettings


def log_in(place: Any, browser: requests.Session, authority: str, sub: str) -> requests.Response:
    page = browser.get(f"{place.settings.public_url}/login/{authority}", timeout=5)
    return browser.post(page.url, data={"sub": sub}, timeout=5)


def test_a_person_logs_in_at_their_own_authority(place: Any) -> None:
    with requests.Session() as browser:
        tokens = log_in(place, browser, "leeds", "leeds-reviewing-officer").json()
    actor = place.verifier().verify(tokens["access"])
    assert (actor.authority, actor.roles) == ("leeds", {"reviewing-officer"})
    assert tokens["name"] == "Leeds reviewing officer (synthetic)"


def test_logout_ends_at_the_provider_and_comes_home(place: Any) -> None:
    with requests.Session() as browser:
        tokens = log_in(place, browser, "bolton", "bolton-exit-worker").json()
        home = browser.get(f"{place.settings.public_url}/logout/bolton/{tokens['id']}", timeout=5)
    assert urlsplit(home.history[1].url).path == "/dev-idp/bolton/end-session"
    assert home.text == "home"


@pytest.fixture
def portal(place: Any) -> tuple[Flask, Login]:
    app = Flask("another portal")
    app.secret_key = "for tests only"
    return app, Login(app, place.settings)


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=never-given", "?error=access_denied"])
def test_an_answer_that_nobody_asked_for_is_refused(portal: tuple[Flask, Login], query: str) -> None:
    app, login = portal
    with app.test_request_context(f"/login/bolton/callback{query}"), pytest.raises(LoginFailed):
        login.finish("bolton")


def test_an_answer_for_one_authority_is_not_taken_for_another(place: Any) -> None:
    with requests.Session() as browser:
        page = browser.get(f"{place.settings.public_url}/login/bolton", timeout=5)
        back = browser.post(page.url, data={"sub": "operator"}, allow_redirects=False, timeout=5).headers["Location"]
        assert browser.get(back.replace("/login/bolton/", "/login/leeds/"), timeout=5).status_code == 500
        assert browser.get(back, timeout=5).ok


def test_an_id_token_of_another_issuer_than_configured_is_refused(place: Any, portal: tuple[Flask, Login]) -> None:
    app, login = portal
    login._issuers["bolton"] = IssuerSettings(issuer="https://the-real-one.example")
    with app.test_request_context("/"):
        asked = login.begin("bolton").location
        state = dict(session)
    back = requests.post(asked, data={"sub": "operator"}, allow_redirects=False, timeout=5).headers["Location"]
    with app.test_request_context(back.removeprefix(place.settings.public_url)):
        session.update(state)
        with pytest.raises(LoginFailed):
            login.finish("bolton")


@pytest.mark.parametrize("changed", ["nonce", "client"])
def test_an_id_token_for_another_login_or_another_client_is_refused(
    place: Any, portal: tuple[Flask, Login], changed: str
) -> None:
    app, login = portal
    with app.test_request_context("/"):
        asked = login.begin("bolton").location
        state = dict(session)
    back = requests.post(asked, data={"sub": "operator"}, allow_redirects=False, timeout=5).headers["Location"]
    if changed == "nonce":
        (name,) = (each for each in state if each.startswith("_state_"))
        state[name]["data"]["nonce"] = "of an earlier login"
    else:
        login._issuers["bolton"] = login._issuers["bolton"].model_copy(update={"client_id": "another"})
    with app.test_request_context(back.removeprefix(place.settings.public_url)):
        session.update(state)
        with pytest.raises(LoginFailed):
            login.finish("bolton")


def test_a_provider_that_is_away_is_said_to_be(portal: tuple[Flask, Login], short_lived_place: Any) -> None:
    short_lived_place.stop()
    app = Flask("lonely portal")
    app.secret_key = "for tests only"
    login = Login(app, short_lived_place.settings)
    with app.test_request_context("/"), pytest.raises(LoginFailed, match="can't be reached"):
        login.begin("bolton")


def test_an_authority_that_is_not_served_here_has_no_login(portal: tuple[Flask, Login]) -> None:
    app, login = portal
    with app.test_request_context("/"), pytest.raises(KeyError):
        login.begin("kent")
