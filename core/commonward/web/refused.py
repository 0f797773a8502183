"""A refusal leaves a trace: a count always, and a row of the audit trail where it is known who asked.

The row has a short transaction of its own, as the request's was rolled back. It is bounded: whoever is refused too
often is told to wait, and that leaves no row, so nobody fills the disk by asking.
"""

from __future__ import annotations

from uuid import UUID

from flask import Flask, Response, g, request
from sqlalchemy import insert

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.store import Audit, DatabaseAway, new_id
from commonward.telemetry import METRICS, logger
from commonward.web.limits import network
from commonward.web.operations import resources
from commonward.web.problems import too_many

UNAUTHENTICATED, TOO_MANY = 401, 429
TRACED = frozenset({401, 403, 404, 409, 429})
ACTION, WHY = 60, 40
"""How long the trail's words are."""


def note_refusals(app: Flask) -> None:
    """Look at each answer of the app."""
    app.after_request(_note)


def _note(response: Response) -> Response:
    if response.status_code not in TRACED or request.url_rule is None:
        return response
    actor: Actor | None = g.get("actor")
    reason = _reason(response)
    METRICS.refused.add(1, {"reason": reason, "service": resources().service})
    if actor is None:
        return _stranger(response, reason)
    if response.status_code != TOO_MANY:
        resources().limits.refusals.take(actor.person)
        if not resources().limits.recorded.take(actor.person):
            _record(actor, reason)
    return response


def _stranger(response: Response, reason: str) -> Response:
    if response.status_code != UNAUTHENTICATED:
        return response
    if wait := resources().limits.strangers.take(network(request.remote_addr)):
        return too_many(wait).response()
    logger(resources().service).warning("token refused", reason=reason)
    return response


def _record(actor: Actor, reason: str) -> None:
    row = {
        "authority": actor.authority,
        "id": new_id(),
        "at": utcnow(),
        "actor": actor.person,
        "action": f"refused.{(request.endpoint or '').rpartition('.')[2]}"[:ACTION],
        "subject": next((part for part in (request.view_args or {}).values() if isinstance(part, UUID)), None),
        "why": reason[:WHY],
    }
    try:
        with resources().database.transaction(actor.authority) as connection:
            connection.execute(insert(Audit).values(row))
    except DatabaseAway:
        logger(resources().service).error("refusal not recorded", reason=reason)


def _reason(response: Response) -> str:
    """The kind of the problem, or why a token was refused: our own words, and nothing that was sent."""
    document = response.get_json(silent=True) or {}
    kind = str(document.get("type", "")).rpartition(":")[2]
    said = str(document.get("detail", ""))
    return said if response.status_code == UNAUTHENTICATED and said else kind or str(response.status_code)
