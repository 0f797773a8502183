"""How a page is declared, with its guard, so that none can be forgotten; and the check of every form (CSRF).

A page carries its declaration as `__operation__`, like a service's route. A view without one is never called.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, request, session
from werkzeug.exceptions import Forbidden

from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Capability, InvalidToken, allowed, sees
from commonward.identity.login import LoginFailed, ProviderAway, Tokens
from commonward_portal.parts import parts

CSRF_FIELD = "csrf"
LEFT = "left"
"""In the session of who has just signed out: they come back from the provider to the first page."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
"""What a browser says of where a request comes from; an old one says nothing."""
MARGIN = 5.0
"""Seconds before its end in which a token is not used any more."""
SEEN_SECONDS = 30.0
"""How exactly a session knows when it was used last."""


class Guard(Enum):
    """Who may open a page that asks for no capability. What they may see of a case is the services' question."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    PROVIDER = "provider"
    """No browser's form: what is sent is signed by an authority's provider, and that is proved by who takes it."""


PUBLIC, SIGNED_IN, PROVIDER = Guard.PUBLIC, Guard.SIGNED_IN, Guard.PROVIDER


@dataclass(frozen=True, slots=True)
class Page:
    """What a view function carries, for the guard and for the tests."""

    guard: Guard | Capability
    """With a capability, whoever has signed in and has it by a role; the services ask again."""
    upload: bool = False
    """Whether its form may hold a file, and is then as large as the settings allow."""


class SessionEnded(Exception):
    """Nobody is signed in any more."""


class NotForRole(Forbidden):
    """None of the user's roles may open the page."""

    def __init__(self, capability: Capability) -> None:
        super().__init__()
        self.capability = capability


class FromElsewhere(Forbidden):
    """The browser says that another site has sent the form."""


class FormNotTrusted(Exception):
    """The form does not carry this session's token: it is old, or another site's."""


View = Callable[..., Any]


def page(
    blueprint: Blueprint,
    rule: str,
    *,
    guard: Guard | Capability,
    methods: Sequence[str] = ("GET",),
    upload: bool = False,
) -> Callable[[View], View]:
    """Declare a page."""

    def declare(view: View) -> View:
        @wraps(view)
        def call(**parts: Any) -> Any:
            return view(**parts)

        call.__operation__ = Page(guard, upload)  # type: ignore[attr-defined]  # read by the guard and by tests
        blueprint.add_url_rule(rule, view.__name__, call, methods=list(methods))
        return view

    return declare


def guard_every_request(app: Flask) -> None:
    """Let nobody through whom the page's declaration does not let through."""
    app.before_request(_admit)


def user() -> Tokens:
    """Who is signed in. Only within a guarded page."""
    signed_in: Tokens = g.user
    return signed_in


def holds(capability: Capability) -> bool:
    """Whether the user's role allows it at all, so that no page offers a way that ends in a refusal."""
    return allowed(capability, _core_roles())


def shown(group: FieldGroup) -> bool:
    """Whether the user's role is shown these fields at all, so that no form asks for what they may not know."""
    return sees(group, _core_roles())


def _core_roles() -> Iterable[str]:
    try:
        roles = parts().verifier.verify(user().access_token).roles
    except InvalidToken:
        return ()
    return parts().procedures.of(user().authority).core_roles(roles)


def sign_in(tokens: Tokens) -> None:
    """Begin a session; what the cookie held before is gone."""
    session.clear()
    session["began"] = session["seen"] = time.time()
    _keep(tokens)


def signed_in(*, refresh: bool = False) -> Tokens | None:
    """Who is signed in, if anybody is and their token still holds, or may be refreshed."""
    held = session.get("user")
    if held is None or time.time() > min(*_ends()):
        return None
    tokens = Tokens(**held)
    if tokens.authority not in parts().procedures.authorities:
        return None  # their board has left the region
    if tokens.expires_at - MARGIN > time.time():
        return tokens
    return _refreshed(tokens) if refresh and tokens.refresh_token else None


def signed_in_until() -> datetime:
    """When the session ends if nothing more is asked for."""
    return datetime.fromtimestamp(min(*_ends()), UTC)


def _ends() -> tuple[float, float]:
    """The end of a session that is used all the time, and of one that is not."""
    lasting = parts().settings.sessions
    began, seen = session.get("began", 0.0), session.get("seen", 0.0)
    return began + lasting.hours * 3600, seen + lasting.idle_minutes * 60


def _refreshed(tokens: Tokens) -> Tokens | None:
    """With a fresh access token, which the provider gives while its own session lasts. Raises ProviderAway."""
    try:
        fresh = parts().login.refresh(tokens)
    except ProviderAway:
        raise  # it has not said that the session is over
    except LoginFailed:
        return None
    _keep(fresh)
    return fresh


def _keep(tokens: Tokens) -> None:
    session["user"] = {name: getattr(tokens, name) for name in Tokens.__slots__}


def _touch() -> None:
    """Somebody is there; the cookie is not written anew for each thing that they ask for."""
    if time.time() - session["seen"] > SEEN_SECONDS:
        session["seen"] = time.time()


def csrf_token() -> str:
    """The session's token, made at first use."""
    if CSRF_FIELD not in session:
        session[CSRF_FIELD] = secrets.token_urlsafe(24)
    token: str = session[CSRF_FIELD]
    return token


def _admit() -> None:
    if request.endpoint is None:
        return  # no such page, or not with this method: the error page needs no guard
    declared: Page | None = getattr(current_app.view_functions[request.endpoint], "__operation__", None)
    if declared is None:
        abort(500, "a page without a declared guard")
    if declared.guard is PROVIDER:
        return
    elsewhere = request.method not in SAFE and request.headers.get("Sec-Fetch-Site", "none") not in OURS
    g.user = signed_in(refresh=declared.guard is not PUBLIC and not elsewhere)
    if elsewhere:
        raise FromElsewhere
    if declared.guard is not PUBLIC:
        _let_in(declared.guard)
    if request.method not in SAFE and not _trusted(declared):
        raise FormNotTrusted


def _let_in(guard: Guard | Capability) -> None:
    """Whoever has signed in, and has the capability where one is asked for. Raises SessionEnded, NotForRole."""
    if g.user is None:
        raise SessionEnded
    _touch()
    if isinstance(guard, Capability) and not holds(guard):
        raise NotForRole(guard)


def _trusted(declared: Page) -> bool:
    if declared.upload:
        request.max_content_length = parts().settings.attachments.largest_body
    known, sent = session.get(CSRF_FIELD, ""), request.form.get(CSRF_FIELD, "")
    return bool(known) and hmac.compare_digest(known.encode(), sent.encode())
