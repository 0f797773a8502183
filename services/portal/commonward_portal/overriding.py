"""What *should* be there may be passed over by a manager, with a reason; only a manager is asked for one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from commonward_portal.presenting import may
from commonward_portal.questions import Asks, Question, Sheet
from commonward_portal.seen import VERSION, sent_at

OVERRIDE = Question(
    "override_reason",
    "A manager's reason to go on",
    Asks.WORDS,
    hint="Only for what should be there. What must be there can't be passed over",
)


def ask_manager(sheet: Sheet, *, always: bool = False) -> None:
    """Ask it too, of those who may; and of whoever has typed something there, so that it is not lost."""
    if sheet.one(OVERRIDE.name) or (always and may("case.override")):
        sheet.questions = [*(one for one in sheet.questions if one.name != OVERRIDE.name), OVERRIDE]


def ask_after(sheet: Sheet, status: int) -> None:
    """Ask it once a gate stood against the form."""
    ask_manager(sheet, always=status == HTTPStatus.CONFLICT)


def beside(sheet: Sheet) -> dict[str, Any]:
    """What a command carries besides its own: the version that its sender saw, and a manager's reason to go on."""
    seen, reason = sent_at(sheet), sheet.one(OVERRIDE.name)
    return ({VERSION: seen} if seen is not None else {}) | ({OVERRIDE.name: reason} if reason else {})
