"""In and out: choose your authority, its own provider, back where you were; and signing out."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity.login import BACK_CHANNEL_PATH, CALLBACK_PATH, LoginFailed
from commonward.telemetry import logger
from commonward.web.limits import network
from commonward_portal.guards import LEFT, PROVIDER, PUBLIC, page, sign_in
from commonward_portal.parts import parts
from commonward_portal.ready import users_of
from commonward_portal.timeline import SERVICES
from commonward_portal.ways_back import way_back

MOST_LOGINS = 4
"""Logins that one browser may have begun and not ended: they all stand in its cookie."""

blueprint = Blueprint("entrance", __name__)


@page(blueprint, "/login", guard=PUBLIC)
def choose() -> str | AnyResponse:
    """Choose your authority."""
    given = parts()
    boards = [given.procedures.of(code).authority for code in given.login.authorities]
    ready = {code: users for code in given.login.authorities if (users := users_of(given.settings, code))}
    return render_template("choose.html", boards=boards, ready=ready, back=way_back(request.args.get("next")))


@page(blueprint, "/login/<authority>", guard=PUBLIC)
def begin(authority: str) -> AnyResponse:
    """Go to the authority's provider."""
    _known(authority)
    _not_too_often()
    _forget_old_logins()
    session.pop(LEFT, None)
    session["back"] = way_back(request.args.get("next"))
    try:
        return parts().login.begin(authority, request.args.get("user"))
    except LoginFailed as error:
        return _failed(authority, error)


@page(blueprint, CALLBACK_PATH, guard=PUBLIC)
def finish(authority: str) -> AnyResponse:
    """Come back from the provider."""
    _known(authority)
    _not_too_often()
    try:
        tokens = parts().login.finish(authority)
    except LoginFailed as error:
        return _failed(authority, error)
    back = way_back(session.get("back"))
    sign_in(tokens)
    return redirect(back, 303)


@page(blueprint, "/logout", guard=PUBLIC, methods=["POST"])
def leave() -> AnyResponse:
    """End the session here, then at the provider."""
    held = session.get("user")
    session.clear()
    if held is None or held["authority"] not in parts().login.authorities:
        return redirect(url_for("entrance.left"), 303)
    session[LEFT] = True  # the provider leads back to the first page, which it knows; from there to the page below
    return redirect(parts().login.logout_url(held["authority"], held["id_token"]), 303)


@page(blueprint, "/signed-out", guard=PUBLIC)
def left() -> str:
    """Where somebody is who has signed out."""
    return render_template("signed_out.html")


@page(blueprint, BACK_CHANNEL_PATH, guard=PROVIDER, methods=["POST"])
def told(authority: str) -> AnyResponse:
    """The provider says that a session has ended: every service hears of it, and proves it for itself."""
    _known(authority)
    body = {"authority": authority, "token": request.form.get("logout_token", "")}
    answers = parts().apis.tell(SERVICES, "/v1/logouts", body)
    away = [service for service, answer in answers.items() if answer.status in (0, 503)]
    for service in away:
        logger("portal").error("service not told of a logout", service=service, authority=authority)
    taken = any(answer.ok for answer in answers.values())
    return Response(status=503 if away else 200 if taken else 400, headers={"Cache-Control": "no-store"})


def _known(authority: str) -> None:
    if authority not in parts().login.authorities:
        abort(404)


def _not_too_often() -> None:
    if wait := parts().logins.take(network(request.remote_addr)):
        raise TooManyRequests(retry_after=wait)


def _forget_old_logins() -> None:
    begun = [name for name in session if name.startswith("_state_")]
    for name in begun[: -MOST_LOGINS + 1 or None] if len(begun) >= MOST_LOGINS else []:
        session.pop(name)


def _failed(authority: str, error: LoginFailed) -> Response:
    logger("portal").warning("login failed", authority=authority, reason=str(error))
    return Response(render_template("login_failed.html", authority=authority), 502)
