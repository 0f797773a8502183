"""What people write, as opposed to codes: readable, and of a kind that every database can keep.

PostgreSQL can't store U+0000. The other control characters, and text of which nothing can be seen, are faults of a
form or of a program, never what somebody meant to write.
"""

from __future__ import annotations

import unicodedata

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_BREAKS = frozenset("\n\r\t")


def _without_controls(text: str, kept: frozenset[str] = frozenset()) -> str:
    if text.isprintable():
        return text
    for character in text:
        if unicodedata.category(character) == "Cc" and character not in kept:
            message = "holds a control character (U+{code})"
            raise PydanticCustomError("control_character", message, {"code": f"{ord(character):04X}"})
    return text


def _prose(text: str) -> str:
    return _without_controls(text, _BREAKS)


def _visible(text: str) -> str:
    """Format characters, such as the joiners that some names need, are fine beside letters."""
    if text and all(unicodedata.category(character)[0] in "ZC" for character in text):
        raise PydanticCustomError("blank", "is blank: nothing in it can be seen")
    return text


ONE_LINE = AfterValidator(_without_controls)
"""No control characters at all."""

PROSE = AfterValidator(_prose)
"""No control characters but line breaks and tabs."""

VISIBLE = AfterValidator(_visible)
"""Something of it can be seen; whether it may be empty is for `min_length` to say."""
