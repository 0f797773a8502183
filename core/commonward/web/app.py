"""The web app of a service: the same wiring for every one of them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Flask, Response

from commonward.web import access_log, exporting, health, logouts, operating, releasing, timeline
from commonward.web.document import register_document
from commonward.web.operations import EXTENSION
from commonward.web.problems import handle_problems
from commonward.web.refused import note_refusals
from commonward.web.resources import Resources
from commonward.web.tracing import traced

LARGEST_BODY = 1024 * 1024


def create_api(resources: Resources, blueprints: Sequence[Blueprint]) -> Flask:
    """Return the WSGI app of a service's API."""
    app = Flask(f"commonward.{resources.service}", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions[EXTENSION] = resources
    handle_problems(app, resources.service)
    own = (timeline, access_log, exporting, operating, releasing, logouts, health)
    for blueprint in (*blueprints, *(module.blueprint for module in own)):
        app.register_blueprint(blueprint)
    register_document(app, resources.service)
    note_refusals(app)
    app.after_request(_harden)
    app.wsgi_app = traced(app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's own way to wrap it
    return app


def _harden(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
