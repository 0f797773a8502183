"""Which posts of the board hear that their agency is invited. Others' invitations are for who convenes to send."""

from __future__ import annotations

from collections.abc import Iterator

from commonward.procedure import Notice, events, notice, only
from commonward_bolton.edition_4_4_1 import conditions as when
from commonward_bolton.edition_4_4_1.meetings import INVESTIGATING

POSTS = (("exit", "exit-worker"), ("police", "police-officer"), (INVESTIGATING, "allocated-social-worker"))


def _notices() -> Iterator[Notice]:
    for agency, post in POSTS:
        yield notice(
            f"{agency}-invited",
            "Your agency is invited to a meeting. Sign in to see when it is, and about whom.",
            on=only(events.MeetingConvened, when.invited(agency)),
            to=post,
            because=("BOL-10.15.quorum",),
        )


NOTICES: tuple[Notice, ...] = tuple(_notices())
