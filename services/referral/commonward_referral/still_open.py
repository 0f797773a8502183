"""What keeps a case open at any board: shown before somebody asks to close it, and when closing was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, union_all
from sqlmodel import col

from commonward.procedure import CLOSING, Facts, Procedure
from commonward.store import Work
from commonward_referral.model import Decision
from commonward_referral.proposal_model import Proposal
from commonward_referral.proposals import OF_CHILDREN, TITLES
from commonward_referral.record_model import Record
from commonward_referral.rules import CHILD
from commonward_referral.schemas import Waits
from commonward_referral.states import WAITING
from commonward_referral.transfers import is_open


class Keeps(StrEnum):
    """What keeps a case open; some are followed by the code of what waits, or of a kind of meeting."""

    NEWER_CONCERN = "newer-concern"
    OPEN_TRANSFER = "open-transfer"
    WAITING_DECISION = "waiting-decision"
    WAITING_RECORD = "waiting-record"
    WAITING_PROPOSAL = "waiting-proposal"
    MEETING_DECIDES = "meeting-decides"


def codes(work: Work, case: UUID, facts: Facts) -> Iterator[str]:
    """What closing would bury or lose: a concern behind the request, an open transfer, what waits for its second."""
    if set(work.facts(case).concerns) - set(facts.concerns):
        yield Keeps.NEWER_CONCERN
    if is_open(work, case):
        yield Keeps.OPEN_TRANSFER
    for keeps, what in dict.fromkeys(_waiting(work, case)):
        yield f"{keeps} {what}"


def _waiting(work: Work, case: UUID) -> Iterator[tuple[Keeps, str]]:
    """What nobody could agree to once the case is closed. What is about the child stays open to that."""
    kinds: tuple[tuple[Keeps, Any, Any], ...] = (
        (Keeps.WAITING_DECISION, Decision, Decision.decision),
        (Keeps.WAITING_RECORD, Record, Record.kind),
        (Keeps.WAITING_PROPOSAL, Proposal, Proposal.kind),
    )
    each = [
        select(literal(keeps), what, col(kind.id)).where(col(kind.case_id) == case, col(kind.state) == WAITING)
        for keeps, kind, what in kinds
    ]
    for keeps, what, _ in sorted(work.session.execute(union_all(*each)), key=lambda row: row[2]):
        if keeps != Keeps.WAITING_PROPOSAL or what not in OF_CHILDREN:
            yield Keeps(keeps), what


def not_decided(procedure: Procedure, facts: Facts, reason: str | None = None) -> Iterator[str]:
    """Where the board gives the closing to a meeting, it closes for the reason that the meeting gave, or not at all.

    Without a reason, whether it has given any.
    """
    kind, given = procedure.meeting_that_decides(CLOSING), given_reason(facts)
    if kind is not None and facts.kind == CHILD and (given is None or reason not in (None, given)):
        yield f"{Keeps.MEETING_DECIDES} {kind.id}"


def given_reason(facts: Facts) -> str | None:
    """The reason to close that a meeting has given."""
    made = facts.meeting_decisions.get(CLOSING)
    return made.choice if made else None


def told(lines: Iterable[str], procedure: Procedure, facts: Facts) -> tuple[Waits, ...]:
    """Each of these codes in words, with who can supply it; what is no code of the core's is left out."""
    return tuple(found for line in lines if (found := _told(line, procedure, facts)))


def _told(line: str, procedure: Procedure, facts: Facts) -> Waits | None:
    code, _, what = line.partition(" ")
    match code:
        case Keeps.NEWER_CONCERN:
            words, role = "A newer concern came in since this was asked for: look at it first", None
        case Keeps.OPEN_TRANSFER:
            words, role = "Another authority was asked to take the case: withdraw that first", None
        case Keeps.WAITING_DECISION:
            point = procedure.decision(what)
            title, role = (point.title, point.second_role) if point else (what, None)
            words = f"The decision {title} waits for a second person"
        case Keeps.WAITING_RECORD:
            kind = procedure.record_kind(what)
            title, role = (kind.title, kind.second_role) if kind else (what, None)
            words = f"The form {title} waits for a second person"
        case Keeps.WAITING_PROPOSAL:
            words, role = f"A proposal waits for a second person: {TITLES.get(what, what)}", None
        case Keeps.MEETING_DECIDES:
            words, role = _meeting(what, procedure, facts)
        case _:
            return None
    return Waits(keeps=code, words=words, supplied_by=role)


def _meeting(code: str, procedure: Procedure, facts: Facts) -> tuple[str, str | None]:
    kind = procedure.meeting_kind(code)
    if given_reason(facts) is None:
        says = "it has not decided this one"
    else:
        says = f"it gave another reason, {procedure.words.of(given_reason(facts) or '')}"
    words = f"The {kind.title if kind else code} decides that a case closes, and why: {says}"
    return words, kind.chair_for(facts) if kind else None
