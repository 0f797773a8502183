"""The operators' pages: which service is behind and how far, what was set aside, and its release; no case anywhere."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from uuid import UUID

import pytest

from commonward.contracts.topics import CASE_EVENTS
from commonward.messaging.transport import Outgoing
from commonward.runtime import Platform
from commonward.store import new_id
from tests.services.parked import set_aside
from tests.services.portal.place import RUNNING, Visitor, heard_everywhere, running, story

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform that nobody else leaves anything in."""
    with running(tmp_path_factory.mktemp("operated"), stale_seconds=30) as address:
        yield address


@pytest.fixture
def operator(address: str) -> Visitor:
    visitor = Visitor(address)
    visitor.get("/login/bolton", params={"user": "operator"})
    return visitor


def section(page: str, service: str) -> str:
    """What the page says of one service."""
    found = re.search(rf'<section aria-labelledby="service-{service}">.*?</section>', page, re.DOTALL)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def test_a_service_that_has_taken_everything_is_up_to_date_and_well(operator: Visitor) -> None:
    told = section(operator.get("/running").text, "risk")
    assert "Nothing: it is up to date" in told
    assert told.startswith("Risk Well")


def test_a_service_that_is_behind_is_named_with_how_far(operator: Visitor, address: str) -> None:
    platform = RUNNING[address]
    story(address, "bolton").begin()
    heard_everywhere(platform, "bolton")
    until, told = time.monotonic() + 20, None
    while told is None and time.monotonic() < until:  # its worker may take what is new just then
        unread = hold_back(platform, "commonward-notify", seconds=40)
        page = operator.get("/running").text
        told = re.search(
            rf"Notify is {unread} events?, about 4[0-9] seconds behind on {CASE_EVENTS}", section(page, "notify")
        )
    assert told
    assert section(page, "notify").startswith("Notify Needs a look")
    assert section(page, "meetings").startswith("Meetings Well")


def hold_back(platform: Platform, group: str, seconds: int) -> int:
    """Let the log say that the group has committed nothing, and that its messages came so long ago: how many."""
    with closing(sqlite3.connect(platform.settings.data_dir / "transport.sqlite")) as log, log:
        log.execute("delete from positions where member_group = ?", (group,))
        log.execute("update messages set sent_at = ?", (time.time() - seconds,))
        [count] = log.execute("select count(*) from messages where topic = ?", (CASE_EVENTS,)).fetchone()
    return int(count)


def test_an_operator_releases_what_was_set_aside_and_is_told_before_what_it_does(
    operator: Visitor, address: str
) -> None:
    event = set_aside(RUNNING[address].resources("risk"), "bolton", new_id())
    assert "defect, the oldest since" in section(operator.get("/running").text, "risk")
    listed = operator.get("/running/risk/parked").text
    path = f"/running/risk/parked/{event}"
    assert f'href="{path}"' in listed
    page = operator.get(path).text
    assert "What releasing does" in page
    assert "No other event waits behind it." in page
    assert "Why can it be taken now? Answer this" in unescape(operator.send(path, reason="").text)
    released = operator.send(path, reason="The fault is mended.")
    assert "The event was taken, with 0 that waited behind it." in released.text
    assert "None waits." in released.text
    assert operator.get(path).status_code == 404


def test_what_still_cant_be_taken_is_told_and_what_was_typed_is_kept(operator: Visitor, address: str) -> None:
    platform, case = RUNNING[address], new_id()
    headers = (("ce_authority", b"bolton"), ("ce_subject", str(case).encode()), ("ce_type", b"never.heard.of.v1"))
    with closing(platform.transport.producer()) as producer:
        producer.send([Outgoing(CASE_EVENTS, case.bytes, b"{}", headers)])
    listed = operator.until("/running/meetings/parked", "/running/meetings/parked/")
    assert str(case) not in listed
    path = re.findall(r'href="(/running/meetings/parked/[^"]+)"', listed)[0]
    refused = operator.send(path, reason="Perhaps it goes now.")
    assert refused.status_code == 409
    assert "It still can't be taken" in unescape(refused.text)
    assert "Perhaps it goes now." in refused.text


def test_nobody_else_opens_them(address: str) -> None:
    worker = Visitor(address)
    worker.sign_in()
    event = set_aside(RUNNING[address].resources("notify"), "bolton", new_id())
    for path in ("/running/notify/parked", f"/running/notify/parked/{event}"):
        assert worker.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/running/elsewhere/parked", f"/running/risk/parked/{UUID(int=0)}"])
def test_what_is_not_there_is_not_found(operator: Visitor, path: str) -> None:
    assert operator.get(path).status_code == 404
