"""What an event says in plain words, with the board's own terms. For timelines; the machine reads the event itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from commonward.clock import deadline_in_words, moment_in_words
from commonward.contracts import Event
from commonward.contracts import events as e
from commonward.procedure.authority import Words
from commonward.procedure.procedure import Procedure


def tell(event: Event, procedure: Procedure) -> str:
    """One sentence. Times are London's."""
    if type(event) in _STEPS:
        return _about_clock(event, procedure)
    if isinstance(event, e.RecordMade | e.RecordVoided):
        return _about_record(event, procedure)
    if isinstance(event, e.NoticeRaised | e.NoticeDelivered):
        return _about_notice(event, procedure)
    teller = _TELLERS.get(type(event))
    return teller(event, procedure.words) if teller else procedure.words.of(event.type.rsplit(".", 2)[1])


def every(months: int) -> str:
    """How often, in words."""
    return "every month" if months == 1 else f"every {months} months"


def _list(codes: tuple[str, ...], words: Words) -> str:
    return ", ".join(words.of(code) for code in codes)


def _routed(event: e.ConcernRouted, words: Words) -> str:
    text = f"Concern routed to {words.of(event.team)}: {words.of(event.response)}"
    return f"{text} ({_list(event.tasks, words)})" if event.tasks else text


def _level(event: e.LevelDecided, words: Words) -> str:
    by = " by a meeting" if event.meeting else ""
    return f"Level decided{by}: {words.of(event.level)}{' (provisional)' if event.provisional else ''}"


def _second_person(event: e.SecondPersonWanted, words: Words) -> str:
    change = f"from {words.of(event.previous)} to {words.of(event.level)}"
    return f"A second person must decide, with a reason, whether the level falls {change}"


def _level_refused(event: e.LevelRefused, words: Words) -> str:
    return f"The meeting's level {words.of(event.level)} could not be taken: {words.of(event.refusal)}"


def _response(event: e.ResponseCalledFor, words: Words) -> str:
    wants = [_list(codes, words) for codes in (event.meetings, event.consultations, event.tasks) if codes]
    plan = [words.of(event.plan)] if event.plan else []
    review = [f"review {every(event.review_months)}" if event.review_months else ""]
    return f"{words.of(event.level)} calls for: " + (
        "; ".join(filter(None, [*plan, *wants, *review])) or "nothing further"
    )


def _held(event: e.MeetingHeld, words: Words) -> str:
    if event.quorate:
        return f"{words.of(event.kind)} held, quorate"
    return f"{words.of(event.kind)} held, inquorate: {_list(event.missing_agencies, words)} missing"


def _invitation(event: e.InvitationDecided, words: Words) -> str:
    return f"{words.of(event.whom)} {'invited' if event.invited else 'not invited'} to {words.of(event.kind)}"


def _about_clock(event: Any, procedure: Procedure) -> str:
    """What happened to a clock, by the clock's own title."""
    clock = procedure.clock(event.clock)
    return _STEPS[type(event)](event, clock.title if clock else event.clock, procedure.words)


def _about_record(event: e.RecordMade | e.RecordVoided, procedure: Procedure) -> str:
    """Which of the board's forms was filled in, or taken back, by the form's own title."""
    kind = procedure.record_kind(event.kind)
    done = "Recorded" if isinstance(event, e.RecordMade) else "Taken back as wrong"
    return f"{done}: {kind.title if kind else procedure.words.of(event.kind)}"


_STEPS: dict[type[Event], Callable[[Any, str, Words], str]] = {
    e.ObligationOpened: lambda it, title, words: f"To do: {title} ({words.of(it.by)}, {_by(it.due)})",
    e.ObligationReminded: lambda it, title, words: f"{words.of(it.by)} reminded: {title}",
    e.ObligationBreached: lambda it, title, words: f"Overdue: {title}; {words.of(it.escalated_to)} told",
    e.ObligationEscalated: lambda it, title, words: f"Still overdue: {title}; {words.of(it.escalated_to)} told",
    e.ObligationPaused: lambda it, title, words: f"Paused: {title} ({words.of(it.reason)})",
    e.ObligationResumed: lambda it, title, words: f"Goes on: {title}",
    e.ObligationMoved: lambda it, title, words: _moved(it, title),
    e.ObligationDischarged: lambda it, title, words: f"Done{'' if it.in_time else ', late'}: {title}",
    e.ObligationSuperseded: lambda it, title, words: f"No longer to do: {title}",
}


def _moved(event: e.ObligationMoved, title: str) -> str:
    corrected = "; it was not overdue" if event.breach_corrected else ""
    return f"Deadline moved: {title} ({_by(event.due_after)}; before, {_by(event.due_before)}){corrected}"


def _by(due: datetime | None) -> str:
    return "no time stated" if due is None else deadline_in_words(due)


def _refused(event: e.ClosingRefused, words: Words) -> str:
    if event.missing:
        return f"Closing refused: {len(event.missing)} still missing"
    return "Closing refused: something newer must be looked at first"


def _about_notice(event: e.NoticeRaised | e.NoticeDelivered, procedure: Procedure) -> str:
    whom, says = procedure.words.of(event.to), procedure.notice_words(event.about)
    if isinstance(event, e.NoticeRaised):
        return f"Notice to {whom}: {says}"
    return f"Notice delivered to {'the duty mailbox for ' if event.reached_duty else ''}{whom}: {says}"


_SCANS = {
    e.Scan.CLEAN: "",
    e.Scan.INFECTED: ": infected, and not kept",
    e.Scan.WAITING: ", which waits for the virus scanner",
    e.Scan.NONE: "",
}
_TELLERS: dict[type[Event], Callable[[Any, Words], str]] = {
    e.CaseOpened: lambda event, words: f"Case {event.reference} opened under edition {event.edition}",
    e.ConcernRaised: lambda event, words: f"Concern raised by {words.of(event.agency)}",
    e.ConcernRouted: _routed,
    e.GlassBroken: lambda event, words: f"Emergency access: {words.of(event.reason)}",
    e.CaseAllocated: lambda event, words: f"Case allocated to {words.of(event.role)}, {words.of(event.team)}",
    e.DecisionRecorded: lambda event, words: f"{words.of(event.decision)}: {words.of(event.option)}",
    e.ClosingRequested: lambda event, words: f"Closing requested: {words.of(event.reason)}",
    e.CaseClosed: lambda event, words: f"Case closed: {words.of(event.reason)}",
    e.ClosingRefused: _refused,
    e.TransferRequested: lambda event, words: f"Transfer to {words.of(event.to)} asked for",
    e.TransferOffered: lambda event, words: f"Offered by {words.of(event.sender)}, there {event.reference}",
    e.TransferEnded: lambda event, words: f"Transfer to {words.of(event.to)} {event.outcome}",
    e.CaseTransferred: lambda event, words: f"Case transferred to {words.of(event.to)}",
    e.TransferReceived: lambda event, words: f"Case received from {words.of(event.sender)}, there {event.reference}",
    e.FactsCorrected: lambda event, words: f"Facts put right: {_list(event.corrected, words)}",
    e.CaseVoided: lambda event, words: f"Case taken back as wrong: {words.of(event.reason)}",
    e.EditionChanged: lambda event, words: f"Procedure's edition changed from {event.before} to {event.edition}",
    e.AgeReached: lambda event, words: f"The child is {event.age} now",
    e.MissingReported: lambda event, words: (
        f"Child reported missing by {words.of(event.reported_by_agency)}, episode {event.number}"
    ),
    e.MissingReturned: lambda event, words: "The missing child is back",
    e.PersonBlocked: lambda event, words: f"Somebody kept out of the case: {words.of(event.reason)}",
    e.BlockLifted: lambda event, words: "Somebody let into the case again",
    e.SharingDecided: lambda event, words: f"Information {event.outcome}: {words.of(event.with_whom)}",
    e.AssessmentRequested: lambda event, words: f"Assessment wanted: {words.of(event.tool)}",
    e.AssessmentStageCompleted: lambda event, words: (
        f"{words.of(event.stage)} completed; {words.of(event.next_by)} goes on"
    ),
    e.AssessmentCompleted: lambda event, words: f"{words.of(event.tool)} completed: {words.of(event.judgement)}",
    e.LevelDecided: _level,
    e.SecondPersonWanted: _second_person,
    e.LevelRefused: _level_refused,
    e.EarlyReviewSuggested: lambda event, words: "Something new is known: a review may be wanted before it is due",
    e.ResponseCalledFor: _response,
    e.MeetingRequired: lambda event, words: f"{words.of(event.kind)} wanted",
    e.MeetingConvened: lambda event, words: f"{words.of(event.kind)} convened, chaired by {words.of(event.chair_role)}",
    e.MeetingHeld: _held,
    e.PlanAdopted: lambda event, words: f"{words.of(event.kind)} adopted, version {event.plan_version}",
    e.PlanShared: lambda event, words: f"Plan shared with {_list(event.recipients, words)}",
    e.InvitationDecided: _invitation,
    e.MeetingAligned: lambda event, words: f"{words.of(event.kind)} held together with {words.of(event.host)}",
    e.MinutesWritten: lambda event, words: f"Minutes of {words.of(event.kind)}, version {event.minutes_version}",
    e.MinutesSigned: lambda event, words: f"Minutes of {words.of(event.kind)} signed, version {event.minutes_version}",
    e.MeetingDecidedLevel: lambda event, words: f"{words.of(event.kind)} decided the level: {words.of(event.level)}",
    e.MeetingDecidedClosing: lambda event, words: f"{words.of(event.kind)} decided to close: {words.of(event.reason)}",
    e.PlanLinked: lambda event, words: f"Plan refers to {words.of(event.other_plan)}",
    e.PlanReceived: lambda event, words: f"Plan received by {words.of(event.recipient)}",
    e.SignedCopyPlaced: lambda event, words: f"Signed copy of the plan on file since {event.placed_on:%-d %B %Y}",
    e.ActionAgreed: lambda event, words: f"Action agreed, due on {event.due:%-d %B %Y}",
    e.ActionIncorporated: lambda event, words: f"Action taken into {words.of(event.other_plan)}",
    e.ActionCompleted: lambda event, words: f"Action: {words.of(event.outcome)}",
    e.AttachmentAdded: lambda event, words: f"File added to a {words.of(event.about).lower()}{_SCANS[event.scan]}",
    e.AttachmentScanned: lambda event, words: f"File scanned{_SCANS[event.scan]}",
    e.AttachmentVoided: lambda event, words: "File withdrawn",
    e.RecordsMerged: lambda event, words: "Two records found to be the same child's, and merged",
    e.RecordsParted: lambda event, words: "Two records found to be two children's, and parted",
    e.SiblingsLinked: lambda event, words: f"Sibling known: {words.of(event.relation).lower()}",
    e.SiblingsUnlinked: lambda event, words: "Link to a sibling taken away",
    e.PauseRequested: lambda event, words: f"Pause wanted: {words.of(event.reason)}",
    e.ResumeRequested: lambda event, words: "Wanted to go on",
    e.CalendarChanged: lambda event, words: f"Bank holidays changed, in use since {event.edition:%-d %B %Y}",
    e.TimeReached: lambda event, words: f"Time reached: {moment_in_words(event.reached)}",
}
