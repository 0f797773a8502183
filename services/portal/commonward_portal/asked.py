"""A page about something of a case that stands at its own address: an assessment, a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort

from commonward_portal.apis import Ask
from commonward_portal.frame import Frame, frame
from commonward_portal.guards import user
from commonward_portal.parts import parts


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service knows of it, and its case."""

    page: Mapping[str, Any]
    frame: Frame


def asked_of(service: str, path: str, what: str, **asks: Ask) -> Asked:
    """Read it, then its case. Ends the request where the user may not see it or it is not there."""
    answer = parts().apis.read(user().access_token, {what: Ask(service, path)})[what]
    if answer.refused:
        abort(403)
    if answer.absent:
        abort(404)
    if not answer.ok:
        abort(503)
    return Asked(answer.body, frame(UUID(answer.body[what]["case"]), asks))
