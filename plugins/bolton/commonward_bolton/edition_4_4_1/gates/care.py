"""What must hold before EXIT works with a child, and before meetings, decisions and closing: paragraphs 10 to 12."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from commonward.procedure import Command, Facts, Force, Gate, gate

SOCIAL_WORKERS = ("social-worker", "allocated-social-worker")


def there_is(kind: str) -> Callable[[Facts], bool]:
    """A record of this kind was made since the case was opened."""
    return lambda facts: any(facts.since_opened(made.happened_at) for made in facts.records.get(kind, ()))


def for_each(concerns: Collection[UUID | None], kind: str, facts: Facts) -> bool:
    """Each of these concerns has its own record of this kind: one that names it, or one that names none."""
    about = [facts.matters.get(made.id) for made in facts.records.get(kind, ())]
    left = [concern for concern in concerns if concern is None or concern not in about]
    return len(left) <= about.count(None)


def decided(decision: str, option: str) -> Callable[[Facts], bool]:
    """That option was decided on last, since the case was opened."""

    def condition(facts: Facts) -> bool:
        made = facts.decision(decision)
        return made is not None and made.option == option and facts.since_opened(made.decided_at)

    return condition


def adopted(plan: str) -> Callable[[Facts], bool]:
    """A plan of this kind was adopted since the case was opened."""

    def condition(facts: Facts) -> bool:
        made = facts.plan(plan)
        return made is not None and facts.since_opened(made.adopted_at)

    return condition


def with_a_social_worker(facts: Facts) -> bool:
    """A social worker holds the case; or it was authorised that none is needed; or EXIT only supports the Lead."""
    allocated = facts.worker is not None and facts.worker_role in SOCIAL_WORKERS
    return allocated or decided("exit-only", "exit-only")(facts) or there_is("exit-support")(facts)


def safeguarded(facts: Facts) -> bool:
    """The newest review found the young person safeguarded."""
    review = facts.record("progress-review")
    return review is not None and review.yes("safeguarded") and facts.since_opened(review.happened_at)


GATES: tuple[Gate, ...] = (
    gate(
        "BOL-10.3.lp",
        on=Command.MAKE_RECORD,
        at="early-help-assessment",
        force=Force.SHOULD,
        unless=there_is("lead-professional"),
        missing="One Lead Professional, who need not be a social worker",
        supplied_by="allocated-social-worker",
    ),
    gate(
        "BOL-10.8.continue",
        on=Command.CLOSE_CASE,
        at="safeguarded",
        force=Force.SHOULD,
        unless=safeguarded,
        missing="A review together that finds the young person safeguarded",
        supplied_by="lead-professional",
    ),
    gate(
        "BOL-10.12.split",
        on=Command.DECIDE,
        at="accept",
        force=Force.MUST,
        unless=with_a_social_worker,
        missing="An allocated social worker, or the authorised decision that none is needed",
        supplied_by="team-manager",
    ),
    gate(
        "BOL-10.16.s47",
        on=Command.DECIDE,
        at="enquiry",
        force=Force.SHOULD,
        unless=there_is("enquiry-plan"),
        missing="A plan of the enquiry, made with a specialist",
        supplied_by="team-manager",
    ),
    gate(
        "BOL-10.17.factors",
        on=Command.DECIDE,
        at="conference",
        force=Force.SHOULD,
        unless=there_is("conference-factors"),
        missing="The five factors of a conference, each considered",
        supplied_by="allocated-social-worker",
    ),
    gate(
        "BOL-10.19.plan",
        on=Command.HOLD_MEETING,
        at="child-protection-conference",
        force=Force.SHOULD,
        unless=adopted("cse-safeguarding-plan"),
        missing="A CSE Specific Safeguarding Plan for this child",
        supplied_by="allocated-social-worker",
    ),
    gate(
        "BOL-12.2.review",
        on=Command.MAKE_RECORD,
        at="care-plan-review",
        force=Force.SHOULD,
        unless=there_is("care-plan"),
        missing="A Care Plan, whose newest version is what is reviewed",
        supplied_by="allocated-social-worker",
    ),
    gate(
        "BOL-11.1.factors",
        on=Command.DECIDE,
        at="accommodation",
        force=Force.SHOULD,
        unless=there_is("accommodation-factors"),
        missing="The seven factors of accommodation, each considered",
        supplied_by="allocated-social-worker",
    ),
)
