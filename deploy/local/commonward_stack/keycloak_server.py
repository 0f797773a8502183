"""Keycloak in development mode: a real OpenID provider for the tests of identity."""

from __future__ import annotations

import secrets
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

from commonward_stack.account import Account
from commonward_stack.maven import fetch, java
from commonward_stack.ports import HOST, free_port, is_listening
from commonward_stack.process import Server

HEAP = "512m"


class KeycloakServer(Server):
    """A provider with the realms in `realms` (exported JSON files) and an administrator, `admin`."""

    name = "Keycloak"

    def __init__(self, realms: Sequence[Path] = ()) -> None:
        self._java = java()
        (self._zip,) = fetch("keycloak").glob("keycloak-*.zip")
        self._realms = realms
        self.port, self._management_port = free_port(), free_port()
        self.admin_password = secrets.token_urlsafe(24)
        super().__init__(Account())

    @property
    def url(self) -> str:
        """The base address; a realm is at `{url}/realms/{name}`."""
        return f"http://{HOST}:{self.port}"

    @property
    def version(self) -> str:
        return self._zip.stem.rpartition("-")[2]

    def is_ready(self) -> bool:
        if not is_listening(self.port):
            return False
        try:
            return requests.get(f"{self.url}/realms/master/.well-known/openid-configuration", timeout=10).ok
        except requests.RequestException:
            return False

    def close(self) -> None:
        self.kill()  # its data are thrown away
        super().close()

    def _prepare(self) -> None:
        """Unpack a copy of its own: Keycloak writes its database and its built form into its home folder."""
        with zipfile.ZipFile(self._zip) as archive:
            archive.extractall(self.folder)
        (home,) = self.folder.glob("keycloak-*/")
        home.rename(self._home)
        imports = self._home / "data" / "import"
        imports.mkdir(parents=True)
        for realm in self._realms:
            shutil.copy(realm, imports)

    def _command(self) -> Sequence[str]:
        options = [
            "start-dev",
            f"--http-host={HOST}",
            f"--http-port={self.port}",
            f"--http-management-port={self._management_port}",
            "--import-realm",
        ]
        return ["sh", str(self._home / "bin" / "kc.sh"), *options]

    def _environment(self) -> Mapping[str, str]:
        return {
            "JAVA": self._java,
            "JAVA_OPTS_KC_HEAP": f"-Xms64m -Xmx{HEAP}",
            "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self.admin_password,
        }

    @property
    def _home(self) -> Path:
        return self.folder / "home"
