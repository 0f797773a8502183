"""What a board says of itself: name, area, people's roles, its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from commonward.clock import OfficeHours
from commonward.contracts import Because, Code, Version


@dataclass(frozen=True, slots=True)
class Area:
    """A district or cluster, and the team that takes its concerns."""

    code: Code
    title: str
    team: Code


@dataclass(frozen=True, slots=True)
class Authority:
    """A safeguarding board and the local authority behind it."""

    code: Code
    name: str
    gss: str
    """ONS code of the local authority district."""
    register: str
    """Three letters that case references start with."""
    office_hours: OfficeHours
    areas: tuple[Area, ...]
    colour: str = "#1d70b8"

    def area(self, code: Code | None) -> Area | None:
        """The area of that code, if there is one."""
        return next((area for area in self.areas if area.code == code), None)


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition and the day from which new cases follow it."""

    version: Version
    since: date
    stands_on: tuple[tuple[Code, Version], ...] = ()
    """The editions of more general layers that it was written over, such as `(("national", "1"),)`.

    A layer that is not named here answers with its newest edition.
    """


SUBJECTS: tuple[Code, ...] = ("child", "adult", "carer", "place", "group")
"""Kinds of subject that may have a record: a child always, an adult of concern, a carer, a place, a group."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and what the procedure covers."""

    under_age: int
    """Children below this age."""
    subjects: tuple[Code, ...] = ("child",)
    """Kinds of subject that have a record of their own: `child`, and as wanted `adult`, `carer`, `place`, `group`."""
    because: Because = ()


CORE_ROLES: tuple[Code, ...] = (
    "practitioner",
    "specialist",
    "police",
    "coordinator",
    "manager",
    "head-of-service",
    "reviewing-officer",
    "analyst",
    "operator",
    "partner",
)
"""What a job title may carry: who works on cases, decides as a specialist, polices, coordinates, manages, reviews,
counts without persons, runs the machinery, or reports from outside."""


@dataclass(frozen=True, slots=True)
class Role:
    """A local job title and the core role whose capabilities it carries."""

    code: Code
    title: str
    core: Code
    """What it may: practitioner, specialist, police, coordinator, manager, head-of-service, reviewing-officer,
    analyst, operator or partner."""


@dataclass(frozen=True)
class Words:
    """Local terms for codes, for the screens and notices."""

    terms: tuple[tuple[Code, str], ...] = field(default=())
    titles: tuple[tuple[Code, str], ...] = field(default=())
    """Of what the board declares, by its code; the platform collects them. A term goes before a title."""

    def of(self, code: Code) -> str:
        """The board's word for a code, or the code in plain words."""
        return self.find(code) or code.replace("-", " ").capitalize()

    def find(self, code: Code) -> str | None:
        """The board's word for a code, where it has one."""
        return self._known.get(code)

    @cached_property
    def _known(self) -> Mapping[Code, str]:
        """Every line of a page asks for a word."""
        return dict((*self.titles, *self.terms))
