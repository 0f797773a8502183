"""The version at which somebody saw what they write about goes with the form; a page that shows another says so.

A version grows by what the platform itself records too. So nobody is sent back for a change alone that a page can tell
at once, beside what else is wrong.
"""

from __future__ import annotations

from commonward_portal.questions import Sheet
from commonward_portal.sending import CHANGED

VERSION = "version"
_MEANWHILE = "meanwhile"
_LONGEST = 9
"""More figures are no version of ours."""


def sent_at(sheet: Sheet) -> int | None:
    """The version that came with the form."""
    text = sheet.one(VERSION)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None


def shown_at(sheet: Sheet, newest: int | None) -> int | None:
    """The version for the page to carry, that of what stands on it.

    Where its writer had another before them, the page says so. While the newest is not known, theirs stays.
    """
    sent = sent_at(sheet)
    if newest is not None and sent not in (None, newest) and CHANGED not in sheet.errors.values():
        sheet.errors[_MEANWHILE] = CHANGED
    return sent if newest is None else newest


def forget_version(sheet: Sheet) -> None:
    """What was sent is settled, and the page is as if it were opened now."""
    sheet.typed = {name: values for name, values in sheet.typed.items() if name != VERSION}
