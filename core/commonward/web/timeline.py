"""A case's timeline: each service tells what it has published; whoever shows it puts the four together."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, PrivateAttr
from sqlalchemy import select
from sqlmodel import col

from commonward.contracts import Event
from commonward.contracts.field_groups import OfEach, Plain
from commonward.identity import Capability
from commonward.procedure import Procedure, tell
from commonward.store import Outbox, happened_of
from commonward.web.operations import caller, operation, resources, transaction
from commonward.web.problems import not_found
from commonward.web.withholding import Grouped, group_in

blueprint = Blueprint("timeline", __name__)


BY_EVENT = OfEach(lambda entry, name: group_in(entry._of, name))


class Citation(BaseModel):
    """The rule that something follows."""

    rule: Plain
    paragraph: Plain
    summary: Plain


class Entry(Grouped):
    """One thing that happened."""

    id: UUID
    at: datetime
    service: Plain
    what: Plain
    """The event's name, such as `concern-routed`."""
    says: Plain
    """The same in the board's words."""
    because: tuple[Citation, ...]
    facts: Annotated[dict[str, Any], BY_EVENT]
    _of: type[Event] = PrivateAttr(default=Event)

    def of(self, event: type[Event]) -> Entry:
        """Say of which event it tells: its fields have their groups."""
        self._of = event
        return self


class Timeline(BaseModel):
    """What one service has published about a case, oldest first."""

    entries: tuple[Entry, ...]


@operation(
    blueprint, "/v1/cases/<uuid:case>/timeline", guard=Capability.CASE_READ, answers={200: Timeline}, tags=["timeline"]
)
def timeline(case: UUID) -> Timeline:
    """What this service has published about the case."""
    with transaction() as unit:
        facts = unit.facts(case)
        unit.audit("timeline.read", case)
        query = select(Outbox).where(col(Outbox.subject) == case, col(Outbox.sequence) > 0)
        rows = unit.session.scalars(query.order_by(col(Outbox.sequence))).all()
    if not rows and facts.opened_at is None:
        raise not_found()
    procedure = resources().procedures.of(caller().authority, facts.edition)
    return Timeline(entries=tuple(_entry(row, procedure) for row in rows))


def _entry(row: Outbox, procedure: Procedure) -> Entry:
    service = resources().service
    event = happened_of(row, service).event
    cited = getattr(event, "because", ())
    return Entry(
        id=row.id,
        at=row.at,
        service=service,
        what=event.type.rsplit(".", 2)[1],
        says=tell(event, procedure),
        because=tuple(_citation(procedure, rule) for rule in cited),
        facts=event.model_dump(mode="json", exclude={"because"}),
    ).of(type(event))


def _citation(procedure: Procedure, id: str) -> Citation:
    rule = procedure.rule(id)
    return Citation(rule=id, paragraph=rule.paragraph if rule else "", summary=rule.summary if rule else "")
