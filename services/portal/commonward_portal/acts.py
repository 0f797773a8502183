"""What a person does to a case by one short form: allocate it, report the child missing, put right what is wrong.

Each act is data: what is asked, where it goes, and who is offered it. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonward.procedure import Procedure
from commonward_portal.case_roles import case_roles
from commonward_portal.questions import Asks, Question

Choices = tuple[tuple[str, str], ...]
Read = Mapping[str, tuple[str, ...]]
EVER = ("open", "closed")
BLOCKS = "blocks"
"""Where people with a conflict of interest are kept out."""
YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))


@dataclass(frozen=True, slots=True)
class Known:
    """What the questions are made of."""

    procedure: Procedure
    people: Choices
    agencies: Choices
    teams: Choices
    authorities: Choices = ()
    """The region's other boards."""
    which_concern: Sequence[Question] = ()
    """The question which concern it is about, where there are several."""
    together: Choices = ()
    """Other cases of the same child."""
    health: bool = True
    """Whether what is known of the child's health is shown to who fills the form in."""


@dataclass(frozen=True, slots=True)
class Act:
    """One short form about a case."""

    title: str
    lead: str
    button: str
    done: str
    path: str
    """Under the case, at the referral service."""
    capability: str
    asks: Callable[[Known], list[Question]]
    body: Callable[[Read], dict[str, Any]]
    states: tuple[str, ...] = ("open",)
    """The states of a case in which it is offered."""
    versioned: bool = True
    """Whether the service asks at which version the case was seen."""
    about_oneself: bool = False
    """Whether who sends it is the person that it is about."""
    of: str = "cases"
    """What the path is under: the case, or what of the case's standing it is about, such as `missing`."""
    where: str = ""
    """How the case must stand for it, such as `restricted`."""
    unless: str = ""
    """How it must not stand."""

    def fits(self, page: Mapping[str, Any]) -> bool:
        """Whether it can be done as the case stands; it may be tried where nobody knows how that is."""
        standing = page.get("standing")
        if standing is None:
            return True
        return bool(not self.where or standing[self.where]) and not (self.unless and standing[self.unless])

    def offered(self, page: Mapping[str, Any]) -> bool:
        """Whether the reader may do it to the case, as it stands."""
        may = self.capability in page.get("may", ())
        return may and page["case"]["state"] in self.states and self.fits(page)


def one(read: Read, *names: str) -> dict[str, Any]:
    """The single answers of these names, where there are any."""
    return {name: read[name][0] for name in names if name in read}


def _why(title: str = "Why?") -> Question:
    return Question("reason", title, Asks.WORDS, needed=True)


def _allocation(known: Known) -> list[Question]:
    roles = case_roles(known.procedure)
    return [
        Question("worker", "Who holds the case?", Asks.PICK, known.people, "Empty: the team, until somebody is named"),
        Question("role", "In which role?", Asks.PICK, roles, needed=True),
        Question("team", "In which team?", Asks.PICK, known.teams, needed=True),
    ]


def _missing(known: Known) -> list[Question]:
    return [
        Question("missing_from", "Since when is the child missing?", Asks.MOMENT, needed=True),
        Question("returned_at", "When did the child come back?", Asks.MOMENT, hint="Empty while the child is missing"),
        Question("agency", "Who reports it?", Asks.PICK, known.agencies, needed=True),
        Question("account", "What is known?", Asks.WORDS),
    ]


def _correction(known: Known) -> list[Question]:
    areas = tuple((area.code, area.title) for area in known.procedure.authority.areas)
    asked = {
        "looked_after": "Is the child looked after?",
        "open_to_social_care": "Was the case open to social care?",
        "immediate_danger": "Was the child in immediate danger?",
        "significant_harm": "Is there evidence of significant harm?",
        **({"sexually_active": "Is the child sexually active?"} if known.health else {}),
    }
    return [
        *known.which_concern,
        Question("born", "The child's date of birth", Asks.DAY, hint="Answer only what is known wrongly"),
        Question("happened_on", "When what the concern reports happened", Asks.DAY),
        Question("family_area", "Where the family lives", Asks.PICK, areas),
        *(Question(name, title, Asks.ONE, YES_NO) for name, title in asked.items()),
        _why("How do you know that it is wrong?"),
    ]


def _correct(read: Read) -> dict[str, Any]:
    beside = ("concern", "reason")
    names = [name for name in read if name not in beside]
    return {"corrections": one(read, *names), **one(read, *beside)}


def _voiding(known: Known) -> list[Question]:
    kinds = (
        ("duplicate", "It is a second case of the same child"),
        ("wrong-child", "It is about the wrong child"),
        ("opened-in-error", "It should not have been opened"),
    )
    hint = "" if known.together else "For a second case of the same child, first merge the two records of the child"
    goes_on = "Only for a second case of the same child"
    others = [Question("instead", "Which case goes on in its place?", Asks.PICK, known.together, goes_on)]
    return [
        Question("kind", "What is wrong with the case?", Asks.ONE, kinds[not known.together :], hint, needed=True),
        *(others if known.together else ()),
        _why(),
    ]


def _transfer(known: Known) -> list[Question]:
    parts = (
        ("concerns", "Concerns, in their reporters' words"),
        ("decisions", "Decisions and their reasons"),
        ("level", "The level"),
        ("assessments", "What assessments came to"),
        ("plans", "That there are plans"),
        ("missing", "When the child was missing"),
    )
    least = "Who the child is always goes; nothing else that you do not choose"
    return [
        Question("to", "Which board is asked to take it?", Asks.ONE, known.authorities, needed=True),
        Question("parts", "What goes with it?", Asks.SOME, parts, least),
        Question("note", "Why? They decide by this", Asks.WORDS, needed=True),
    ]


def _restriction(known: Known) -> list[Question]:
    why = (
        ("staff-member", "A member of staff is concerned"),
        ("known-person", "The child or family is widely known"),
        ("risk-of-harm", "Somebody could come to harm"),
        ("other", "Something else"),
    )
    beside = "Beside you, whoever it is allocated to, and the head of service"
    return [
        Question("people", "Who may still see it?", Asks.SOME, known.people, beside),
        Question("code", "What kind of reason?", Asks.ONE, why, needed=True),
        _why(),
    ]


def _interest(title: str) -> list[Question]:
    why = (
        ("relative", "A relative"),
        ("acquaintance", "An acquaintance"),
        ("named-in-case", "Named in the case"),
        ("other", "Something else"),
    )
    return [Question("code", title, Asks.ONE, why, needed=True), _why()]


def _block(known: Known) -> list[Question]:
    who = Question("person", "Who has a conflict of interest?", Asks.PICK, known.people, needed=True)
    return [who, *_interest("What are they to the case?")]


def _restrict(read: Read) -> dict[str, Any]:
    return {"people": list(read.get("people", ())), **one(read, "code", "reason")}


def _hand_over(read: Read) -> dict[str, Any]:
    return {**one(read, "to", "note"), "parts": list(read.get("parts", ()))}


ACTS: Mapping[str, Act] = {
    "allocation": Act(
        "Allocate the case",
        "Who holds the case hears of what is due, and is the allocated worker in the procedure's eyes.",
        "Allocate it",
        "Allocated.",
        "allocation",
        "case.allocate",
        _allocation,
        lambda read: one(read, "worker", "role", "team"),
    ),
    "missing": Act(
        "Report the child missing",
        "In immediate danger, call 999 first. The procedure says what is to be done about each time.",
        "Report it",
        "Reported.",
        "missing",
        "missing.report",
        _missing,
        lambda read: one(read, "missing_from", "returned_at", "agency", "account"),
        unless="missing",
    ),
    "return": Act(
        "Record that the child is back",
        "What the procedure wants after a return, such as a talk with the child, is counted from that moment.",
        "Record it",
        "Recorded. The child is back.",
        "return",
        "missing.report",
        lambda known: [Question("returned_at", "When did the child come back?", Asks.MOMENT, needed=True)],
        lambda read: one(read, "returned_at"),
        of="missing",
        where="missing",
    ),
    "correction": Act(
        "Put right what is known wrongly",
        "It takes effect when a second person agrees. What was known before is kept beside it. "
        "Names, NHS numbers and addresses are put right on a page of their own.",
        "Propose it",
        "Proposed. It waits for a second person.",
        "corrections",
        "record.make",
        _correction,
        _correct,
    ),
    "voiding": Act(
        "End a case that should not be there",
        "It takes effect when a second person agrees. Nothing is erased.",
        "Propose it",
        "Proposed. It waits for a second person.",
        "voiding",
        "record.make",
        _voiding,
        lambda read: one(read, "kind", "instead", "reason"),
    ),
    "transfer": Act(
        "Ask another board to take the case",
        "They see your reason, and what you grant once they accept. Until then the case stays yours.",
        "Ask them",
        "Asked. The other board answers.",
        "transfers",
        "case.transfer",
        _transfer,
        _hand_over,
    ),
    "restriction": Act(
        "Keep the case to a few people",
        "From then on only those you name, you, whoever it is allocated to and the head of service find or see it, "
        "in any service. Whoever opens it all the same is listed.",
        "Restrict it",
        "Restricted.",
        "restriction",
        "access.manage",
        _restriction,
        _restrict,
    ),
    "lifting": Act(
        "Lift the restriction",
        "The case is seen again by those whose work it is.",
        "Lift it",
        "Lifted.",
        "restriction/lifting",
        "access.manage",
        lambda known: [_why()],
        lambda read: one(read, "reason"),
        where="restricted",
    ),
    "block": Act(
        "Keep somebody out who has a conflict of interest",
        "They neither find nor see the case, whatever their role, and can't open it by break-glass.",
        "Keep them out",
        "They no longer see the case.",
        BLOCKS,
        "access.manage",
        _block,
        lambda read: one(read, "person", "code", "reason"),
    ),
    "interest": Act(
        "Declare your own conflict of interest",
        "From then on you neither find nor see the case. Only a manager can let you in again, and never you yourself.",
        "Declare it",
        "Declared. You no longer see the case.",
        BLOCKS,
        "case.read",
        lambda known: _interest("What are you to the case?"),
        lambda read: one(read, "code", "reason"),
        about_oneself=True,
    ),
    "unblock": Act(
        "Let somebody in again",
        "They have no conflict of interest any more.",
        "Let them in",
        "They see the case again as their role allows.",
        "blocks/lifting",
        "access.manage",
        lambda known: [Question("person", "Who?", Asks.PICK, known.people, needed=True), _why()],
        lambda read: one(read, "person", "reason"),
        where="blocks",
    ),
    "hold": Act(
        "Place a legal hold",
        "The case is kept whatever its schedule says, such as for an inquiry, until the hold is lifted.",
        "Hold the case",
        "Held.",
        "hold",
        "retention.hold",
        lambda known: [_why("Why must it be kept?")],
        lambda read: one(read, "reason"),
        EVER,
        versioned=False,
        unless="held",
    ),
    "disposal": Act(
        "Propose to dispose of the case",
        "It is erased in every service once another person has signed it off. What keeps it is said before that.",
        "Propose it",
        "Proposed. It waits for a second person's sign-off.",
        "disposal",
        "disposal.propose",
        lambda known: [_why("Why need it not be kept?")],
        lambda read: one(read, "reason"),
        ("closed",),
        versioned=False,
    ),
    "hold-lifting": Act(
        "Lift a legal hold",
        "The case is kept as long as its schedule says, from then on. Who held it and why stays on record.",
        "Lift the hold",
        "The hold is lifted.",
        "hold/lifting",
        "retention.hold",
        lambda known: [_why("Why need it not be held any more?")],
        lambda read: one(read, "reason"),
        EVER,
        versioned=False,
        where="held",
    ),
}
"""By the name in their address."""
