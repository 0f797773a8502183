"""What every template may use: times in London, the board's words, tags, the address of an asset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask, g
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader

from commonward.clock import Limit, day_in_words, deadline_in_words, time_in_words, utcnow
from commonward.identity import Capability, carrying
from commonward.procedure import Procedure
from commonward_portal.guards import csrf_token, holds, signed_in_until
from commonward_portal.once import form_key
from commonward_portal.parts import parts
from commonward_portal.stale import stale_services
from commonward_portal.timeline import in_short
from commonward_portal.ways_back import form_path, work_path
from commonward_portal.withheld import Withheld, told

CLOCK_TAGS = {
    "open": ("Running", "govuk-tag--blue"),
    "paused": ("Paused", "govuk-tag--turquoise"),
    "breached": ("Overdue", "govuk-tag--red"),
    "met": ("Met", "govuk-tag--green"),
    "met-late": ("Met late", "govuk-tag--yellow"),
    "superseded": ("No longer needed", "govuk-tag--grey"),
}
"""An obligation's state in words; the colour only repeats them."""
RECORD_TAGS = {
    "waiting": {"text": "Waits for a second person", "classes": "govuk-tag--yellow"},
    "made": {"text": "Made", "classes": "govuk-tag--green"},
    "refused": {"text": "Refused", "classes": "govuk-tag--red"},
    "voided": {"text": "Taken out", "classes": "govuk-tag--grey"},
}
"""The state of a record or decision in words."""
LEVEL_COLOURS = ("govuk-tag--green", "govuk-tag--yellow", "govuk-tag--orange", "govuk-tag--red")


NOT_ASSESSED = "Not assessed yet"


def present(app: Flask) -> None:
    """Give the templates the GOV.UK macros, their filters and names."""
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([PackageLoader("commonward_portal"), macros])
    app.jinja_env.undefined = ChainableUndefined  # the macros read parameters that nobody gave
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "day": day,
        "moment": moment,
        "deadline": deadline_in_words,
        "clock_time": clock_time,
        "how_often": how_often,
        "in_short": in_short,
        "withheld": told,
    }
    app.jinja_env.filters["word_of"] = word_of
    paths = {"form_path": form_path, "work_path": work_path}
    app.jinja_env.globals |= {"may": may, "held_by": held_by, **paths}  # so that macros know them too
    app.context_processor(_names)


def day(value: date | datetime | str) -> str:
    """`4 May 2026`, in London; words that say that it is withheld stay as they are."""
    if isinstance(value, Withheld):
        return value
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return day_in_words(value)


def clock_time(value: datetime | str) -> str:
    """`2:05pm`, in London."""
    return time_in_words(datetime.fromisoformat(value) if isinstance(value, str) else value)


def moment(value: datetime | str) -> str:
    """`4 May 2026 at 2:05pm`, in London."""
    return f"{day(value)} at {clock_time(value)}"


def how_often(interval: Mapping[str, Any]) -> str:
    """`every 4 weeks`, or `every week`."""
    limit = Limit(**interval)
    return f"every {str(limit) if limit.amount > 1 else str(limit).removeprefix('1 ')}"


def level_tag(procedure: Procedure, code: str | None, *, judged: bool = False) -> dict[str, str]:
    """The parameters of a level's tag. Without a level it says so: that is no statement about risk.

    `judged` where somebody has assessed the child, and another person has not decided yet.
    """
    if code is None:
        return {"text": waits_for(procedure) if judged else NOT_ASSESSED, "classes": "govuk-tag--grey"}
    level = procedure.scale.find(code)
    return {"text": procedure.words.of(code), "classes": _colour(procedure, level.rank) if level else ""}


def waits_for(procedure: Procedure) -> str:
    """What is said of a first level on which a second person has not decided yet, in the board's word for them."""
    second = procedure.scale.second_role
    if second is None:
        return "Waits for a second person's judgement"
    word = procedure.words.of(second)
    return f"Waits for the {word if word[1:2].isupper() else word[:1].lower() + word[1:]}'s judgement"


def _colour(procedure: Procedure, rank: int) -> str:
    ranks = sorted(level.rank for level in procedure.scale.levels)
    share = ranks.index(rank) / max(len(ranks) - 1, 1)
    return LEVEL_COLOURS[round(share * (len(LEVEL_COLOURS) - 1))]


def may(capability: str) -> bool:
    """Whether somebody has signed in and their role allows it. The services decide."""
    return g.get("user") is not None and holds(Capability(capability))


def word_of(code: str) -> str:
    """The board's word for a code."""
    return parts().procedures.of(g.user.authority).words.of(code)


def held_by(capability: str) -> list[str]:
    """The words for the board's roles that may do this, to say whose something is that the user may not do."""
    procedure = parts().procedures.of(g.user.authority)
    return [procedure.words.of(role.code) for role in carrying(Capability(capability), procedure.roles)]


def _names() -> dict[str, Any]:
    given, user = parts(), g.get("user")
    board = given.procedures.of(user.authority) if user else None
    return {
        "asset": given.assets.url,
        "board": board.authority if board else None,
        "clock_tags": CLOCK_TAGS,
        "csrf_token": csrf_token,
        "development": given.settings.environment == "development",
        "form_key": form_key,
        "level_tag": level_tag,
        "procedure": board,
        "record_tags": RECORD_TAGS,
        "seconds_left": int((signed_in_until() - utcnow()).total_seconds()) if user else None,
        "stale": stale_services(),
        "signed_in_until": signed_in_until() if user else None,
        "user": user,
        "word": board.words.of if board else str,
    }
