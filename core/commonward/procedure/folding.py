"""The one pure function that folds an event into what is known of a subject.

Every service keeps its copy by folding `case-events` in order, so each can ask the procedure anything without calling
another service, and a replay gives the same copy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from commonward.contracts import Event, Happened
from commonward.contracts import events as e
from commonward.procedure.concern_facts import SAID, ConcernFact, DecisionFact, put_right
from commonward.procedure.fact import News
from commonward.procedure.facts import (
    AssessmentFact,
    CoverFact,
    Facts,
    GlassFact,
    MissingFact,
    RecordFact,
    SiblingFact,
)
from commonward.procedure.meeting_folding import MEETING_FOLDS

PERSON = "person"
"""The kind of subject that somebody of the authority is, of whom only who covers for them is known."""
OFFER = "offer"
"""The kind of subject that another authority's offer of a case is, until the case itself is here."""


def fold(facts: Facts, happened: Happened[Event]) -> Facts:
    """Return the facts after an event. An event that says nothing of the subject leaves them as they are."""
    folder = _FOLDS.get(type(happened.event))
    return facts if folder is None else facts.model_copy(update=folder(facts, happened.event))


def _opened(facts: Facts, event: e.CaseOpened) -> News:
    return {
        "kind": event.subject_kind,
        "reference": event.reference,
        "edition": event.edition,
        "opened_at": event.opened_at,
        "closed": False,
    }


def _concern(facts: Facts, event: e.ConcernRaised) -> News:
    """A newer concern adds what it knows; what it does not know leaves the older answer."""
    newer = ConcernFact(id=event.concern, **{name: getattr(event, name) for name in SAID})
    return {
        "concerns": (*facts.concerns, event.concern),
        "told": (*facts.told, newer),
        "out_of_hours": event.out_of_hours,
        "indicators": tuple(dict.fromkeys((*facts.indicators, *event.indicators))),
        **newer.says(),
    }


def _routed(facts: Facts, event: e.ConcernRouted) -> News:
    """A concern that is routed again, as something was put right, is still one. Until it is allocated it goes along."""
    place = facts.concerns.index(event.concern) if event.concern in facts.concerns else len(facts.routes)
    routes = (*facts.routes[:place], event.response, *facts.routes[place + 1 :])
    goes_along = place < len(facts.routes) and facts.worker_role is None
    team = event.team if goes_along else facts.team or event.team
    return {"route": routes[-1], "routes": routes, "team": team}


def _allocated(facts: Facts, event: e.CaseAllocated) -> News:
    return {"worker": event.worker, "worker_role": event.role, "team": event.team}


def _decided(facts: Facts, event: e.DecisionRecorded) -> News:
    about = facts.deciding.get(event.decision) or facts.newest
    made = DecisionFact(
        concern=about,
        option=event.option,
        decided_by=event.decided_by,
        authorised_by=event.authorised_by,
        decided_at=event.decided_at,
    )
    told = tuple(each.decided(event.decision, made) if each.id == about else each for each in facts.told)
    deciding = {code: concern for code, concern in facts.deciding.items() if code != event.decision}
    return {"decisions": {**facts.decisions, event.decision: made}, "told": told, "deciding": deciding}


def _decision_tied(facts: Facts, event: e.DecisionTied) -> News:
    return {"deciding": {**facts.deciding, event.decision: event.concern}}


def _assessed(facts: Facts, event: e.AssessmentCompleted) -> News:
    done = AssessmentFact(
        id=event.assessment,
        tool=event.tool,
        judgement=event.judgement,
        completed_at=event.completed_at,
        purpose=event.purpose,
    )
    return {"assessments": (*facts.assessments, done)}


def _level(facts: Facts, event: e.LevelDecided) -> News:
    return {
        "level": event.level,
        "previous_level": facts.level,
        "level_decided_at": event.decided_at,
        "provisional": event.provisional,
        "confirmed_level": facts.confirmed_level if event.provisional else event.level,
    }


def _response(facts: Facts, event: e.ResponseCalledFor) -> News:
    return {"plan_wanted": event.plan, "review_months": event.review_months}


def _closed(facts: Facts, event: e.CaseClosed) -> News:
    return {"closed": True}


def _voided(facts: Facts, event: e.CaseVoided) -> News:
    return {"closed": True, "voided": True}


def _recorded(facts: Facts, event: e.RecordMade) -> News:
    made = RecordFact(
        id=event.record,
        answers={answer.field: answer.values for answer in event.answers},
        happened_at=event.happened_at,
        made_by=event.made_by,
        authorised_by=event.authorised_by,
    )
    return {"records": {**facts.records, event.kind: (*facts.records.get(event.kind, ()), made)}}


def _correction_tied(facts: Facts, event: e.CorrectionTied) -> News:
    return {"matters": {**facts.matters, event.correction: event.concern}}


def _tied(facts: Facts, event: e.RecordTied) -> News:
    return {"matters": {**facts.matters, event.record: event.about}}


def _record_voided(facts: Facts, event: e.RecordVoided) -> News:
    left = tuple(made for made in facts.records.get(event.kind, ()) if made.id != event.record)
    return {"records": {**facts.records, event.kind: left}}


def _corrected(facts: Facts, event: e.FactsCorrected) -> News:
    return what_holds(facts, event, facts.matters.get(event.correction) or facts.newest)


def what_holds(facts: Facts, event: e.FactsCorrected, about: UUID | None) -> News:
    """What a correction of a concern changes; nothing, where that one is not known yet.

    With another date of birth, other birthdays were reached while the case was open: they are told anew.
    """
    if about is not None and about not in facts.concerns:
        return {}
    right = {name: getattr(event, name) for name in (code.replace("-", "_") for code in event.corrected)}
    told = tuple(each.corrected(right) if each.id == about else each for each in facts.told)
    birthdays = {"ages_reached": ()} if "age_at_referral" in right else {}
    return {**put_right(told, about, right), "told": told, **birthdays}


def _edition(facts: Facts, event: e.EditionChanged) -> News:
    return {"edition": event.edition}


def _birthday(facts: Facts, event: e.AgeReached) -> News:
    return {"ages_reached": (*facts.ages_reached, event.age)}


def _missing(facts: Facts, event: e.MissingReported) -> News:
    episode = MissingFact(id=event.episode, number=event.number, since=event.missing_from)
    return {"missing": (*facts.missing, episode)}


def _returned(facts: Facts, event: e.MissingReturned) -> News:
    back = {"returned_at": event.returned_at}
    return {
        "missing": tuple(each.model_copy(update=back) if each.id == event.episode else each for each in facts.missing)
    }


def _sibling(facts: Facts, event: e.SiblingsLinked) -> News:
    known = tuple(each for each in facts.siblings if each.id != event.link)
    return {"siblings": (*known, SiblingFact(id=event.link, relation=event.relation))}


def _no_sibling(facts: Facts, event: e.SiblingsUnlinked) -> News:
    return {"siblings": tuple(each for each in facts.siblings if each.id != event.link)}


def _loaded(facts: Facts, event: e.HistoryLoaded) -> News:
    return {"loaded_at": event.loaded_at, "live": False}


def _live(facts: Facts, event: e.CaseMadeLive) -> News:
    return {"live": True}


def _referred(facts: Facts, event: e.ReferrerKnown) -> News:
    """Whoever raises a later concern has not opened the case."""
    first = not facts.referrers and len(facts.concerns) <= 1
    opened = {"opened_by": event.person} if first else {}
    return {"referrers": tuple(dict.fromkeys((*facts.referrers, event.person))), **opened}


def _restricted(facts: Facts, event: e.CaseRestricted) -> News:
    return {"restricted": True, "named": tuple(dict.fromkeys((*event.people, event.restricted_by)))}


def _lifted(facts: Facts, event: e.RestrictionLifted) -> News:
    return {"restricted": False, "named": ()}


def _blocked(facts: Facts, event: e.PersonBlocked) -> News:
    return {"blocked": tuple(dict.fromkeys((*facts.blocked, event.person)))}


def _unblocked(facts: Facts, event: e.BlockLifted) -> News:
    return {"blocked": tuple(person for person in facts.blocked if person != event.person)}


def _glass(facts: Facts, event: e.GlassBroken) -> News:
    others = tuple(each for each in facts.opened_glass if each.person != event.person)
    return {"opened_glass": (*others, GlassFact(person=event.person, until=event.until))}


def _offered(facts: Facts, event: e.TransferOffered) -> News:
    return {"kind": OFFER, "reference": event.reference}


def _covered(facts: Facts, event: e.CoverArranged) -> News:
    made = CoverFact(**event.model_dump(exclude={"person"}))
    return {"kind": PERSON, "covers": (*facts.covers, made)}


def _cover_ended(facts: Facts, event: e.CoverEnded) -> News:
    ended = {"until": event.ended_at}
    return {
        "covers": tuple(
            each.model_copy(update=ended) if each.arrangement == event.arrangement else each for each in facts.covers
        )
    }


_FOLDS: dict[type[Event], Callable[[Facts, Any], News]] = {
    e.CaseOpened: _opened,
    e.ConcernRaised: _concern,
    e.ConcernRouted: _routed,
    e.CaseAllocated: _allocated,
    e.DecisionRecorded: _decided,
    e.AssessmentCompleted: _assessed,
    e.LevelDecided: _level,
    e.ResponseCalledFor: _response,
    e.CaseClosed: _closed,
    **MEETING_FOLDS,
    e.CaseVoided: _voided,
    e.RecordTied: _tied,
    e.CorrectionTied: _correction_tied,
    e.DecisionTied: _decision_tied,
    e.RecordMade: _recorded,
    e.RecordVoided: _record_voided,
    e.FactsCorrected: _corrected,
    e.EditionChanged: _edition,
    e.AgeReached: _birthday,
    e.HistoryLoaded: _loaded,
    e.CaseMadeLive: _live,
    e.MissingReported: _missing,
    e.MissingReturned: _returned,
    e.SiblingsLinked: _sibling,
    e.SiblingsUnlinked: _no_sibling,
    e.ReferrerKnown: _referred,
    e.CaseRestricted: _restricted,
    e.RestrictionLifted: _lifted,
    e.PersonBlocked: _blocked,
    e.BlockLifted: _unblocked,
    e.GlassBroken: _glass,
    e.TransferOffered: _offered,
    e.CoverArranged: _covered,
    e.CoverEnded: _cover_ended,
}
