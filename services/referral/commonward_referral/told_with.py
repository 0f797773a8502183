"""The board's forms that come with a concern: checked before it is raised, and kept about it in the same step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from commonward.identity import Actor
from commonward.procedure import Facts, Fault, Given, Procedure, RecordKind, faults
from commonward.store import FieldError, NotReady, Unacceptable, Work, refuse
from commonward_referral.record_schemas import MakeRecord
from commonward_referral.records import make
from commonward_referral.schemas import ToldWith


def check(procedure: Procedure, facts: Facts, sent: Sequence[ToldWith]) -> None:
    """Raise Unacceptable with everything that is wrong in them, each at its place."""
    refuse(error for number, told in enumerate(sent) for error in _errors(procedure, facts, told, f"records.{number}"))


def keep(work: Work, actor: Actor, case: UUID, concern: UUID, sent: Sequence[ToldWith]) -> None:
    """Keep each as a record about the concern. Raises Unacceptable as `check` does."""
    check(work.procedure(case), work.facts(case), sent)
    for number, told in enumerate(sent):
        try:
            make(work, actor, case, MakeRecord(kind=told.kind, answers=told.answers, about=concern), _nobody)
        except (Unacceptable, NotReady) as refusal:
            placed = (one.model_copy(update={"field": f"records.{number}.{one.field}"}) for one in refusal.errors)
            raise Unacceptable(*placed) from None


def indicated(procedure: Procedure, sent: Sequence[ToldWith]) -> tuple[str, ...]:
    """The indicators that they name."""
    kinds = {kind.id: kind for kind in procedure.records if kind.with_concern}
    fields = ((told, code) for told in sent if told.kind in kinds for code in kinds[told.kind].indicators)
    return tuple(value for told, code in fields for value in told.answers.get(code, ()))


def _errors(procedure: Procedure, facts: Facts, told: ToldWith, place: str) -> Iterator[FieldError]:
    kinds: dict[str, RecordKind] = {kind.id: kind for kind in procedure.records if kind.with_concern}
    if told.kind not in kinds:
        message = "is not a form that comes with a concern here"
        yield FieldError(field=f"{place}.kind", message=message, allowed=tuple(kinds))
        return
    for fault in faults(kinds[told.kind], Given(told.answers), facts):
        yield FieldError(field=f"{place}.answers.{fault.field}", message=_said(fault), allowed=fault.allowed)


def _said(fault: Fault) -> str:
    return f"{fault.message} ({fault.rule})" if fault.rule else fault.message


def _nobody(person: UUID) -> bool:
    """Who reports a concern names nobody of the directory in it."""
    return False
