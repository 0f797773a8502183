"""What the pages work with: made once by `create_app`, never at import."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from commonward.identity import TokenVerifier
from commonward.identity.login import Login
from commonward.procedure import Procedures
from commonward.settings import Settings
from commonward.web.limits import Window
from commonward_portal.apis import Apis
from commonward_portal.assets import Assets
from commonward_portal.once import Once

EXTENSION = "commonward_portal"


@dataclass(frozen=True)
class Parts:
    """The parts of one portal."""

    settings: Settings
    procedures: Procedures
    verifier: TokenVerifier
    apis: Apis
    login: Login
    assets: Assets
    once: Once
    logins: Window
    """Sign-ins begun or ended, by network address."""


def parts() -> Parts:
    """The parts of the app that answers this request."""
    given: Parts = current_app.extensions[EXTENSION]
    return given
