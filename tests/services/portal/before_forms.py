"""Every form of the portal, each with somebody who stands before it: found by links, and on every page of the tour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonward.cli.story import Caller
from commonward.identity.development import ReadyUser, ready_users, with_development_issuers
from tests.browser.played import further_pages, pages, play
from tests.browser.tour import STOPS, play_more
from tests.services.portal.crawling import Form, Reader, crawl
from tests.services.portal.panel_board import board_settings
from tests.services.portal.place import Visitor, both_boards, make_settings, person, story

LEVELS = {"bolton": "significant-harm", "leeds": "high"}
LEAVING = "/logout"
"""On every page; it has tests of its own."""


@dataclass(frozen=True, slots=True)
class Before:
    """A form, and who stands before it."""

    form: Form
    visitor: Visitor
    caller: Caller


def found_by_links(address: str, board: str) -> list[Before]:
    """Those that a manager comes to, who looks at everything."""
    visitor, caller = Visitor(address), person(address, f"{board}-team-manager")
    visitor.sign_in(f"{board}-team-manager")
    played = story(address, board)
    first, second = (str(played.begin(("Bad", name))["case"]) for name in ("Input", "Further"))
    played.assess(second, LEVELS[board])
    played.meet(second)
    for kind in caller.get("meetings", "/meetings", case=first)["may_call"][:1]:
        caller.post("meetings", f"/cases/{first}/meetings", {"kind": kind})
    draft = visitor.begin()
    visitor.post(f"{draft}/child", visitor.fill("child"))
    starts = (f"/cases/{first}", draft, f"/cases/{second}", f"/cases/{second}/meetings", "/raise", "/")
    return [Before(form, visitor, caller) for form in crawl(visitor, starts)]


def found_on_the_tour(address: str) -> list[Before]:
    """Those of each address of the portal, in the state and before the people of the browser's tour."""
    played = play(address)
    ids = play_more(address, played)
    stops = {**pages(played), **further_pages(played), **STOPS}
    people, found = People(address), dict[tuple[str, ...], Before]()
    for who, path in stops.values():
        if who:
            for before in people.before(who, path.format(**ids)):
                found.setdefault(before.form.make, before)
    return sorted(found.values(), key=lambda before: not before.form.asked)  # a button that ends a thing comes last


class People:
    """Ready users by the name that the tour gives them; each signs in once."""

    def __init__(self, address: str) -> None:
        settings = make_settings(Path(), public_url=address, authorities=both_boards() | board_settings())
        self._settings = with_development_issuers(settings)
        self._signed_in = dict[str, tuple[Visitor, Caller]]()

    def before(self, name: str, path: str) -> Iterator[Before]:
        """The forms of a page, as it stands before somebody."""
        visitor, caller = self.known(name)
        page = visitor.get(path)
        yield from (
            Before(form, visitor, caller) for form in Reader(path, page.text).forms if not form.path.startswith(LEAVING)
        )

    def known(self, name: str) -> tuple[Visitor, Caller]:
        """Somebody by name: their browser, and what calls the APIs for them."""
        if name not in self._signed_in:
            authority, user = self._user(name)
            visitor = Visitor(self._settings.public_url)
            visitor.sign_in(user.sub, authority=authority)
            self._signed_in[name] = visitor, Caller(self._settings, authority, user)
        return self._signed_in[name]

    def _user(self, name: str) -> tuple[str, ReadyUser]:
        board = name.split()[0].lower()
        ready = ready_users(self._settings)
        authority = board if board in ready else "leeds"
        return authority, next(user for user in ready[authority] if user.name.startswith(name))
