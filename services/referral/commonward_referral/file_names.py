"""Which names a file may have: what people see of it, and what a computer makes of it, is the same. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from commonward.store import FieldError
from commonward_referral.file_types import FileType

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing: with one, `exe` can be made to look like `pdf`."""


def name_errors(name: str, kind: FileType) -> Iterator[FieldError]:
    """What is wrong with the name of a file of this kind."""
    if "/" in name or "\\" in name:
        yield FieldError(field="name", message="is a path: give the name of the file alone")
    elif name.startswith("."):
        yield FieldError(field="name", message="begins with a full stop")
    elif _TURNING & set(name):
        yield FieldError(field="name", message="holds a character that turns the direction of writing")
    elif name.rpartition(".")[2].lower() not in kind.endings or "." not in name:
        endings = tuple(f".{ending}" for ending in kind.endings)
        message = f"does not fit what is in the file, which is: {kind.title}"
        yield FieldError(field="name", message=message, allowed=endings)
