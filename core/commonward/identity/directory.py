"""Who holds a role on a day, and the mailbox that reaches them: a configured directory with effective dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commonward.identity.actor import person_id
from commonward.settings import AuthoritySettings, DirectoryEntry, Settings


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a role's post goes."""

    mailbox: str
    person: UUID | None
    """None for a shared mailbox."""
    found: bool
    """False if nobody holds the role: the mailbox is then the authority's duty mailbox, and the caller alerts."""


@dataclass(frozen=True, slots=True)
class _Post:
    entry: DirectoryEntry
    person: UUID | None

    def held_on(self, on: date) -> bool:
        return self.entry.since <= on and (self.entry.until is None or on <= self.entry.until)


class Directory:
    """Answers from the settings. `until` is the last day that counts; of several holders the latest one answers.

    Every method raises KeyError for an authority that this region does not serve.
    """

    def __init__(self, settings: Settings) -> None:
        self._duty = {name: authority.duty_mailbox for name, authority in settings.authorities.items()}
        self._posts = {name: _posts(name, authority) for name, authority in settings.authorities.items()}

    def resolve(
        self, authority: str, role: str, *, team: str | None = None, person: UUID | None = None, on: date
    ) -> Contact:
        """The contact for a role on a day.

        A known `person` (the allocated worker, say) is reached in that role, else in any post of theirs; then the
        team's holder of the role, then the role's holder for no team in particular, then the duty mailbox.
        """
        wanted: list[Callable[[_Post], bool]] = []
        if person is not None:
            wanted.append(lambda post: post.person == person and post.entry.role == role)
            wanted.append(lambda post: post.person == person)
        if team is not None:
            wanted.append(lambda post: post.entry.role == role and post.entry.team == team)
        wanted.append(lambda post: post.entry.role == role and post.entry.team is None)
        for matches in wanted:
            post = self._first(authority, on, matches)
            if post is not None:
                return Contact(post.entry.mailbox, post.person, found=True)
        return Contact(self._duty[authority], None, found=False)

    def teams(self, authority: str, person: UUID, on: date) -> frozenset[str]:
        """The teams of the person's posts that day; a post without one is of the team that bears the role's name."""
        held = (post.entry for post in self._posts[authority] if post.person == person and post.held_on(on))
        return frozenset(entry.team or entry.role for entry in held)

    def roles(self, authority: str, person: UUID, on: date) -> frozenset[str]:
        """The job roles of the person's posts that day."""
        return frozenset(
            post.entry.role for post in self._posts[authority] if post.person == person and post.held_on(on)
        )

    def person_exists(self, authority: str, person: UUID, on: date) -> bool:
        """Whether the person holds any post of the authority that day."""
        return self.mailbox_of(authority, person, on) is not None

    def mailbox_of(self, authority: str, person: UUID, on: date) -> str | None:
        """The mailbox of the person's latest post that day, or None."""
        post = self._first(authority, on, lambda post: post.person == person)
        return post.entry.mailbox if post else None

    def _first(self, authority: str, on: date, matches: Callable[[_Post], bool]) -> _Post | None:
        return next((post for post in self._posts[authority] if post.held_on(on) and matches(post)), None)


def _posts(authority: str, settings: AuthoritySettings) -> tuple[_Post, ...]:
    latest_first = sorted(settings.directory, key=lambda entry: entry.since, reverse=True)
    return tuple(_Post(entry, person_id(authority, entry.person) if entry.person else None) for entry in latest_first)
