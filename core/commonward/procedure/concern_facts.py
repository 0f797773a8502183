"""What each concern says, and what a case is known by from all of them: a newer one adds what it knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from commonward.contracts import Code, Moment, Tri
from commonward.procedure.fact import Fact, News


class Said(Fact):
    """What concerns say of a child and of what happened. What nobody has said is `unknown` or None."""

    age_at_event: int | None = None
    age_at_referral: int | None = None
    family_area: Code | None = None
    placement_area: Code | None = None
    open_to_social_care: Tri = Tri.UNKNOWN
    plan_in_place: Code | None = None
    looked_after: Tri = Tri.UNKNOWN
    immediate_danger: Tri = Tri.UNKNOWN
    significant_harm: Tri = Tri.UNKNOWN
    sexually_active: Tri = Tri.UNKNOWN

    @property
    def youngest(self) -> int | None:
        """The younger of the known ages: the stricter band holds."""
        return min((age for age in (self.age_at_event, self.age_at_referral) if age is not None), default=None)


SAID = tuple(Said.model_fields)
"""The names of all that a concern may say."""


class DecisionFact(Fact):
    """What was decided at a decision point, last."""

    option: Code
    decided_by: UUID
    authorised_by: UUID | None
    decided_at: Moment
    concern: UUID | None = None
    """The concern that it is about."""


class ConcernFact(Said):
    """What one concern says by itself, as known now, and what was decided about it."""

    id: UUID
    unknown: tuple[str, ...] = ()
    """Names of what it had said and, as was put right, nobody knows."""
    decisions: Mapping[Code, DecisionFact] = {}
    """What was decided about it last, by the decision point."""

    def says(self) -> News:
        """All that it says, by name; also that something is not known after all."""
        values = {name: getattr(self, name) for name in SAID}
        return {name: value for name, value in values.items() if known(value) or name in self.unknown}

    def corrected(self, right: News) -> ConcernFact:
        """The same with what holds from now on."""
        unknown = tuple(name for name in dict.fromkeys((*self.unknown, *right)) if not known(right.get(name)))
        return self.model_copy(update={**right, "unknown": unknown})

    def decided(self, decision: Code, made: DecisionFact) -> ConcernFact:
        """The same once that was decided about it."""
        return self.model_copy(update={"decisions": {**self.decisions, decision: made}})


def known(value: object) -> bool:
    """Whether it says anything."""
    return value not in (None, Tri.UNKNOWN)


def known_from(concerns: Sequence[ConcernFact]) -> News:
    """What a case is known by from these concerns, oldest first."""
    values = {name: field.default for name, field in Said.model_fields.items()}
    for concern in concerns:
        values |= concern.says()
    return values


def put_right(concerns: Sequence[ConcernFact], about: UUID | None, right: News) -> News:
    """Of what was put right about a concern, what now holds for the case: what no later concern speaks of."""
    places = [place for place, each in enumerate(concerns) if each.id == about]
    later = concerns[places[-1] + 1 :] if places else ()
    spoken = {name for each in later for name in each.says()}
    return {name: value for name, value in right.items() if name not in spoken}
