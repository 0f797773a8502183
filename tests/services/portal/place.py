"""The whole platform in one process on a free port, and people who sign in at its portal over real HTTP."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select
from sqlmodel import col

from commonward.cli.story import Caller, Story
from commonward.contracts.topics import CASE_EVENTS
from commonward.identity.development import ready_users, with_development_issuers
from commonward.runtime import Platform, installed_services
from commonward.runtime.together import together
from commonward.settings import Settings
from commonward.store import Outbox
from commonward_portal import apis

CONCERN = {
    "given_name": "Synthetic",
    "family_name": "O'Example",
    "born-day": "4",
    "born-month": "5",
    "born-year": "2012",
    "nhs_number": "",
    "family_area": "bolton-north",
    "agency": "school",
    "happened_on-day": "1",
    "happened_on-month": "3",
    "happened_on-year": "2026",
    "account": "A synthetic account.",
    "immediate_danger": "no",
    "significant_harm": "yes",
    "sexually_active": "no",
    "child_id": "new",
}
"""A concern that is filled in well."""
DAY = ("day", "month", "year")
PAGES = {
    "child": ("given_name", "family_name", *(f"born-{part}" for part in DAY), "nhs_number"),
    "match": ("child_id",),
    "event": ("agency", *(f"happened_on-{part}" for part in DAY), "account"),
    "harm": ("significant_harm", "sexually_active"),
    "care": ("family_area",),
}
"""The pages on which it is asked, after the first."""


def make_settings(data_dir: Path, **changes: Any) -> Settings:
    """Bolton and Leeds, embedded, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    values = {
        "mode": "embedded",
        "environment": "development",
        "data_dir": data_dir,
        "public_url": f"http://127.0.0.1:{port}",
        "authorities": both_boards(),
        "limits": {"logins": 1_000_000, "searches": 1_000_000},
    }
    return Settings.model_validate({**values, **changes})


def both_boards() -> dict[str, Any]:
    """The settings of Bolton and of Leeds."""
    return {name: {"duty_mailbox": f"duty@{name}.example", "directory": _directory(name)} for name in OWN_ROLES}


OWN_ROLES = {"bolton": "exit-worker", "leeds": "duty-and-advice"}


def _directory(authority: str) -> list[dict[str, str]]:
    """The ready users who may be given a case."""
    return [
        {"role": role, "person": f"{authority}-{role}", "mailbox": f"{role}@{authority}.example"}
        for role in ("social-worker", "team-manager", OWN_ROLES[authority])
    ]


@contextmanager
def running(data_dir: Path, **changes: Any) -> Iterator[str]:
    """Serve everything; gives the portal's address. On a machine that runs tests, a page's parts take their time."""
    settings = make_settings(data_dir, **changes)
    with pytest.MonkeyPatch.context() as patient, together(settings) as platform:
        patient.setattr(apis, "PATIENCE", 15.0)
        RUNNING[settings.public_url] = platform
        yield settings.public_url
    del RUNNING[settings.public_url]


RUNNING: dict[str, Platform] = {}
"""What runs here, by its address."""
PATIENCE = 60.0


class HeardStory(Story):
    """A story whose beginning is known to every service before it goes on, so that each page of the case is whole."""

    def begin(self, name: tuple[str, str] = ("Synthetic", "Demonstration"), age: int = 15) -> dict[str, Any]:
        raised = super().begin(name, age)
        heard_everywhere(RUNNING[self._settings.public_url], self._authority)
        return raised


def story(address: str, authority: str, say: Callable[[str], None] = lambda line: None) -> Story:
    """Plays the steps of a case by the APIs, so that a test may begin at a later one."""
    settings = with_development_issuers(make_settings(Path(), public_url=address))
    return HeardStory(settings, Platform(settings).procedures.of(authority), say)


def heard_everywhere(platform: Platform, authority: str) -> None:
    """Wait until every service has taken what referral has committed so far."""
    topic, transport = platform.topic(CASE_EVENTS), platform.transport
    _until(lambda: _unsent(platform, authority) == 0)
    ends = transport.ends(topic)
    groups = [platform.topic(f"commonward-{each.name}") for each in installed_services() if each.app is None]
    _until(lambda: all(transport.reached(group, topic, ends) for group in groups))


def _unsent(platform: Platform, authority: str) -> int:
    waits = select(func.count()).select_from(Outbox).where(col(Outbox.sent_at).is_(None))
    with platform.resources("referral").database.session(authority) as session:
        return session.scalar(waits) or 0


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "the services did not hear of it"
        time.sleep(0.02)


def person(address: str, sub: str) -> Caller:
    """A ready user who calls the APIs."""
    settings, authority = with_development_issuers(make_settings(Path(), public_url=address)), sub.partition("-")[0]
    [user] = [each for each in ready_users(settings)[authority] if each.sub == sub]
    return Caller(settings, authority, user)


@dataclass
class Visitor:
    """A browser without JavaScript."""

    address: str
    http: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.http.get(self.address + path, timeout=20, **options)

    def post(self, path: str, data: dict[str, str], **options: Any) -> requests.Response:
        return self.http.post(self.address + path, data=data, timeout=20, **options)

    def sign_in(self, sub: str = "bolton-social-worker", path: str = "/", authority: str = "") -> requests.Response:
        """Through the chooser's link and the provider's page, as a person would; by default at their first word."""
        authority = authority or sub.partition("-")[0]
        provider = self.get(f"/login/{authority}", params={"next": path})
        return self.http.post(provider.url, data={"sub": sub}, timeout=20)

    def begin(self, danger: str = "no") -> str:
        """Begin a concern; gives the address of its draft."""
        answer = self.send("/raise", immediate_danger=danger)
        found = re.search(r"/raise/[0-9a-f-]{36}", answer.url)
        assert found, f"{answer.status_code}: {answer.url}"
        return found[0]

    def fill(self, page: str, **changes: str) -> dict[str, str]:
        """A page of a concern, filled in well but for the changes."""
        typed = {name: CONCERN[name] for name in PAGES[page]}
        return {**typed, "csrf": hidden(self.get("/raise").text, "csrf"), **changes}

    def write(self, **changes: str) -> str:
        """A concern that is ready to be sent; gives the address of its draft."""
        draft = self.begin(changes.get("immediate_danger", "no"))
        for page, names in PAGES.items():
            self.post(f"{draft}/{page}", self.fill(page, **{n: changes[n] for n in names if n in changes}))
        return draft

    def until(self, path: str, *words: str) -> str:
        """The page, once all of these words stand on it: services hear of each other after a moment."""
        for _ in range(150):
            page = self.get(path).text
            if all(word in page for word in words):
                return page
            time.sleep(0.1)
        raise AssertionError(f"{path} never said {words}")

    def send(self, path: str, **typed: str | list[str]) -> requests.Response:
        """Open a form, fill it in, and send it to the address that it stands at."""
        page = self.get(path).text
        own = {name: hidden(page, name) for name in ("csrf", "once", "version") if f'name="{name}"' in page}
        return self.http.post(self.address + path, data={**own, **typed}, timeout=20)

    def raise_concern(self, **changes: str) -> requests.Response:
        """All its pages, then the last button."""
        return self.send(f"{self.write(**changes)}/check")


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return unescape(found[1])
