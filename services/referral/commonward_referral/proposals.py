"""Putting wrong facts right: one person proposes with a reason, and it takes effect once a second person agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from pydantic import BaseModel

from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Actor
from commonward.procedure import UnusableProcedure
from commonward.store import FieldError, Unacceptable, UnknownSubject, Work, second_person
from commonward.store.seeing import only_who_sees
from commonward.web.withholding import group_in
from commonward_referral import attachments, comparisons, merging, siblings
from commonward_referral.access import open_subject
from commonward_referral.attachment_schemas import VoidFile
from commonward_referral.corrections import check_corrections, correct, refuse_what_is_known, void_case, void_record
from commonward_referral.editions import change_edition
from commonward_referral.family_schemas import Merge, Part, Unlink
from commonward_referral.proposal_model import Proposal
from commonward_referral.record_schemas import ChangeEdition, CorrectFacts, CorrectionOf, Corrections, VoidCase
from commonward_referral.records import locked as locked_record
from commonward_referral.schemas import Done
from commonward_referral.states import MADE, REFUSED, WAITING
from commonward_referral.twice import refuse_other_birth, refuse_second_proposal

MERGE, PART, UNLINK = "merge", "part", "unlink"
CORRECT, VOID_CASE, VOID_RECORD, VOID_FILE, EDITION = "correct", "void-case", "void-record", "void-file", "edition"

_TAKE_EFFECT: Mapping[str, Callable[[Work, Proposal, UUID], None]] = {
    CORRECT: correct,
    VOID_CASE: void_case,
    VOID_RECORD: void_record,
    VOID_FILE: attachments.void,
    EDITION: change_edition,
    MERGE: merging.merge,
    PART: merging.part,
    UNLINK: siblings.unlink,
}
"""What each kind does, given the person who agrees."""

TITLES: Mapping[str, str] = {
    CORRECT: "Put right what is known wrongly",
    VOID_CASE: "End a case that should not be there",
    VOID_RECORD: "Take a record out of the reckoning",
    VOID_FILE: "Withdraw a file",
    EDITION: "Take the case to another edition of the procedure",
    MERGE: "Merge two records of one child",
    PART: "Part two records that were merged",
    UNLINK: "Say that two children are no siblings",
    comparisons.COMPARE: "May be the same child: compare",
}
"""What each kind proposes, for people."""

OF_CHILDREN: Mapping[str, Callable[[Work, str], list[UUID]]] = {
    MERGE: merging.touched,
    PART: merging.touched,
    UNLINK: siblings.touched,
    comparisons.COMPARE: merging.touched,
}
"""Kinds that are about children, whose cases may be closed by now; and the cases that each touches by its content."""


def propose_correction(work: Work, case: UUID, wanted: CorrectFacts) -> Done:
    """Propose to correct what is known. Raises Unacceptable."""
    open_subject(work, case)
    groups = {group_in(Corrections, name) for name in wanted.corrections.model_dump(exclude_none=True)}
    only_who_sees(work, case, groups, "the correction")
    content = CorrectionOf(**wanted.corrections.model_dump(), concern=wanted.concern)
    check_corrections(work, case, content)
    refuse_what_is_known(work, case, content)
    refuse_other_birth(work, case, content.born)
    return _propose(work, case, CORRECT, content, wanted.reason, wanted.version)


def propose_voiding(work: Work, case: UUID, wanted: VoidCase) -> Done:
    """Propose to end a case that should never have been opened."""
    open_subject(work, case)
    if wanted.kind == "duplicate":
        if wanted.instead is None or wanted.instead == case:
            raise Unacceptable(FieldError(field="instead", message="name the case that goes on in its place"))
        work.subject(wanted.instead)
    return _propose(work, case, VOID_CASE, wanted, wanted.reason, wanted.version)


def propose_voiding_record(work: Work, record: UUID, reason: str, version: int | None) -> Done:
    """Propose to take a record out of the reckoning."""
    row = locked_record(work, record)
    if row.state != MADE:
        raise Unacceptable(FieldError(field="record", message=f"is {row.state}"))
    kind = work.procedure(row.case_id).record_kind(row.kind)
    only_who_sees(work, row.case_id, kind.groups if kind else [FieldGroup.NARRATIVE], "the record")
    return _propose(work, row.case_id, VOID_RECORD, _About(record=record), reason, version)


def propose_voiding_file(work: Work, actor: Actor, attachment: UUID, wanted: VoidFile) -> Done:
    """Propose to withdraw a file."""
    row = attachments.to_be_voided(work, actor, attachment)
    return _propose(work, row.case_id, VOID_FILE, _About(file=row.id), wanted.reason, wanted.version)


def propose_edition(work: Work, case: UUID, wanted: ChangeEdition) -> Done:
    """Propose to take a case to another edition. Raises Unacceptable when the board ships none of that version."""
    facts = open_subject(work, case)
    known = tuple(edition.version for edition in work.procedures.editions(work.authority))
    others = tuple(version for version in known if version != facts.edition)
    if wanted.edition not in others:
        message = "is the case's edition already" if wanted.edition == facts.edition else "is not shipped by this board"
        raise Unacceptable(FieldError(field="edition", message=message, allowed=others))
    try:
        work.procedures.of(work.authority, wanted.edition)
    except UnusableProcedure:
        raise Unacceptable(FieldError(field="edition", message="can't be used at present", allowed=others)) from None
    return _propose(work, case, EDITION, wanted, wanted.reason, wanted.version)


def propose_merge(work: Work, child: UUID, wanted: Merge) -> Done:
    """Propose that two records are the same child's. Raises Unacceptable."""
    case, pair = merging.about_merge(work, child, wanted.into)
    done = _propose(work, case, MERGE, pair, wanted.reason)
    comparisons.one_child(work, pair, wanted.reason)
    return done


def propose_parting(work: Work, child: UUID, wanted: Part) -> Done:
    """Propose that two merged records are two children's. Raises Unacceptable."""
    case, pair = merging.about_parting(work, child)
    return _propose(work, case, PART, pair, wanted.reason)


def propose_unlinking(work: Work, link: UUID, wanted: Unlink) -> Done:
    """Propose that two children are no siblings. Raises UnknownSubject."""
    return _propose(work, siblings.about_link(work, link), UNLINK, _About(link=link), wanted.reason)


def authorise(work: Work, proposal: UUID, *, agree: bool) -> Done:
    """A second person agrees, and it takes effect; or refuses. Raises NotYours for who proposed it."""
    row = _locked(work, proposal)
    case = row.case_id
    second_person(work, row.proposed_by, otherwise="nobody authorises their own proposal")
    row.authorised_by, row.answered_at, row.state = work.actor, work.now, MADE if agree else REFUSED
    if agree:
        _TAKE_EFFECT[row.kind](work, row, work.actor)
    work.audit("proposal.authorise", case)
    return Done(id=proposal, version=work.subject(case).sequence, state=row.state)


def _locked(work: Work, proposal: UUID) -> Proposal:
    """A waiting proposal, as it stands under the locks of the cases that it touches. Raises UnknownSubject."""
    row = work.session.get(Proposal, (work.authority, proposal))
    if row is None or row.kind == comparisons.COMPARE:  # that is answered on the page of both records
        raise UnknownSubject(str(proposal))
    if row.kind in OF_CHILDREN:
        _see_all(work, row)
    else:
        open_subject(work, row.case_id)
    work.session.refresh(row)
    if row.state != WAITING:
        raise UnknownSubject(str(proposal))
    return row


def is_theirs(work: Work, proposal: Proposal) -> bool:
    """Whether the caller may see all that a proposal about children touches: of one of two they judge neither."""
    try:
        _see_all(work, proposal)
    except UnknownSubject:
        return False
    return True


def _see_all(work: Work, proposal: Proposal) -> None:
    """Lock every case that a proposal about children touches. Raises UnknownSubject where one is not theirs to see."""
    cases = [proposal.case_id, *OF_CHILDREN[proposal.kind](work, proposal.content)]
    work.load(cases)
    for case in cases:
        work.subject(case)


class _About(BaseModel):
    record: UUID | None = None
    file: UUID | None = None
    link: UUID | None = None


def _propose(work: Work, case: UUID, kind: str, content: BaseModel, reason: str, version: int | None = None) -> Done:
    state, said = work.subject(case, expected=version), content.model_dump_json(exclude_none=True)
    touched = OF_CHILDREN[kind](work, said) if kind in OF_CHILDREN else []
    refuse_second_proposal(work, [case, *touched], kind, said, whole=kind == VOID_CASE)
    id = work.write(
        Proposal,
        case_id=case,
        kind=kind,
        content=said,
        reason=reason,
        proposed_by=work.actor,
        proposed_at=work.now,
        state=WAITING,
    )
    work.audit(f"proposal.{kind}", case)
    return Done(id=id, version=state.sequence, state=WAITING)
