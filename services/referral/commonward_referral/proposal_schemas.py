"""A proposal as its page shows it: what would change, what holds now beside what would hold, and who answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from commonward.contracts import Code
from commonward.contracts.events import FactsCorrected
from commonward.contracts.field_groups import FieldGroup, OfWhole, Plain
from commonward.web.withholding import Grouped, group_in
from commonward_referral.record_schemas import Corrections
from commonward_referral.schemas import ProposalLine


def _group(field: str) -> FieldGroup:
    """A value is shown or withheld as what it corrects is, and the ages that follow as the event tells them."""
    name = field.replace("-", "_")
    return group_in(Corrections if name in Corrections.model_fields else FactsCorrected, name)


BY_FIELD = OfWhole(lambda change: _group(change.field))


class Change(Grouped):
    """One value that would be another."""

    field: Code
    before: Annotated[str | None, BY_FIELD]
    """What holds now; None where nothing is known, and once the proposal is answered."""
    after: Annotated[str | None, BY_FIELD]
    """What is proposed: a day, a code, a number, a name; None for the record of a child who is not theirs to see."""


class NewRoute(BaseModel):
    """Where a concern would go by what is corrected."""

    concern: UUID
    changes: tuple[Change, ...]
    tasks: tuple[Code, ...]
    """What would be called for that was not before."""
    because: tuple[Plain, ...]


class ProposalPage(ProposalLine):
    """A proposal, waiting or answered. Of a record, a file or a link, its own list says what it is."""

    title: Plain
    state: Plain
    authorised_by: UUID | None
    """Who agreed or refused."""
    answered_at: datetime | None
    closed: bool
    """Whether the case is closed by now, so that it can't take effect."""
    concern: UUID | None = None
    """The concern that would be corrected."""
    record: UUID | None = None
    file: UUID | None = None
    link: UUID | None = None
    """What would be taken out, withdrawn or taken away."""
    wrong: Code | None = None
    """What is wrong with a case that would be ended."""
    instead: UUID | None = None
    """The case that goes on in its place."""
    contradicted: Plain | None = None
    """Why a correction can't take effect any more, and can only be refused."""
    changes: tuple[Change, ...] = ()
    routes: tuple[NewRoute, ...] = ()
    """Concerns that would be answered otherwise. Empty once the proposal is answered."""
