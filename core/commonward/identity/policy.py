"""Who may do what with whose record: the table in `policy.toml`. Whatever is not in it is refused.

A board's plugin maps its job titles to core roles. A route asks for a capability, which one of the caller's roles
must carry at all; and where it is about a case, it must carry it for what the caller is to that case.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from commonward.contracts.field_groups import FieldGroup
from commonward.store.relations import Allowed, Relation, Viewer


class Capability(StrEnum):
    """Something that a route or command may ask for: `subject.verb`."""

    CONCERN_RAISE = "concern.raise"
    CASE_READ = "case.read"
    RECORD_MAKE = "record.make"
    """Fill in the board's forms, report a child missing, propose to put right what is wrong."""
    MISSING_REPORT = "missing.report"
    """Say that the child is missing, or is back."""
    CASE_ALLOCATE = "case.allocate"
    CASE_DECIDE = "case.decide"
    CASE_CLOSE = "case.close"
    CASE_TRANSFER = "case.transfer"
    """Ask another authority to take a case, or take one of theirs."""
    CASE_OVERRIDE = "case.override"
    """Go on against an unmet `should`, with a reason."""
    CASE_MAKE_LIVE = "case.make-live"
    """Let the notices of a case that was loaded as history go out."""
    CASE_WORK = "case.work"
    """Act on a case where the procedure itself says which job roles may: decide, convene, record a meeting."""
    ACCESS_MANAGE = "access.manage"
    """Restrict a case, block a person from it, and see who has opened it by break-glass."""
    GLASS_BREAK = "glass.break"
    """Open a case that is not theirs to see, for three hours, with a reason."""
    COVER_ARRANGE = "cover.arrange"
    """Say who stands in while one is away."""
    COVER_MANAGE = "cover.manage"
    """The same for somebody else."""
    ASSESSMENT_READ = "assessment.read"
    ASSESSMENT_COMPLETE = "assessment.complete"
    MEETING_READ = "meeting.read"
    MEETING_MANAGE = "meeting.manage"
    PLAN_ADOPT = "plan.adopt"
    OBLIGATION_READ = "obligation.read"
    OBLIGATION_PAUSE = "obligation.pause"
    """Let a clock's time stand still; the clock itself says which of the board's roles may."""
    NOTICE_READ = "notice.read"
    NOTICE_RESEND = "notice.resend"
    BREACH_ACKNOWLEDGE = "breach.acknowledge"
    ACCESS_LOG_READ = "access-log.read"
    """Who looked at a case, and why."""
    RECORD_EXPORT = "record.export"
    """Give a child's record out, for a request of the person concerned; and say what is withheld."""
    RETENTION_READ = "retention.read"
    """How long closed cases are kept."""
    RETENTION_HOLD = "retention.hold"
    """Keep a case whatever its schedule says, and end that."""
    DISPOSAL_PROPOSE = "disposal.propose"
    """Say that a closed case that is due may go."""
    DISPOSAL_SIGN = "disposal.sign"
    """Let a case go that another person has proposed."""
    REPORT_READ = "report.read"
    """Counts without persons."""
    PARTNER_MANAGE = "partner.manage"
    OPERATE = "operate"
    """Parked events, relays, replays: the machinery, never a child's record."""


class Row(BaseModel):
    """Who, being what to a case, may do what and sees which fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: tuple[str, ...]
    relations: tuple[Relation, ...]
    may: frozenset[Capability]
    sees: frozenset[FieldGroup]
    also_restricted: bool = False


class Policy(BaseModel):
    """The whole table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on_restricted: frozenset[Relation]
    anywhere: Mapping[str, frozenset[Capability]]
    at_meetings: Mapping[str, frozenset[str]]
    """For each role the agencies for which its people are at meetings."""
    row: tuple[Row, ...]

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, written: dict[str, Any]) -> dict[str, Any]:
        """Names of sets of capabilities and fields stand for what is in them."""
        sets, fields = written.pop("capabilities"), written.pop("fields")
        for row in written["row"]:
            row["may"] = _written_out(row["may"], sets)
            row["sees"] = _written_out(row["sees"], fields)
        return written

    @model_validator(mode="after")
    def _whole(self) -> Policy:
        named = {role for row in self.row for role in row.roles} | self.at_meetings.keys()
        if unknown := named - self.anywhere.keys():
            raise ValueError(f"[anywhere] says nothing of {', '.join(sorted(unknown))}; say [] where it is nothing")
        if any(FieldGroup.NARRATIVE in row.sees < frozenset(FieldGroup) for row in self.row):
            raise ValueError("narrative may repeat what is in any other group: show it only to who sees all of them")
        return self

    def capabilities(self, role: str) -> frozenset[Capability]:
        """All that a role may do, about no case or about some."""
        rows = (row.may for row in self.row if role in row.roles)
        return self.anywhere.get(role, frozenset()).union(*rows)

    def heard(self, roles: Iterable[str], agencies: Iterable[str]) -> bool:
        """Whether people with these roles may read what was said at a meeting where these agencies were."""
        there = frozenset(agencies)
        return any(there & self.at_meetings.get(role, frozenset()) for role in roles)

    def allows(self, capability: Capability, roles: frozenset[str]) -> Mapping[Relation, Allowed]:
        """What each relation to a case lets people with these roles see, as far as they may do this by it."""
        rows = [row for row in self.row if capability in row.may and roles & set(row.roles)]
        found = {}
        for relation in Relation:
            mine = [row for row in rows if relation in row.relations]
            if mine:
                restricted = relation in self.on_restricted or any(row.also_restricted for row in mine)
                groups = frozenset(str(group) for row in mine for group in row.sees)
                found[relation] = Allowed(restricted, groups)
        return found


def _written_out(names: Iterable[str], sets: Mapping[str, list[str]]) -> list[str]:
    return [each for name in names for each in sets.get(name, [name])]


def load_policy() -> Policy:
    """Read the table. Raises ValidationError, with the place, for whatever is not known or is missing in it."""
    written = files("commonward.identity").joinpath("policy.toml").read_text(encoding="utf-8")
    return Policy.model_validate(tomllib.loads(written))


class HasCore(Protocol):
    """A board's own role, of which only its core role counts here."""

    @property
    def core(self) -> str: ...


BoardRole = TypeVar("BoardRole", bound=HasCore)
POLICY = load_policy()
CORE_ROLES: Mapping[str, frozenset[Capability]] = {role: POLICY.capabilities(role) for role in POLICY.anywhere}
"""All that each core role may do at all."""


def allowed(capability: Capability, core_roles: Iterable[str]) -> bool:
    """Whether one of the roles carries the capability. A role that the table does not know carries none."""
    return any(capability in CORE_ROLES.get(role, frozenset()) for role in core_roles)


def heard(core_roles: Iterable[str], agencies: Iterable[str]) -> bool:
    """Whether people with these core roles read the minutes of a meeting where these agencies were."""
    return POLICY.heard(core_roles, agencies)


def sees(group: FieldGroup, core_roles: Iterable[str]) -> bool:
    """Whether one of the roles is shown this group of fields, of some case at least."""
    held = frozenset(core_roles)
    return any(group in row.sees for row in POLICY.row if held & set(row.roles))


def carrying(capability: Capability, roles: Iterable[BoardRole]) -> tuple[BoardRole, ...]:
    """Those of a board's roles that carry the capability."""
    return tuple(role for role in roles if allowed(capability, [role.core]))


def viewer(person: UUID, core_roles: Iterable[str], teams: Iterable[str], capability: Capability) -> Viewer:
    """Somebody who uses a capability: what they may see by it of a case depends on what they are to it."""
    return Viewer(person, frozenset(teams), _allows(capability, frozenset(core_roles)))


@cache
def _allows(capability: Capability, core_roles: frozenset[str]) -> Mapping[Relation, Allowed]:
    return POLICY.allows(capability, core_roles)
