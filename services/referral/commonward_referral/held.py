"""What the referral service holds about a case. Whoever reported, decided or worked on it is another person."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import SQLModel, col

from commonward.store import Inbox, Outbox, Work
from commonward.store.drafts import Draft
from commonward.store.held import Held, OfCase, always, among, beside, bool_of, column, never, of_case, through
from commonward_referral.access_model import AccessStep
from commonward_referral.attachment_model import Attachment, AttachmentContent
from commonward_referral.disposal_model import Disposal
from commonward_referral.episode_model import Episode
from commonward_referral.family_model import SiblingLink
from commonward_referral.former_model import FormerIdentity
from commonward_referral.holds import LegalHold
from commonward_referral.model import Case, Child, ChildToken, Closing, Concern, Decision
from commonward_referral.party_model import Party
from commonward_referral.proposal_model import Proposal
from commonward_referral.record_model import Naming, Record
from commonward_referral.same_child import cases_of, group
from commonward_referral.sharing_model import SharingDecision, SharingWords
from commonward_referral.states import REFUSED
from commonward_referral.transfer_model import TransferIn, TransferOut
from commonward_referral.withholding import Withheld


def _child(case: UUID) -> ColumnElement[bool]:
    return col(Child.id).in_(select(col(Case.child)).where(col(Case.id) == case))


def _formerly(case: UUID) -> ColumnElement[bool]:
    return col(FormerIdentity.child).in_(select(col(Case.child)).where(col(Case.id) == case))


def _siblings(case: UUID) -> ColumnElement[bool]:
    mine = select(col(Case.child)).where(col(Case.id) == case)
    return col(SiblingLink.child).in_(mine) | col(SiblingLink.sibling).in_(mine)


def _reports(model: type[SQLModel], name: str) -> OfCase:
    """A partner's report of a concern, and the answer to it: a concern's reporter is the report itself."""
    told = select(col(Concern.reported_by))
    return lambda case: bool_of(column(model, name).in_(told.where(col(Concern.case_id) == case)))


_CASE = (
    Held(Case, of_case(Case, "id"), always("worker")),
    Held(Concern, of_case(Concern), always("reported_by", "agency")),
    Held(Decision, of_case(Decision), always("decided_by", "authorised_by")),
    Held(Closing, of_case(Closing), always("requested_by")),
    Held(Record, of_case(Record), always("made_by", "authorised_by")),
    Held(Proposal, of_case(Proposal), always("proposed_by", "authorised_by")),
    Held(Episode, of_case(Episode), always("reported_by", "agency")),
    Held(Attachment, of_case(Attachment), always("added_by")),
    Held(SharingWords, of_case(SharingWords), never),
    Held(TransferOut, of_case(TransferOut), always("requested_by")),
    Held(TransferIn, of_case(TransferIn), always("answered_by", "request")),
    Held(LegalHold, of_case(LegalHold), always("reason", "lifted_because", "set_by", "lifted_by")),
    Held(AccessStep, of_case(AccessStep), always("reason", "person", "by")),
    Held(Withheld, of_case(Withheld), always("reason", "decided_by")),
)
HELD = (
    Held(Child, _child, never),
    Held(FormerIdentity, _formerly, always("child", "put_right_by")),
    *_CASE,
    Held(SiblingLink, _siblings, always("child", "sibling", "reason", "linked_by")),
    Held(Party, of_case(Party, "id"), always("label", "details", "opened_by")),
    Held(SharingDecision, of_case(SharingDecision), always("decided_by")),
    Held(Disposal, of_case(Disposal), always("reason", "proposed_by", "answered_by")),
)
ERASED = (
    *_CASE,
    beside(Party, of_case(Party, "id")),
    beside(AttachmentContent, through(AttachmentContent, "id", Attachment)),
    beside(Naming, of_case(Naming)),
    beside(Naming, of_case(Naming, "subject")),
    beside(Draft, of_case(Draft, "about")),
    beside(Disposal, lambda case: bool_of((col(Disposal.case_id) == case) & (col(Disposal.state) == REFUSED))),
    beside(Inbox, _reports(Inbox, "id")),
    beside(Outbox, _reports(Outbox, "subject")),
)
"""What goes when a case is disposed of; what of the child goes with it, `of_the_last_case` says."""


def of_the_last_case(work: Work, case: UUID) -> tuple[Held, ...]:
    """The records of a case's child and what they are found by, unless another case of the same child needs them."""
    child = work.session.scalar(select(col(Case.child)).where(col(Case.id) == case))
    children = group(work, child) if child is not None else frozenset[UUID]()
    if set(cases_of(work, children)) - {case}:
        return ()
    found_by = (
        beside(ChildToken, among(ChildToken, children)),
        beside(FormerIdentity, among(FormerIdentity, children, "child")),
    )
    linked = (beside(SiblingLink, among(SiblingLink, children, name)) for name in ("child", "sibling"))
    return (beside(Child, among(Child, children)), *found_by, *linked)
