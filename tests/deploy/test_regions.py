"""The regions' settings and their identity realms agree with each other and with what is installed."""

from __future__ import annotations

import json
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from commonward.identity import TokenVerifier
from commonward.identity.development import ready_users
from commonward.identity.login import BACK_CHANNEL_PATH, callback_url
from commonward.procedure import Procedures
from commonward.settings import Settings, SettingsError, load_settings

DEPLOY = Path(__file__).parents[2] / "deploy"
PRODUCTION = ("greater-manchester", "west-yorkshire")
REGIONS = ("development", *PRODUCTION)
REALMS = ("bolton", "leeds", "partners")
NEEDED = {f"COMMONWARD_{name}": "from the environment" for name in ("SEAL_KEY", "SESSION_KEY")}
NEEDED["COMMONWARD_DATABASE_URL"] = "postgresql://from-the-environment@postgres/commonward"
BY_ALLOCATION = {"allocated-social-worker"}
"""A relation to a case, not a post: nobody holds it for a whole board."""


def region(name: str) -> Settings:
    secrets = NEEDED if name in PRODUCTION else {}
    return load_settings({"COMMONWARD_CONFIG": str(DEPLOY / f"regions/{name}.toml")} | secrets)


def realm(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DEPLOY / f"keycloak/{name}-realm.json").read_text(encoding="utf-8"))
    return document


def test_every_region_file_is_known_here() -> None:
    assert {path.stem for path in DEPLOY.glob("regions/*.toml")} == set(REGIONS)


@pytest.mark.parametrize("name", REGIONS)
def test_a_region_serves_only_boards_whose_procedure_is_installed(name: str) -> None:
    installed = {point.name for point in entry_points(group="commonward.procedures")}
    settings = region(name)

    assert settings.region == name
    assert settings.authorities
    assert {layer for code in settings.authorities for layer in settings.layers_of(code)} <= installed


@pytest.mark.parametrize("name", PRODUCTION)
def test_a_production_region_does_not_start_without_its_secrets(name: str) -> None:
    with pytest.raises(SettingsError, match="database_url, seal_key, session_key"):
        load_settings({"COMMONWARD_CONFIG": str(DEPLOY / f"regions/{name}.toml")})


@pytest.mark.parametrize("name", REGIONS)
def test_the_directory_holds_every_role_of_the_board_and_no_other(name: str) -> None:
    settings = region(name)
    procedures = Procedures({code: settings.layers_of(code) for code in settings.authorities})

    for code, authority in settings.authorities.items():
        roles = {role.code for role in procedures.of(code).roles}
        assert {entry.role for entry in authority.directory} == roles - BY_ALLOCATION


@pytest.mark.parametrize("name", REGIONS)
def test_every_mailbox_is_synthetic(name: str) -> None:
    text = (DEPLOY / f"regions/{name}.toml").read_text(encoding="utf-8")

    assert re.findall(r"@(?!\w[\w.-]*\.example\b)[\w.-]+", text) == []


def test_the_people_of_the_development_directory_can_sign_in() -> None:
    settings = region("development")

    for code, users in ready_users(settings).items():
        people = {(entry.person, entry.role) for entry in settings.authorities[code].directory if entry.person}
        assert people <= {(user.sub, role) for user in users for role in user.roles}


@pytest.mark.parametrize("name", PRODUCTION)
def test_the_people_of_a_regions_directory_are_the_realms_users(name: str) -> None:
    for code, authority in region(name).authorities.items():
        people = {(entry.person, entry.role) for entry in authority.directory if entry.person}
        assert people
        assert people <= {(user.get("id"), role) for user in realm(code)["users"] for role in user["realmRoles"]}


@pytest.mark.parametrize("name", PRODUCTION)
def test_no_issuer_of_a_region_speaks_for_two_boards(name: str) -> None:
    settings = region(name)

    TokenVerifier(settings)  # raises if one did

    issuers = [issuer.issuer for its in settings.authorities.values() for issuer in its.issuers]
    assert {issuer.rpartition("/")[2] for issuer in issuers} <= set(REALMS)


@pytest.mark.parametrize("name", PRODUCTION)
def test_a_realm_sends_people_back_to_the_regions_portal_alone(name: str) -> None:
    settings = region(name)

    for code, authority in settings.authorities.items():
        (portal,) = (c for c in realm(code)["clients"] if c["clientId"] == authority.issuers[0].client_id)
        assert portal["redirectUris"] == [callback_url(settings, code)]


@pytest.mark.parametrize("name", REALMS)
def test_every_client_demands_pkce_and_no_client_takes_passwords(name: str) -> None:
    for client in realm(name)["clients"]:
        assert client["attributes"]["pkce.code.challenge.method"] == "S256"
        assert not client["implicitFlowEnabled"]
        assert not client["directAccessGrantsEnabled"]


@pytest.mark.parametrize("name", REALMS)
def test_every_clients_tokens_are_for_commonward(name: str) -> None:
    for client in realm(name)["clients"]:
        audiences = [mapper["config"].get("included.custom.audience") for mapper in client["protocolMappers"]]
        assert audiences == ["commonward"]


@pytest.mark.parametrize("name", REALMS)
def test_a_realm_holds_no_credential(name: str) -> None:
    document = realm(name)

    assert [client["clientId"] for client in document["clients"] if "secret" in client] == []
    assert [user["username"] for user in document["users"] if "credentials" in user] == []


@pytest.mark.parametrize("name", ["bolton", "leeds"])
def test_a_boards_realm_knows_the_boards_roles(name: str) -> None:
    roles = {role.code for role in Procedures({name: ("national", name)}).of(name).roles}

    assert {role["name"] for role in realm(name)["roles"]["realm"]} == roles - BY_ALLOCATION


@pytest.mark.parametrize("board", ["bolton", "leeds"])
def test_a_boards_realm_tells_the_portal_when_a_session_ends(board: str) -> None:
    (portal,) = [client for client in realm(board)["clients"] if client["clientId"] == "commonward-portal"]
    told, back = (urlsplit(portal["attributes"]["backchannel.logout.url"]), urlsplit(portal["redirectUris"][0]))
    assert (told.netloc, told.path) == (back.netloc, BACK_CHANNEL_PATH.replace("<authority>", board))
    assert portal["attributes"]["backchannel.logout.session.required"] == "true"
    assert realm(board)["accessTokenLifespan"] <= 300


@pytest.mark.parametrize("name", REALMS)
def test_a_realm_limits_how_often_a_password_is_guessed(name: str) -> None:
    assert realm(name)["bruteForceProtected"] is True
