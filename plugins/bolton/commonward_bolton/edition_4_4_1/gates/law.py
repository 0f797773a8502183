"""What paragraphs 5 to 9 want before a command: nothing less than a referral under 13, protection considered."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commonward.procedure import Command, ConcernFact, Facts, Force, Gate, gate, together
from commonward_bolton.edition_4_4_1 import ages
from commonward_bolton.edition_4_4_1.gates.care import for_each, there_is
from commonward_bolton.edition_4_4_1.records.concern import CONSIDERED
from commonward_bolton.edition_4_4_1.routing import under_13_and_active

LESS_THAN_A_REFERRAL = (together("exit-only", "exit-only"), "early-response", "neither-needed", "talk-not-needed")
"""Options that would let a child under 13 go without Referral & Assessment."""


def referred_if_under_13(facts: Facts) -> bool:
    """Nothing ends, defers or lessens the referral of a child under 13 before the district has taken it.

    Each concern wants its own: what the district has taken on says nothing of what was not known yet.
    """
    left = [each.id for each in facts.told if not _taken_on(each, facts)]
    return not _under_13(left, facts) if facts.told else not under_13_and_active(facts)


def _under_13(concerns: Iterable[UUID], facts: Facts) -> list[UUID]:
    """Those about a child who was under 13, and active, by what was known of each."""
    return [concern for concern in concerns if under_13_and_active(facts.of_concern(concern))]


def _taken_on(concern: ConcernFact, facts: Facts) -> bool:
    made = concern.decisions.get("district-referral")
    return made is not None and made.option == "taken" and facts.since_opened(made.decided_at)


def parties_named_if_under_13(facts: Facts) -> bool:
    """The form about sexual activity asks for the other party, or why they are not known: once for each concern."""
    if not facts.told:
        return facts.record("sexual-activity") is not None or not under_13_and_active(facts)
    return for_each(_under_13(facts.concerns, facts), "sexual-activity", facts)


def signs_of_exploitation(facts: Facts) -> bool:
    """A concern has named a sign, or somebody judged that there is a risk."""
    known = facts.record("exploitation")
    thought = known is not None and known.one("exploitation") in CONSIDERED
    return bool(facts.indicators) or facts.level in ("at-risk", "significant-harm") or thought


def more_than_teenagers(facts: Facts) -> bool:
    """The law is not meant for mutual activity of two young people of similar age without abuse or exploitation."""
    activity = facts.record("sexual-activity")
    if activity is None or ages.under_13(facts) or activity.one("other-is") != "under-18":
        return True
    return activity.yes("abuse") or not (activity.yes("mutual") and activity.yes("similar-age"))


GATES: tuple[Gate, ...] = (
    gate(
        "BOL-9.6.refer",
        on=Command.CLOSE_CASE,
        force=Force.MUST,
        unless=referred_if_under_13,
        missing="A child under 13 who may be sexually active is referred: the district has not taken each referral yet",
        supplied_by="referral-and-assessment",
    ),
    gate(
        "BOL-9.6.refer",
        on=Command.DECIDE,
        at=LESS_THAN_A_REFERRAL,
        force=Force.MUST,
        unless=referred_if_under_13,
        missing="A child under 13 who may be sexually active is referred: the district has not taken each referral yet",
        supplied_by="referral-and-assessment",
    ),
    gate(
        "BOL-9.6.parties",
        on=Command.CLOSE_CASE,
        force=Force.SHOULD,
        unless=parties_named_if_under_13,
        missing="The details of both parties, or why the other is not known",
        supplied_by="referral-and-assessment",
        supplied_in="sexual-activity",
    ),
    gate(
        "BOL-7.5.exclude",
        on=Command.DECIDE,
        at="accept",
        force=Force.MUST,
        unless=signs_of_exploitation,
        missing="A sign of exploitation: EXIT does not take an unhealthy relationship without one",
        supplied_by="exit-worker",
    ),
    gate(
        "BOL-9.5.peer",
        on=Command.DECIDE,
        at="make-complaint",
        force=Force.SHOULD,
        unless=more_than_teenagers,
        missing="Abuse or exploitation: the law is not meant for mutual activity of young people of a similar age",
        supplied_by="team-manager",
    ),
    gate(
        "BOL-6.1.cp",
        on=Command.DECIDE_LEVEL,
        at=("at-risk", "significant-harm"),
        force=Force.MUST,
        unless=there_is("child-protection"),
        missing="The risks considered as a child protection issue",
        supplied_by="allocated-social-worker",
    ),
)
