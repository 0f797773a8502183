"""Half-written forms over HTTP: each service keeps those of its own commands, and shows each to its writer alone.

A draft is what was typed, faults and all: nothing in it is checked, published or acted on before it is sent.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, or_, select
from sqlmodel import col

from commonward.clock import utcnow
from commonward.contracts import Code
from commonward.contracts.field_groups import Plain
from commonward.identity import Capability
from commonward.store import Work, new_id
from commonward.store.drafts import Draft
from commonward.web.inputs import Input
from commonward.web.operations import caller, operation, resources, transaction
from commonward.web.problems import Problem, not_found
from commonward.web.resources import Resources

MOST_DRAFTS = 50
"""As many as one person keeps in one service; beyond that, some have to be sent or thrown away."""
Typed = Annotated[
    dict[Annotated[str, Field(max_length=200)], tuple[Annotated[str, Field(max_length=20_000)], ...]],
    Field(max_length=1000),
]

blueprint = Blueprint("drafts", __name__, url_prefix="/v1")
_READ = Capability.CASE_READ


class Keep(Input):
    """A form as far as it is filled in. About a case there is one of each kind: another takes its place."""

    kind: Code
    what: Code | None = None
    about: UUID | None = None
    typed: Typed = Field(default={})


class KeepOn(Input):
    """What is typed in it now."""

    typed: Typed


class DraftFilter(BaseModel):
    """Which of the caller's drafts; by default all."""

    model_config = ConfigDict(extra="forbid")

    kind: Code | None = None
    what: Code | None = None
    about: UUID | None = None
    showing: Annotated[str, Field(max_length=200)] = ""
    """Names of fields, with commas between them, whose words the list shows, such as a child's name."""


class DraftLine(BaseModel):
    """A draft as the list shows it."""

    id: UUID
    kind: Code
    what: Code | None
    about: UUID | None
    saved_at: datetime
    expires_at: datetime
    """When it is thrown away, unless it is saved again before."""
    shown: dict[Plain, tuple[Plain, ...]] = {}
    """What was typed in the fields that were asked for."""


class DraftPage(DraftLine):
    """A draft with what was typed."""

    typed: dict[Plain, tuple[Plain, ...]]


class Drafts(BaseModel):
    """The caller's drafts, the newest first."""

    drafts: tuple[DraftLine, ...]


class Forgotten(BaseModel):
    """It is gone."""

    id: UUID


@operation(blueprint, "/drafts", guard=_READ, query=DraftFilter, answers={200: Drafts}, tags=["drafts"])
def list_drafts(query: DraftFilter) -> Drafts:
    """The caller's own half-written forms, but for those about a case that is not theirs to see any more."""
    with transaction() as unit:
        unit.audit("drafts.list", query.about)
        about = or_(col(Draft.about).is_(None), unit.sight.visible(col(Draft.about)))
        found = unit.session.scalars(_own(query).where(about).order_by(col(Draft.saved_at).desc()))
        return Drafts(drafts=tuple(_line(row, query.showing.split(",")) for row in found))


@operation(blueprint, "/drafts", method="POST", guard=_READ, body=Keep, answers={201: DraftLine}, tags=["drafts"])
def keep_draft(body: Keep) -> DraftLine:
    """Keep a half-written form."""
    with transaction() as unit:
        if body.about is not None:
            unit.subject(body.about)
        mine = unit.session.scalars(_own(DraftFilter())).all()
        place = (body.kind, body.what, body.about)
        before = next((row for row in mine if body.about and (row.kind, row.what, row.about) == place), None)
        if before is None and len(mine) >= MOST_DRAFTS:
            raise Problem(409, "too-many-drafts", f"You keep {MOST_DRAFTS} drafts: send some or throw them away first")
        return _saved(unit, before or Draft(**_new(unit, body)), body.typed)


@operation(blueprint, "/drafts/<uuid:draft>", guard=_READ, answers={200: DraftPage}, tags=["drafts"])
def read_draft(draft: UUID) -> DraftPage:
    """A half-written form of the caller's own."""
    with transaction() as unit:
        row = _found(unit, draft)
        unit.audit("draft.read", row.about)
        return DraftPage(**_line(row).model_dump(), typed=json.loads(row.typed))


@operation(
    blueprint,
    "/drafts/<uuid:draft>",
    method="PUT",
    guard=_READ,
    body=KeepOn,
    answers={200: DraftLine},
    tags=["drafts"],
)
def keep_on(draft: UUID, body: KeepOn) -> DraftLine:
    """Keep what the form holds now."""
    with transaction() as unit:
        return _saved(unit, _found(unit, draft), body.typed)


@operation(blueprint, "/drafts/<uuid:draft>", method="DELETE", guard=_READ, answers={200: Forgotten}, tags=["drafts"])
def throw_away(draft: UUID) -> Forgotten:
    """Throw it away: it was sent, or is not wanted."""
    with transaction() as unit:
        row = _found(unit, draft)
        unit.audit("draft.discard", row.about)
        unit.session.delete(row)
        return Forgotten(id=draft)


def spend(unit: Work, draft: UUID) -> None:
    """Within the command that a draft was written for: end it, so that it is sent once.

    Raises Problem when it is not there, for somebody has sent it already: then nothing is changed.
    """
    query = select(Draft).where(col(Draft.person) == unit.actor, col(Draft.id) == draft).with_for_update()
    row = unit.session.scalars(query).one_or_none()
    if row is None:
        raise Problem(409, "draft-gone", "This was sent or thrown away already")
    unit.session.delete(row)


def throw_away_old(resources: Resources, authority: str) -> int:
    """The timer's step: drafts that nobody came back to."""
    with resources.database.transaction(authority) as connection:
        old = delete(Draft).where(col(Draft.authority) == authority, col(Draft.expires_at) <= utcnow())
        return connection.execute(old).rowcount


def _own(query: DraftFilter) -> Any:
    found = select(Draft).where(col(Draft.person) == caller().person, col(Draft.expires_at) > utcnow())
    wanted = {name: value for name, value in query.model_dump(exclude={"showing"}).items() if value is not None}
    return found.filter_by(**wanted)


def _found(unit: Work, draft: UUID) -> Draft:
    row: Draft | None = unit.session.scalars(_own(DraftFilter()).where(col(Draft.id) == draft)).one_or_none()
    if row is None:
        raise not_found()
    return row


def _new(unit: Work, body: Keep) -> dict[str, Any]:
    named = {"kind": body.kind, "what": body.what, "about": body.about}
    return {"authority": unit.authority, "id": new_id(), "person": unit.actor, **named}


def _saved(unit: Work, row: Draft, typed: dict[str, tuple[str, ...]]) -> DraftLine:
    row.typed = json.dumps(typed)
    row.saved_at, row.expires_at = unit.now, unit.now + timedelta(days=resources().settings.draft_days)
    unit.session.add(row)
    unit.audit("draft.keep", row.about)
    return _line(row)


def _line(row: Draft, showing: Collection[str] = ()) -> DraftLine:
    kept = {name: getattr(row, name) for name in DraftLine.model_fields if name != "shown"}
    typed = json.loads(row.typed) if any(showing) else {}
    return DraftLine(**kept, shown={name: typed[name] for name in showing if name in typed})
