"""Whatever somebody filling in a tool may not see stays as it is: they can neither change it nor drop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from commonward.contracts.field_groups import FieldGroup, told_by
from commonward.procedure import Answer, Contribution, Entered, Filled, Tool
from commonward.store import FieldError, Unacceptable, Work
from commonward.store.seeing import unseen
from commonward_risk.assessments import stored
from commonward_risk.model import Assessment

Part = TypeVar("Part", bound=Answer | Entered | Contribution)


def with_unseen(work: Work, row: Assessment, tool: Tool, sent: Filled) -> Filled:
    """What is sent, with what is stored and withheld from who sends it. Raises Unacceptable where they change it."""
    hidden = frozenset(unseen(work, row.case_id, FieldGroup))
    if not hidden:
        return sent
    before, items, entries = stored(row), tool.item_groups(), tool.entry_groups()

    def of_item(answer: Answer) -> bool:
        return items.get(answer.item, FieldGroup.NARRATIVE) in hidden

    def of_entry(entered: Entered) -> bool:
        return entries.get(entered.entry, FieldGroup.NARRATIVE) in hidden

    def of_agency(told: Contribution) -> bool:
        return told_by(told.agency) in hidden

    return Filled(
        answers=_mixed("answers", of_item, before.answers, sent.answers),
        entries=_mixed("entries", of_entry, before.entries, sent.entries),
        contributions=_mixed("contributions", of_agency, before.contributions, sent.contributions),
        alone_because=before.alone_because if FieldGroup.NARRATIVE in hidden else sent.alone_because,
    )


def _mixed(name: str, hides: Callable[[Part], bool], old: Iterable[Part], new: Iterable[Part]) -> tuple[Part, ...]:
    """The new parts, with the old ones that are withheld. Raises Unacceptable where a withheld one is changed."""
    kept, sent = tuple(filter(hides, old)), tuple(new)
    if any(hides(part) and part not in kept for part in sent):
        message = "holds what is withheld from you here: leave it out, and it stays as it is"
        raise Unacceptable(FieldError(field=name, message=message))
    return (*(part for part in sent if not hides(part)), *kept)
