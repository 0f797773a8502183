"""Only those who may see a group of fields may write to it, so that nobody overwrites what they cannot read."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commonward.store.refusals import NotYours
from commonward.store.work import Work


def unseen(work: Work, subject: UUID, groups: Iterable[str]) -> tuple[str, ...]:
    """Those of the groups that whoever asks may not see of the subject; a worker of the platform sees all."""
    seen = work.sees(subject)
    return () if seen is None else tuple(sorted(set(groups) - seen))


def only_who_sees(work: Work, subject: UUID, groups: Iterable[str], what: str) -> None:
    """Pass whoever may see all of these groups of the subject. Raises NotYours, which names those that they may not."""
    if missing := unseen(work, subject, groups):
        named = ", ".join(group.replace("-", " ") for group in missing)
        raise NotYours(f"{what} is for who may see {named} here")
