"""Taking a case to another edition of its board's procedure."""

from __future__ import annotations

from uuid import UUID

from commonward.contracts.events import EditionChanged
from commonward.store import Work
from commonward_referral.model import Case
from commonward_referral.proposal_model import Proposal
from commonward_referral.record_schemas import ChangeEdition


def change_edition(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """From now on the case follows the proposed edition; what was done under the old one stays as it was."""
    wanted = ChangeEdition.model_validate_json(proposal.content)
    case = work.session.get(Case, (work.authority, proposal.case_id))
    before = work.facts(proposal.case_id).edition
    assert case is not None  # only cases have an edition
    assert before is not None  # as above
    case.edition = wanted.edition
    changed = EditionChanged(
        before=before,
        edition=wanted.edition,
        changed_by=proposal.proposed_by,
        authorised_by=agreed_by,
        changed_at=work.now,
    )
    work.publish(proposal.case_id, changed)
