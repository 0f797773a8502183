"""What a transfer's package contains: the child's identity, and whatever else the sender grants."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import SQLModel, col

from commonward.store import UnknownSubject, Work
from commonward_referral.episode_model import Episode
from commonward_referral.model import Case, Child, Concern, Decision
from commonward_referral.states import MADE
from commonward_referral.transfer_schemas import GrantedIdentity, Package


def pack(work: Work, case: UUID, parts: Collection[str]) -> Package:
    """The package of a child's case as it stands. Raises UnknownSubject."""
    held = work.session.get(Case, (work.authority, case))
    child = work.session.get(Child, (work.authority, held.child)) if held else None
    if held is None or child is None:
        raise UnknownSubject(str(case))
    granted = {part: of(work, case) for part, of in _PARTS.items() if part in parts}
    package = {
        **held.model_dump(include={"reference", "edition", "opened_at"}),
        "child": _identity(work, case, child),
        **granted,
    }
    return Package.model_validate(package)


def _identity(work: Work, case: UUID, child: Child) -> GrantedIdentity:
    facts = work.facts(case)
    known = {"looked_after": facts.looked_after, "open_to_social_care": facts.open_to_social_care}
    return GrantedIdentity.model_validate({**child.model_dump(), **known})


def _rows(model: type[SQLModel], **narrowed: Any) -> Callable[[Work, UUID], list[dict[str, Any]]]:
    def of(work: Work, case: UUID) -> list[dict[str, Any]]:
        mine = select(model).filter_by(case_id=case, **narrowed)
        return [row.model_dump() for row in work.session.scalars(mine.order_by(col(model.id)))]  # type: ignore[attr-defined]  # every table has an id

    return of


def _facts(name: str) -> Callable[[Work, UUID], Any]:
    def of(work: Work, case: UUID) -> Any:
        known = getattr(work.facts(case), name)
        return [fact.model_dump() for fact in known] if isinstance(known, tuple) else known

    return of


_PARTS: Mapping[str, Callable[[Work, UUID], Any]] = {
    "concerns": _rows(Concern),
    "decisions": _rows(Decision, state=MADE),
    "level": _facts("level"),
    "assessments": _facts("assessments"),
    "plans": _facts("plans"),
    "missing": _rows(Episode),
}
