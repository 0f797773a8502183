"""What a person is to a case, and whether that lets them see it: the one function that decides. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from commonward.procedure import Facts


class Relation(StrEnum):
    """Why somebody may see a case; the closest first."""

    ALLOCATED = "allocated"
    """The case is given to them; until it is given to anybody, they opened it."""
    NAMED = "named"
    """The case is restricted, and they are named; or they restricted it."""
    TEAM = "team"
    """The case's team is theirs, by a post in the directory or by a job role of the team's name."""
    COVER = "cover"
    """They stand in for who the case is allocated to."""
    REFERRER = "referrer"
    """They raised a concern about the child."""
    BREAK_GLASS = "break-glass"
    """They opened it with a reason, and the time is not over."""
    AUTHORITY = "authority"
    """They belong to the case's authority, and no more."""


class Verdict(StrEnum):
    """What comes of a relation."""

    ADMITS = "lets them"
    NOT_ALLOWED = "the policy does not let their roles do this by it"
    RESTRICTED = "does not count, as the case is restricted"
    BLOCKED = "does not count, as they are blocked by a conflict of interest"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a relation lets somebody see, for the capability that they use."""

    restricted: bool
    """Whether it holds on a restricted case too."""
    groups: frozenset[str]
    """The groups of fields that are shown."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks over the web, with what the policy allows them for what they ask."""

    person: UUID
    teams: frozenset[str]
    allows: Mapping[Relation, Allowed]
    of_a_copy: bool = False
    """Whether they ask a service that has who may see a case from another one, by events."""

    @property
    def least(self) -> frozenset[str]:
        """The groups that they see by whatever lets them see a case."""
        groups = [allowed.groups for allowed in self.allows.values()]
        return frozenset.intersection(*groups) if groups else frozenset()

    def by_groups(self) -> Mapping[frozenset[str], Viewer]:
        """For each set of groups that some relation shows: the same person, seeing by such relations alone."""
        ways: dict[frozenset[str], dict[Relation, Allowed]] = {}
        for relation, allowed in self.allows.items():
            ways.setdefault(allowed.groups, {})[relation] = allowed
        return {groups: replace(self, allows=allows) for groups, allows in ways.items()}

    def of_a_stale_copy(self) -> Viewer:
        """The same person before a copy that may not know of a newer restriction: only what is allocated to them."""
        kept = self.allows.get(Relation.ALLOCATED)
        return replace(self, allows={} if kept is None else {Relation.ALLOCATED: kept})

    def before(self, *, held_up: bool) -> Viewer:
        """The same person before a case of which an event is set aside: in a copy, a restriction may wait behind it."""
        return self.of_a_stale_copy() if held_up and self.of_a_copy else self

    def why(self, facts: Facts, now: datetime, *, covers: bool) -> Relation | None:
        """The closest relation that lets them see the case, or None. `covers`: whether they stand in for its worker."""
        return next(iter(self._holding(facts, now, covers=covers)), None)

    def sees(self, facts: Facts, now: datetime, *, covers: bool) -> frozenset[str]:
        """The groups of fields that all of their relations together show."""
        held = self._holding(facts, now, covers=covers)
        return frozenset[str]().union(*(self.allows[relation].groups for relation in held))

    def verdicts(self, facts: Facts, now: datetime, *, covers: bool) -> Iterator[tuple[Relation, Verdict]]:
        """Each thing that they are to the case, the closest first, and what comes of it."""
        for relation in relations(self.person, self.teams, facts, now, covers=covers):
            allowed = self.allows.get(relation)
            if self.person in facts.blocked:
                yield relation, Verdict.BLOCKED
            elif allowed is None:
                yield relation, Verdict.NOT_ALLOWED
            elif facts.restricted and not allowed.restricted:
                yield relation, Verdict.RESTRICTED
            else:
                yield relation, Verdict.ADMITS

    def _holding(self, facts: Facts, now: datetime, *, covers: bool) -> Iterator[Relation]:
        found = self.verdicts(facts, now, covers=covers)
        return (relation for relation, verdict in found if verdict is Verdict.ADMITS)


def relations(
    person: UUID, teams: frozenset[str], facts: Facts, now: datetime, *, covers: bool
) -> tuple[Relation, ...]:
    """All that a person is to a case, the closest first."""
    held = {
        Relation.ALLOCATED: facts.holder == person,
        Relation.NAMED: person in facts.named,
        Relation.TEAM: facts.team in teams,
        Relation.COVER: covers,
        Relation.REFERRER: person in facts.referrers,
        Relation.BREAK_GLASS: any(it.person == person and now < it.until for it in facts.opened_glass),
        Relation.AUTHORITY: True,
    }
    return tuple(relation for relation, holds in held.items() if holds)
