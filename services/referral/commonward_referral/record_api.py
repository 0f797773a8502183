"""HTTP for records, proposals, missing episodes, other subjects and prompts. No rule lives here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint

from commonward.clock import london, utcnow
from commonward.identity import Capability, carrying
from commonward.web import (
    News,
    all_that_caller_may,
    caller,
    holds,
    may_override,
    news_for,
    operation,
    procedure,
    resources,
    transaction,
)
from commonward_referral import connecting, episodes, parties, proposals, record_queries, records
from commonward_referral.news import NEWS
from commonward_referral.proposal_schemas import ProposalPage
from commonward_referral.proposed import about, proposal_page
from commonward_referral.record_schemas import (
    Answered,
    ChangeEdition,
    Connections,
    CorrectFacts,
    FindParty,
    Forms,
    MakeRecord,
    OpenParty,
    Parties,
    PartyFilter,
    PartyLine,
    Place,
    Prompts,
    Records,
    ReportMissing,
    Returned,
    Suggestions,
    VoidCase,
    VoidRecord,
    Wording,
)
from commonward_referral.schemas import Authorise, Done
from commonward_referral.waiting import Waiting, waiting_for

blueprint = Blueprint("records", __name__, url_prefix="/v1")
_CASE = "/cases/<uuid:case>"
_MAKE, _READ, _DECIDE = Capability.RECORD_MAKE, Capability.CASE_READ, Capability.CASE_DECIDE


@operation(blueprint, f"{_CASE}/forms", guard=_READ, answers={200: Forms}, tags=["records"])
def list_forms(case: UUID) -> Forms:
    """The forms that the board keeps about this subject."""
    with transaction() as unit:
        return record_queries.forms(unit, caller(), case, makes=_MAKE in all_that_caller_may(unit, case))


@operation(blueprint, f"{_CASE}/records", guard=_READ, answers={200: Records}, tags=["records"])
def list_records(case: UUID) -> Records:
    """The records that the caller may read, the newest first."""
    with transaction() as unit:
        unit.audit("records.read", case)
        works = Capability.CASE_WORK in all_that_caller_may(unit, case)
        return record_queries.records(unit, caller(), case, works=works)


@operation(
    blueprint,
    f"{_CASE}/records",
    method="POST",
    guard=_MAKE,
    body=MakeRecord,
    answers={201: Done},
    tags=["records"],
)
def make_record(case: UUID, body: MakeRecord) -> Done:
    """Fill in one of the board's forms."""
    may_override(body.override_reason)
    with transaction() as unit:
        return records.make(unit, caller(), case, body, in_directory())


@operation(
    blueprint,
    "/records/<uuid:record>/authorisation",
    method="POST",
    guard=Capability.CASE_WORK,
    body=Authorise,
    answers={200: Done},
    tags=["records"],
)
def authorise_record(record: UUID, body: Authorise) -> Done:
    """A second person agrees to a record or refuses it; the procedure says which role may."""
    with transaction() as unit:
        return records.authorise(unit, caller(), record, agree=body.agree)


@operation(
    blueprint,
    "/records/<uuid:record>/voiding",
    method="POST",
    guard=_MAKE,
    body=VoidRecord,
    answers={201: Done},
    tags=["corrections"],
)
def void_record(record: UUID, body: VoidRecord) -> Done:
    """Propose to take a wrong record out of the reckoning."""
    with transaction() as unit:
        return proposals.propose_voiding_record(unit, record, body.reason, body.version)


@operation(
    blueprint,
    f"{_CASE}/corrections",
    method="POST",
    guard=_MAKE,
    body=CorrectFacts,
    answers={201: Done},
    tags=["corrections"],
)
def correct_facts(case: UUID, body: CorrectFacts) -> Done:
    """Propose to correct what is known wrongly."""
    with transaction() as unit:
        return proposals.propose_correction(unit, case, body)


@operation(
    blueprint,
    f"{_CASE}/voiding",
    method="POST",
    guard=_MAKE,
    body=VoidCase,
    answers={201: Done},
    tags=["corrections"],
)
def void_case(case: UUID, body: VoidCase) -> Done:
    """Propose to end a case that should never have been opened."""
    with transaction() as unit:
        return proposals.propose_voiding(unit, case, body)


@operation(
    blueprint,
    f"{_CASE}/edition",
    method="POST",
    guard=_DECIDE,
    body=ChangeEdition,
    answers={201: Done},
    tags=["corrections"],
)
def change_edition(case: UUID, body: ChangeEdition) -> Done:
    """Propose to take the case to another edition of the procedure."""
    with transaction() as unit:
        return proposals.propose_edition(unit, case, body)


@operation(
    blueprint,
    "/proposals/<uuid:proposal>",
    guard=_READ,
    answers={200: ProposalPage},
    tags=["corrections"],
)
def read_proposal(proposal: UUID) -> ProposalPage:
    """One proposal: what it would change while it waits, and who answered it once somebody has."""
    with transaction() as unit:
        found = about(unit, proposal)
        unit.audit("proposal.read", found.case_id)
        decides = _DECIDE in all_that_caller_may(unit, found.case_id)
        return proposal_page(unit, caller(), found, decides=decides)


@operation(
    blueprint,
    "/proposals/<uuid:proposal>/authorisation",
    method="POST",
    guard=_DECIDE,
    body=Authorise,
    answers={200: Done},
    tags=["corrections"],
)
def authorise_proposal(proposal: UUID, body: Authorise) -> Done:
    """A second person agrees, and it takes effect; or refuses."""
    with transaction() as unit:
        return proposals.authorise(unit, proposal, agree=body.agree)


@operation(blueprint, "/waiting", guard=_READ, answers={200: Waiting}, tags=["records"])
def list_waiting() -> Waiting:
    """What waits for the caller as the second person."""
    with transaction() as unit:
        unit.audit("waiting.list")
        return waiting_for(unit, caller(), may_decide=holds(_DECIDE))


@operation(blueprint, "/news", guard=_READ, answers={200: News}, tags=["cases"])
def list_news() -> News:
    """What is new on the cases that are allocated to the caller."""
    with transaction() as unit:
        unit.audit("news.list")
        return news_for(unit, caller().person, NEWS)


@operation(
    blueprint,
    f"{_CASE}/missing",
    method="POST",
    guard=Capability.MISSING_REPORT,
    body=ReportMissing,
    answers={201: Answered},
    tags=["missing"],
)
def report_missing(case: UUID, body: ReportMissing) -> Answered:
    """Report that the child is or was missing; the answer says what is to be done."""
    with transaction() as unit:
        return episodes.report_missing(unit, caller(), case, body)


@operation(
    blueprint,
    "/missing/<uuid:episode>/return",
    method="POST",
    guard=Capability.MISSING_REPORT,
    body=Returned,
    answers={200: Done},
    tags=["missing"],
)
def child_returned(episode: UUID, body: Returned) -> Done:
    """Record that the child is back."""
    with transaction() as unit:
        return episodes.returned(unit, episode, body)


@operation(
    blueprint, "/subjects", method="POST", guard=_MAKE, body=OpenParty, answers={201: PartyLine}, tags=["subjects"]
)
def open_subject(body: OpenParty) -> PartyLine:
    """Open the record of an adult of concern or of a place; no child's record is needed."""
    with transaction() as unit:
        return parties.open_party(unit, caller(), body)


@operation(blueprint, "/subjects", guard=_READ, query=PartyFilter, answers={200: Parties}, tags=["subjects"])
def list_subjects(query: PartyFilter) -> Parties:
    """Other subjects of a kind, the newest first."""
    with transaction() as unit:
        return parties.parties(unit, query.kind)


@operation(
    blueprint,
    "/subjects/search",
    method="POST",
    guard=_READ,
    body=FindParty,
    answers={200: Parties},
    tags=["subjects"],
    searching=True,
)
def find_subjects(body: FindParty) -> Parties:
    """Other subjects of a kind by the words of their name, the newest first."""
    with transaction() as unit:
        return parties.found(unit, body)


@operation(
    blueprint, "/subjects/<uuid:subject>/connections", guard=_READ, answers={200: Connections}, tags=["subjects"]
)
def list_connections(subject: UUID) -> Connections:
    """Cases and other subjects that records tie to this one, as far as the caller may see them."""
    with transaction() as unit:
        return connecting.connections(unit, caller(), subject)


@operation(blueprint, "/subjects/<uuid:subject>", guard=_READ, answers={200: PartyLine}, tags=["subjects"])
def read_subject(subject: UUID) -> PartyLine:
    """One other subject."""
    with transaction() as unit:
        return parties.party(unit, subject)


@operation(blueprint, f"{_CASE}/prompts", guard=_READ, query=Place, answers={200: Prompts}, tags=["prompts"])
def list_prompts(case: UUID, query: Place) -> Prompts:
    """What the board reminds of where the caller works."""
    with transaction() as unit:
        return record_queries.prompts(unit, case, query.at)


@operation(
    blueprint, "/wording", method="POST", guard=_MAKE, body=Wording, answers={200: Suggestions}, tags=["prompts"]
)
def check_wording(body: Wording) -> Suggestions:
    """Suggest other words where the board would have one think again. Nothing is kept, and nothing blocks."""
    return record_queries.suggestions(procedure(), body.text)


def posts_on_cases() -> Callable[[UUID], frozenset[str]]:
    """The roles of somebody's posts of the caller's authority today by which a case may be seen at all."""
    given, authority = resources(), caller().authority
    today, working = london(utcnow()).date(), {one.code for one in carrying(Capability.CASE_READ, procedure().roles)}
    return lambda who: given.directory.roles(authority, who, today) & working


def works_on_cases() -> Callable[[UUID], bool]:
    """Whether somebody holds such a post."""
    posts = posts_on_cases()
    return lambda who: bool(posts(who))


def in_directory() -> Callable[[UUID], bool]:
    """Whether somebody holds a post of the caller's authority today."""
    given, authority = resources(), caller().authority
    today = london(utcnow()).date()
    return lambda worker: given.directory.person_exists(authority, worker, today)
