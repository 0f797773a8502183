"""Checks a region's file against its boards' procedures: nobody may hold a role that a board does not have."""

from __future__ import annotations

from collections.abc import Iterator

from commonward.procedure import Procedures
from commonward.settings import Settings, SettingsError
from commonward.settings.toml_lines import line_of


def refuse_unknown_roles(settings: Settings, procedures: Procedures) -> None:
    """Raise SettingsError with every post of a directory whose role no edition of the board knows."""
    faults = [fault for code in settings.authorities for fault in _unknown(settings, code, procedures)]
    if faults:
        raise SettingsError("the region's directory can't be used:\n  " + "\n  ".join(faults))


def _unknown(settings: Settings, code: str, procedures: Procedures) -> Iterator[str]:
    editions = [procedures.of(code, edition.version) for edition in procedures.editions(code)]
    known = sorted({role.code for procedure in editions for role in procedure.roles})
    for number, post in enumerate(settings.authorities[code].directory):
        if post.role not in known:
            place = ("authorities", code, "directory", number, "role")
            at = ".".join(map(str, place))
            yield f"{_line(settings, place)}{at}: {post.role} is no role of {code}; known: {', '.join(known)}"


def _line(settings: Settings, place: tuple[str | int, ...]) -> str:
    """The file and line of a value; nothing, where the settings came from no file."""
    if settings.file is None:
        return ""
    return f"{settings.file}:{line_of(settings.file.read_text(encoding='utf-8'), place)}: "
