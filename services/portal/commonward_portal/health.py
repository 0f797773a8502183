"""Whether the portal is well, for the operators' stack. It has no part of its own that could be away."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from commonward_portal.guards import PUBLIC, page

blueprint = Blueprint("health", __name__)


@page(blueprint, "/health/live", guard=PUBLIC)
def live() -> Response:
    """The process answers."""
    return jsonify(status="ok", service="portal")


@page(blueprint, "/health/ready", guard=PUBLIC)
def ready() -> Response:
    """It can serve pages; which service is away, its pages say."""
    return jsonify(status="ok", service="portal")
