"""Sends the styles and scripts."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from commonward_portal.guards import PUBLIC, page
from commonward_portal.parts import parts

blueprint = Blueprint("assets", __name__)


@page(blueprint, "/assets/<name>", guard=PUBLIC)
def asset(name: str) -> Response:
    """One file. Its name holds its hash, so it never changes."""
    found = parts().assets.files.get(name) or abort(404)
    squeeze = bool(request.accept_encodings["gzip"])
    response = Response(found.squeezed if squeeze else found.content, content_type=found.type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if squeeze:
        response.headers["Content-Encoding"] = "gzip"
    return response
