"""The real Keycloak with the realms of deploy/, and what its operator does there: by its own admin API."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from commonward.identity.login import BACK_CHANNEL_PATH

ADDRESS = "COMMONWARD_TEST_KEYCLOAK"
STARTING = 300.0
"""Seconds to wait: it is started behind the other servers, on cores that are busy with other tests."""
LINE = (
    ".venv/bin/commonward-stack run --no-kafka --no-postgres --keycloak --realm deploy/keycloak/bolton-realm.json"
    " --realm deploy/keycloak/leeds-realm.json --realm deploy/keycloak/partners-realm.json"
    " -- .venv/bin/pytest tests/identity"
)
PROVIDER = "org.keycloak.keys.KeyProvider"


@dataclass
class Keycloak:
    """The server, as its administrator."""

    url: str
    password: str
    http: requests.Session = field(default_factory=requests.Session)

    @classmethod
    def running(cls) -> Keycloak:
        """The one of this run, once it answers. Fails the test without it."""
        url = os.environ.get(ADDRESS)
        if not url:
            pytest.fail(f"{ADDRESS} is not set. To start the real Keycloak for these tests: {LINE}", pytrace=False)
        until = time.monotonic() + STARTING
        while time.monotonic() < until:
            try:
                if requests.get(f"{url}/realms/bolton/.well-known/openid-configuration", timeout=10).ok:
                    return cls(url, os.environ[f"{ADDRESS}_PASSWORD"])
            except requests.ConnectionError:
                pass
            time.sleep(0.5)
        return pytest.fail(f"no Keycloak with the realms of deploy/keycloak answers at {url}", pytrace=False)

    def realm(self, name: str) -> Realm:
        """One of its realms."""
        return Realm(self, name)

    def call(self, method: str, path: str, json: Any = None, **query: str) -> Any:
        """Ask the admin API."""
        token = self.token()
        answer = self.http.request(
            method,
            f"{self.url}/admin/realms/{path}",
            json=json,
            params=query,
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def token(self) -> str:
        """The administrator's: a good token of a realm that is no board's."""
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": self.password}
        answer = requests.post(f"{self.url}/realms/master/protocol/openid-connect/token", data=form, timeout=20)
        assert answer.ok, answer.text
        return str(answer.json()["access_token"])


@dataclass(frozen=True)
class Realm:
    """A board's realm, or the partners'."""

    server: Keycloak
    name: str

    @property
    def issuer(self) -> str:
        """What its tokens say of where they are from."""
        return f"{self.server.url}/realms/{self.name}"

    def admin(self, method: str, path: str = "", json: Any = None, **query: str) -> Any:
        """Ask the admin API about this realm."""
        return self.server.call(method, f"{self.name}{path}", json, **query)

    # --- what an operator does after the import

    def serve(self, portal: str) -> None:
        """Send people back to a portal at this address alone."""
        client = self._client("commonward-portal")
        attributes = {
            **client["attributes"],
            "post.logout.redirect.uris": f"{portal}/",
            "backchannel.logout.url": portal + BACK_CHANNEL_PATH.replace("<authority>", self.name),
            "backchannel.logout.session.required": "true",
        }
        changed = {**client, "redirectUris": [f"{portal}/login/{self.name}/callback"], "attributes": attributes}
        self.admin("PUT", f"/clients/{client['id']}", changed)

    def sub_of(self, username: str) -> str:
        """The id by which its tokens name somebody."""
        (user,) = self.admin("GET", "/users", username=username, exact="true")
        return str(user["id"])

    def give_password(self, username: str) -> str:
        """A password for somebody who was imported without one."""
        (user,) = self.admin("GET", "/users", username=username, exact="true")
        password = secrets.token_urlsafe(24)
        value = {"type": "password", "value": password, "temporary": False}
        self.admin("PUT", f"/users/{user['id']}/reset-password", value)
        self.admin("PUT", f"/users/{user['id']}", {**user, "requiredActions": []})
        return password

    def secret(self, client_id: str) -> str:
        """What Keycloak made for a system's client at the import."""
        client = self._client(client_id)
        return str(self.admin("GET", f"/clients/{client['id']}/client-secret")["value"])

    def add_system(self, client_id: str) -> str:
        """A client that has nothing to do with Commonward; returns its secret."""
        secret = secrets.token_urlsafe(24)
        flows = {"serviceAccountsEnabled": True, "standardFlowEnabled": False, "publicClient": False}
        self.admin("POST", "/clients", {"clientId": client_id, "secret": secret, **flows})
        return secret

    def sessions_of(self, username: str) -> int:
        """How many sessions somebody has here."""
        (user,) = self.admin("GET", "/users", username=username, exact="true")
        return len(self.admin("GET", f"/users/{user['id']}/sessions"))

    def end_sessions_of(self, username: str) -> None:
        """What an administrator does when a device is lost."""
        (user,) = self.admin("GET", "/users", username=username, exact="true")
        for session in self.admin("GET", f"/users/{user['id']}/sessions"):
            self.admin("DELETE", f"/sessions/{session['id']}")

    def give_role(self, username: str, role: str) -> None:
        """A role of the provider's own making, whatever it is called here."""
        if role not in {each["name"] for each in self.admin("GET", "/roles")}:
            self.admin("POST", "/roles", {"name": role})
        (user,) = self.admin("GET", "/users", username=username, exact="true")
        self.admin("POST", f"/users/{user['id']}/role-mappings/realm", [self.admin("GET", f"/roles/{role}")])

    # --- keys

    def rotate(self) -> str:
        """A new key signs from now on, and the old ones still verify. Returns the new one's component."""
        (realm,) = [self.admin("GET")]
        known = {each["id"] for each in self.admin("GET", "/components", type=PROVIDER)}
        newest = str(int(time.time()))  # above any that another run has left
        config = {"priority": [newest], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"]}
        component = {"name": secrets.token_hex(4), "providerId": "rsa-generated", "providerType": PROVIDER}
        self.admin("POST", "/components", {**component, "parentId": realm["id"], "config": config})
        (new,) = {each["id"] for each in self.admin("GET", "/components", type=PROVIDER)} - known
        return str(new)

    def withdraw_other_keys(self, kept: str) -> None:
        """Only this component's key is good any more."""
        for each in self.admin("GET", "/components", type=PROVIDER):
            if each["id"] != kept and each["providerId"] == "rsa-generated":
                self.admin("DELETE", f"/components/{each['id']}")

    # --- tokens

    def system_token(self, client_id: str, secret: str) -> str:
        """By client credentials, as the realm's own clients do."""
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        answer = requests.post(f"{self.issuer}/protocol/openid-connect/token", data=form, timeout=20)
        assert answer.ok, answer.text
        return str(answer.json()["access_token"])

    def _client(self, client_id: str) -> dict[str, Any]:
        (client,) = self.admin("GET", "/clients", clientId=client_id)
        found: dict[str, Any] = client
        return found
