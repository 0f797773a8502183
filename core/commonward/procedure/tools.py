"""Risk tools as data: what is asked, how it may be answered, and by whom.

One shape carries a level for each heading with analysis, yes / no / not known with evidence, a matrix of two axes, and
weighted answers "as at" a date. A board may show a figure beside the judgement; no level is ever made from answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from commonward.contracts import Because, Code, Version
from commonward.contracts.events import Purpose
from commonward.contracts.field_groups import FieldGroup
from commonward.procedure.data_files import Misplaced
from commonward.settings.from_file import FromFile

Said = Annotated[str, Field(pattern=r"\S")]
"""Words that people read: never empty."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Data):
    """One possible answer to an item."""

    code: Code
    title: Said
    wants_text: bool = False
    """True where this answer must come with evidence or analysis."""
    wants_date: bool = False
    """True where this answer must say as at which day it was so."""
    points: int = 0
    """For the tool's figure, where it shows one."""


class Axis(_Data):
    """A second question about each item of a section: with the first it makes a matrix."""

    title: Said
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]


class Item(_Data):
    """A heading or indicator that must be considered."""

    code: Code
    title: Said
    help: str = ""
    weight: int = 1
    """For the tool's figure, where it shows one."""
    group: FieldGroup | None = None
    """The group that its answer is shown or withheld with; by default the section's."""


class Entry(_Data):
    """Something to write down: a line of the front sheet, protective factors, what else was seen, a joint analysis."""

    code: Code
    title: Said
    help: str = ""
    wanted: bool = False
    """True where it must be written, or be marked as not known, before the tool is complete."""
    because: Because = ()
    group: FieldGroup | None = None
    """The group that it is shown or withheld with; by default the section's."""


class Section(_Data):
    """Items that belong together on the page."""

    code: Code
    title: Said
    items: tuple[Item, ...] = ()
    entries: tuple[Entry, ...] = ()
    choices: tuple[Choice, ...] = ()
    """Where its items are answered otherwise than the rest of the tool."""
    second_axis: Axis | None = None
    """A second question about each of its items: a matrix."""
    about: Literal["risk", "harm", "protection"] = "risk"
    """Harm that has happened and what protects the child stand apart from risk: no figure counts them."""
    stage: Code | None = None
    """Which stage completes it; needed where the tool has stages."""
    only_for: tuple[Purpose, ...] = ()
    """Purposes for which it is asked; empty means always."""
    because: Because = ()
    group: FieldGroup = FieldGroup.NARRATIVE
    """The group of its items and entries, where one does not say otherwise."""


class Stage(_Data):
    """A part of the tool that one role completes before the next one takes over."""

    code: Code
    title: Said
    completed_by: Code
    """A role of the board."""


class Floor(_Data):
    """A hard floor: where what it states holds, a level below `at_least` can't be chosen."""

    at_least: Code
    """A level of the board's."""
    says: Said
    """The reason that is shown."""
    item: Code | None = None
    """It holds where this item is answered with one of `choices`."""
    choices: tuple[Code, ...] = ()
    under_age: int | None = None
    """It holds for a child below this age; with an item as well, only where both do."""
    because: Because = ()

    @model_validator(mode="after")
    def _states_something(self) -> Floor:
        if self.under_age is None and not (self.item and self.choices):
            raise ValueError("a floor needs an item with its choices, or an age")
        return self


class Band(_Data):
    """How much an answer counts that is at most so many months old; older ones than the last band count nothing."""

    within_months: Annotated[int, Field(ge=1)]
    factor: int


class Reading(_Data):
    """Which level the board's guidance reads in a figure from so many points."""

    from_points: int
    level: Code


class Figure(_Data):
    """A figure shown beside the judgement. It informs and never decides."""

    title: Said
    explains: Said
    """What people are told of how it is made, and of what it is not."""
    bands: tuple[Band, ...] = ()
    """How an answer counts less as it ages, the newest first; none: age makes no difference."""
    readings: tuple[Reading, ...] = ()
    """Which level is read in it, the fewest points first."""
    divergence_wants_reason: bool = True
    """True where a judgement that differs from the reading wants a reason."""
    because: Because = ()


class Ages(_Data):
    """Whom a tool is for, in whole years, both included."""

    youngest: Annotated[int, Field(ge=0)]
    oldest: int

    @model_validator(mode="after")
    def _in_order(self) -> Ages:
        if self.oldest < self.youngest:
            raise ValueError("the oldest is younger than the youngest")
        return self


class Contributors(_Data):
    """How many agencies a tool wants to have contributed; with fewer, a reason."""

    at_least: Annotated[int, Field(ge=2)] = 2
    because: Because = ()


class Tool(_Data, FromFile):
    """A risk tool at one version. Versions are never changed; a new one is added."""

    code: Code
    version: Version
    title: Said
    source: Said
    """Where the content comes from, and whether it is illustrative."""
    text_label: Said
    """What the words beside an answer are called: analysis, evidence."""
    choices: tuple[Choice, ...]
    """How every item is answered, unless its section says otherwise."""
    sections: tuple[Section, ...]
    summary_label: str = "Overall professional judgement"
    front_sheet: tuple[Entry, ...] = ()
    entries: tuple[Entry, ...] = ()
    """What is written about the whole."""
    purposes: tuple[Purpose, ...] = (Purpose.INITIAL, Purpose.REVIEW)
    stages: tuple[Stage, ...] = ()
    """In order; the last one is completed with the assessment."""
    floors: tuple[Floor, ...] = ()
    """Levels below them can't be chosen, by a meeting neither."""
    figure: Figure | None = None
    """The sum of points x weight x the factor of the answer's band (on a matrix: x the second axis' points)."""
    ages: Ages | None = None
    contributors: Contributors | None = None
    sets_level: bool = True
    """False where its judgement informs people, and the level stays as it is."""
    carries_previous: bool = False
    """True where a new assessment starts as a draft with the answers of the one before."""
    because: Because = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Tool:
        for fault in (*_twice(self), *_unknown(self)):
            raise fault
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        """Every entry, the front sheet first."""
        return (*self.front_sheet, *(entry for section in self.sections for entry in section.entries), *self.entries)

    def section_of(self, item: Code) -> Section | None:
        """The section that asks an item."""
        return next((section for section in self.sections for each in section.items if each.code == item), None)

    def item_groups(self) -> dict[Code, FieldGroup]:
        """The one group that each item's answer is of."""
        return {item.code: item.group or section.group for section in self.sections for item in section.items}

    def entry_groups(self) -> dict[Code, FieldGroup]:
        """The one group that each entry is of; outside a section it is narrative unless it says otherwise."""
        whole = {entry.code: entry.group or FieldGroup.NARRATIVE for entry in (*self.front_sheet, *self.entries)}
        return whole | {
            entry.code: entry.group or section.group for section in self.sections for entry in section.entries
        }

    def choices_in(self, section: Section) -> tuple[Choice, ...]:
        """How the items of a section are answered."""
        return section.choices or self.choices

    def for_purpose(self, purpose: Purpose) -> Tool:
        """The tool as it is asked for a purpose."""
        asked = tuple(section for section in self.sections if not section.only_for or purpose in section.only_for)
        return self.model_copy(update={"sections": asked})

    def only_stage(self, stage: Code) -> Tool:
        """What one stage completes: its sections, without what is written about the whole."""
        mine = tuple(section for section in self.sections if section.stage == stage)
        return self.model_copy(
            update={"sections": mine, "entries": (), "contributors": None, "front_sheet": self._front_sheet(stage)}
        )

    def _front_sheet(self, stage: Code) -> tuple[Entry, ...]:
        return self.front_sheet if self.stages and self.stages[0].code == stage else ()


def _twice(tool: Tool) -> Iterator[Misplaced]:
    """Codes that say which of two things is meant must differ."""
    groups: list[tuple[str, Iterable[tuple[str, tuple[str | int, ...]]]]] = [
        ("section", [(s.code, ("sections", n)) for n, s in enumerate(tool.sections)]),
        ("item", [(i.code, ("sections", n, "items", m)) for n, s in enumerate(tool.sections) for m, i in _each(s)]),
        ("choice", [(c.code, ("choices", n)) for n, c in enumerate(tool.choices)]),
        ("entry", list(_entry_places(tool))),
        ("stage", [(s.code, ("stages", n)) for n, s in enumerate(tool.stages)]),
    ]
    for number, section in enumerate(tool.sections):
        groups.append(("choice", [(c.code, ("sections", number, "choices")) for c in section.choices]))
        if axis := section.second_axis:
            groups.append(("choice", [(c.code, ("sections", number, "second_axis")) for c in axis.choices]))
    for what, placed in groups:
        seen: Counter[str] = Counter()
        for code, place in placed:
            seen[code] += 1
            if seen[code] > 1:
                yield Misplaced(f"{what} {code} is there twice", *place)


def _each(section: Section) -> Iterable[tuple[int, Item]]:
    return enumerate(section.items)


def _entry_places(tool: Tool) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    yield from ((entry.code, ("front_sheet", n)) for n, entry in enumerate(tool.front_sheet))
    for number, section in enumerate(tool.sections):
        yield from ((entry.code, ("sections", number, "entries", n)) for n, entry in enumerate(section.entries))
    yield from ((entry.code, ("entries", n)) for n, entry in enumerate(tool.entries))


def _unknown(tool: Tool) -> Iterator[Misplaced]:
    """What one part says of another must be there."""
    stages = [stage.code for stage in tool.stages]
    for number, section in enumerate(tool.sections):
        place = ("sections", number)
        if section.items and len(tool.choices_in(section)) < 2:
            yield Misplaced(f"section {section.code} has items, but nothing to choose between", *place)
        if (section.stage is None) is bool(stages) or section.stage not in (None, *stages):
            allowed = f"it has {', '.join(stages)}" if stages else "it has none"
            yield Misplaced(f"section {section.code} is of no stage of the tool; {allowed}", *place)
        if strange := sorted(set(section.only_for) - set(tool.purposes)):
            yield Misplaced(f"section {section.code} is only for {strange[0]}, for which the tool is not", *place)
    for number, floor in enumerate(tool.floors):
        yield from _unknown_of_floor(tool, floor, number)
    if tool.figure:
        yield from _unordered(tool.figure)


def _unknown_of_floor(tool: Tool, floor: Floor, number: int) -> Iterator[Misplaced]:
    if floor.item is None:
        return
    section = tool.section_of(floor.item)
    if section is None:
        yield Misplaced(f"the floor names {floor.item}, which is no item", "floors", number)
        return
    known = {choice.code for choice in tool.choices_in(section)}
    for choice in floor.choices:
        if choice not in known:
            yield Misplaced(f"the floor names {choice}, which {floor.item} can't be answered with", "floors", number)


def _unordered(figure: Figure) -> Iterator[Misplaced]:
    months = [band.within_months for band in figure.bands]
    points = [reading.from_points for reading in figure.readings]
    for name, numbers in (("bands", months), ("readings", points)):
        if numbers != sorted(set(numbers)):
            yield Misplaced(f"the {name} must go upwards, each with its own number", "figure", name)
