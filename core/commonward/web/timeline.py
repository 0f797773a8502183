"""A case's timeline: each service tells what it has published; whoever shows it puts the four together."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, PrivateAttr
from sqlalchemy import bindparam, select
from sqlmodel import col

from commonward.contracts import Event, event_types
from commonward.contracts.field_groups import OfEach, Plain
from commonward.identity import Capability
from commonward.procedure import Procedure, tell
from commonward.store import Outbox
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
    _of: type[Event] = PrivateAttr()

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
        rows = unit.connection.execute(_PUBLISHED, {"authority": unit.authority, "case": case}).all()
    if not rows and facts.opened_at is None:
        raise not_found()
    told = _Told(resources().procedures.of(caller().authority, facts.edition), resources().service)
    return Timeline(entries=tuple(map(told.entry, rows)))


class _Told:
    """Tells a case's events, which follow the same few rules again and again."""

    def __init__(self, procedure: Procedure, service: str) -> None:
        self._procedure = procedure
        self._service = service
        self._citations: dict[str, Citation] = {}

    def entry(self, row: Any) -> Entry:
        event = event_types()[row.type].model_validate_json(row.body)
        return Entry(
            id=row.id,
            at=row.at,
            service=self._service,
            what=event.type.rsplit(".", 2)[1],
            says=tell(event, self._procedure),
            because=tuple(map(self._citation, getattr(event, "because", ()))),
            facts=event.model_dump(mode="json", exclude={"because"}),
        ).of(type(event))

    def _citation(self, id: str) -> Citation:
        if id not in self._citations:
            rule = self._procedure.rule(id)
            named = (rule.paragraph, rule.summary) if rule else ("", "")
            self._citations[id] = Citation(rule=id, paragraph=named[0], summary=named[1])
        return self._citations[id]


_PUBLISHED = (
    select(col(Outbox.id), col(Outbox.at), col(Outbox.type), col(Outbox.body))
    .where(
        col(Outbox.authority) == bindparam("authority"),
        col(Outbox.subject) == bindparam("case"),
        col(Outbox.sequence) > 0,
    )
    .order_by(col(Outbox.sequence))
)
"""Below the ORM, which would make an object of each of its hundreds of rows."""
