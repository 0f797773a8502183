"""The figure that some boards show beside a judgement. It informs; nothing here sets or limits a level."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from pydantic import BaseModel, ConfigDict

from commonward.contracts import Code
from commonward.procedure.filled import Answer, Filled
from commonward.procedure.tools import Choice, Figure, Tool


class Shown(BaseModel):
    """A figure as it stands on a day, and the level that the board's guidance reads in it."""

    model_config = ConfigDict(frozen=True)

    title: str
    explains: str
    points: int
    reads: Code | None


def figure_of(tool: Tool, filled: Filled, on: date) -> Shown | None:
    """The tool's figure on a day; None where the tool shows none."""
    if tool.figure is None:
        return None
    points = sum(_points(tool, tool.figure, answer, on) for answer in filled.answers)
    reads = [reading.level for reading in tool.figure.readings if reading.from_points <= points]
    return Shown(
        title=tool.figure.title, explains=tool.figure.explains, points=points, reads=reads[-1] if reads else None
    )


def diverges(tool: Tool, shown: Shown | None, judgement: Code) -> bool:
    """Whether the judgement differs from the reading, and the tool wants to know why."""
    return (
        tool.figure is not None
        and tool.figure.divergence_wants_reason
        and shown is not None
        and shown.reads not in (None, judgement)
    )


def _points(tool: Tool, figure: Figure, answer: Answer, on: date) -> int:
    section = tool.section_of(answer.item)
    if section is None or section.about != "risk":
        return 0
    item = next(item for item in section.items if item.code == answer.item)
    second = _of(section.second_axis.choices, answer.second) if section.second_axis else 1
    return _of(tool.choices_in(section), answer.choice) * second * item.weight * _factor(figure, answer.as_at, on)


def _of(choices: tuple[Choice, ...], code: Code | None) -> int:
    return next((choice.points for choice in choices if choice.code == code), 0)


def _factor(figure: Figure, as_at: date | None, on: date) -> int:
    """What has no date counts as if it were so today: the cautious reading."""
    if not figure.bands:
        return 1
    day = as_at or on
    return next((band.factor for band in figure.bands if on <= _after(day, band.within_months)), 0)


def _after(day: date, months: int) -> date:
    """The same day so many months later; one that the month does not have becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
