"""The OpenAPI document of a service, and a plain page that shows it without any third party."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template
from spectree import SpecTree

from commonward.web.files import ANY_BYTES, File
from commonward.web.operations import ANYBODY, SPEC, Operation
from commonward.web.problems import MEDIA_TYPE

blueprint = Blueprint("document", __name__, template_folder="templates")
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def register_document(app: Flask, service: str) -> None:
    """Serve `/openapi.json` and `/docs` for what this app has registered."""
    spec = SpecTree("flask", annotations=False, title=f"Commonward: {service}", version="1")
    # What `operation` declares is kept in SPEC; a document of another SpecTree would leave it out.
    spec.models, spec._function_metadata = SPEC.models, SPEC._function_metadata

    def openapi() -> Response:
        return jsonify(_document(app, spec))

    def docs() -> str:
        return render_template("commonward/api.html", document=_document(app, spec), service=service)

    views: dict[str, Any] = {"/openapi.json": openapi, "/docs": docs}
    for rule, view in views.items():
        view.__operation__ = Operation(ANYBODY, None, None)
        app.add_url_rule(rule, view.__name__, view)
    app.register_blueprint(blueprint)


def _document(app: Flask, spec: SpecTree) -> dict[str, Any]:
    spec.app = app
    with app.app_context():
        document: dict[str, Any] = spec._generate_spec()  # its public door would register routes of its own
    document.setdefault("components", {})["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"bearer": []}]
    _name_problems(document)
    _name_files(document)
    return document


def _name_problems(document: dict[str, Any]) -> None:
    """An error has a media type of its own (RFC 9457); spectree knows one for all answers."""
    for described in document["paths"].values():
        for method in METHODS & described.keys():
            for status, answer in described[method].get("responses", {}).items():
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}


def _name_files(document: dict[str, Any]) -> None:
    """A file is bytes, and no JSON document."""
    schemas = document["components"].get("schemas", {})
    marks = {f"#/components/schemas/{name}" for name, schema in schemas.items() if schema.get("title") == File.__name__}
    for described in document["paths"].values():
        for method in METHODS & described.keys():
            for answer in described[method].get("responses", {}).values():
                if any(shape["schema"].get("$ref") in marks for shape in answer.get("content", {}).values()):
                    answer["content"] = {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}
