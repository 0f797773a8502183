"""Groups of fields that are shown or withheld together, and how a field says which one it is of.

A field of an answer, of a form or of a column is of exactly one group. Ids, codes, instants and numbers are of the
case unless they say otherwise; words and days, in which anything may stand, have to say so, and are else narrative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any


class FieldGroup(StrEnum):
    """Fields that are shown or withheld together. The policy says who sees which."""

    IDENTITY = "identity"
    """Who the child is, and who their family are: names, dates of birth."""
    HEALTH = "health"
    """Health, pregnancy, self-harm, treatment; and what health services told."""
    POLICE_INTELLIGENCE = "police-intelligence"
    """What the police told, and what is known of offences and of how they are disrupted."""
    ADULT_OF_CONCERN = "adult-of-concern"
    """Who an adult of concern is, or a place."""
    NARRATIVE = "narrative"
    """What people wrote or answered about the child, and whatever nobody has put into another group."""
    CASE = "case"
    """That something was done, when, by whom and by which rule: codes, days and the board's own words."""


@dataclass(frozen=True, slots=True)
class Of:
    """Marks a field, with all that is in it, as of a group: `Annotated[str, IDENTITY]`."""

    group: FieldGroup


@dataclass(frozen=True, slots=True)
class OfWhole:
    """Marks a field whose group follows from the rest of its object, such as from the agency that told it."""

    group: Callable[[Any], FieldGroup]


@dataclass(frozen=True, slots=True)
class OfEach:
    """Marks a list or a mapping of which each part has its own group.

    The group follows from the object that holds it, and from the part: an element of a list, a key of a mapping.
    """

    group: Callable[[Any, Any], FieldGroup]


IDENTITY = Of(FieldGroup.IDENTITY)
HEALTH = Of(FieldGroup.HEALTH)
POLICE_INTELLIGENCE = Of(FieldGroup.POLICE_INTELLIGENCE)
ADULT_OF_CONCERN = Of(FieldGroup.ADULT_OF_CONCERN)
NARRATIVE = Of(FieldGroup.NARRATIVE)
CASE = Of(FieldGroup.CASE)

Identifying = Annotated[str, IDENTITY]
"""A name, or something else that tells who the child is."""
Narrative = Annotated[str, NARRATIVE]
"""Words that somebody wrote, in which anything may stand."""
Plain = Annotated[str, CASE]
"""The board's own words, the platform's, or a code: nothing that anybody wrote about somebody."""
PlainDay = Annotated[date, CASE]
"""A day on which something was done or is due."""
Born = Annotated[date, IDENTITY]
"""A date of birth."""

_TOLD: dict[FieldGroup, frozenset[str]] = {
    FieldGroup.POLICE_INTELLIGENCE: frozenset({"police", "police-officer", "divisional-detectives", "probation"}),
    FieldGroup.HEALTH: frozenset(
        {"camhs", "gp", "health", "health-visitor", "hospital", "midwife", "nhs", "school-nurse", "sexual-health"}
    ),
}


def told_by(agency: str | None) -> FieldGroup:
    """The group of what an agency told in its own words, or is to do; narrative where none is named."""
    return next((group for group, agencies in _TOLD.items() if agency in agencies), FieldGroup.NARRATIVE)


BY_AGENCY = OfWhole(lambda told: told_by(told.agency))
"""What an agency told or is to do, which its object names as `agency`."""
