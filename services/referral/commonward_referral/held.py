"""What the referral service holds about a case: who reported, decided and looked after it are others."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from commonward.store.held import Held, always, never, of_case
from commonward_referral.access_model import AccessStep
from commonward_referral.holds import LegalHold
from commonward_referral.kept import Attachment, Episode, Party, Proposal, Record, SiblingLink
from commonward_referral.model import Case, Child, Closing, Concern, Decision
from commonward_referral.sharing_model import SharingDecision, SharingWords
from commonward_referral.transfer_model import TransferIn, TransferOut
from commonward_referral.withholding import Withheld


def _child(case: UUID) -> ColumnElement[bool]:
    return col(Child.id).in_(select(col(Case.child)).where(col(Case.id) == case))


def _siblings(case: UUID) -> ColumnElement[bool]:
    mine = select(col(Case.child)).where(col(Case.id) == case)
    return col(SiblingLink.child).in_(mine) | col(SiblingLink.sibling).in_(mine)


HELD = (
    Held(Child, _child, never),
    Held(Case, of_case(Case, "id"), always("worker")),
    Held(Concern, of_case(Concern), always("reported_by", "agency")),
    Held(Decision, of_case(Decision), always("decided_by", "authorised_by")),
    Held(Closing, of_case(Closing), always("requested_by")),
    Held(Record, of_case(Record), always("made_by", "authorised_by")),
    Held(Proposal, of_case(Proposal), always("proposed_by", "authorised_by")),
    Held(Episode, of_case(Episode), always("reported_by", "agency")),
    Held(Attachment, of_case(Attachment), always("added_by")),
    Held(SiblingLink, _siblings, always("child", "sibling", "reason", "linked_by")),
    Held(Party, of_case(Party, "id"), always("label", "details", "opened_by")),
    Held(SharingDecision, of_case(SharingDecision), always("decided_by")),
    Held(SharingWords, of_case(SharingWords), never),
    Held(TransferOut, of_case(TransferOut), always("requested_by")),
    Held(TransferIn, of_case(TransferIn), always("answered_by", "request")),
    Held(LegalHold, of_case(LegalHold), always("reason", "lifted_because", "set_by", "lifted_by")),
    Held(AccessStep, of_case(AccessStep), always("reason", "person", "by")),
    Held(Withheld, of_case(Withheld), always("reason", "decided_by")),
)
