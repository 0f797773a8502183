"""In development: the ready users to sign in as, by authority, and the tour that shows them what to try first."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity.development import MOUNT, ReadyUser, ready_users
from commonward.settings import Settings
from commonward_portal.guards import PUBLIC, page
from commonward_portal.parts import parts

SYSTEMS = frozenset({"partner-system"})

blueprint = Blueprint("ready", __name__)


@page(blueprint, "/tour", guard=PUBLIC)
def tour() -> str | AnyResponse:
    """What to try first. Only in development."""
    if parts().settings.environment != "development":
        abort(404)
    boards = parts().procedures.authorities
    return render_template("tour.html", bolton="bolton" in boards, leeds="leeds" in boards)


@page(blueprint, "/accessibility", guard=PUBLIC)
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("accessibility.html")


def users_of(settings: Settings, authority: str) -> tuple[ReadyUser, ...]:
    """Who may sign in without a password; nobody where the authority's provider is a real one."""
    issuers = settings.authorities[authority].issuers
    ours = bool(issuers) and issuers[0].issuer.startswith(settings.public_url.rstrip("/") + MOUNT)
    if settings.environment != "development" or not ours:
        return ()
    return tuple(user for user in ready_users(settings)[authority] if not SYSTEMS.intersection(user.roles))
