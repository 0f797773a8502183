"""One timeline out of four."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from commonward_bolton.edition_4_4_1.board import AUTHORITY
from commonward_portal.timeline import CLOCKS, DECISIONS, NOTICES, Entry, cite, in_short, last, merge, narrow, sheet_of


def entry(what: str, at: str, **more: Any) -> dict[str, Any]:
    return {"what": what, "at": at, "says": what, "because": [], "facts": {}, **more}


REFERRAL = {"entries": [entry("concern-routed", "2026-03-01T09:00:00Z")]}
NOTIFY = {
    "entries": [entry("obligation-opened", "2026-03-01T08:59:59Z"), entry("notice-raised", "2026-03-01T10:30:00+01:00")]
}


def whats(*kinds: str | None) -> list[str]:
    entries = merge([REFERRAL, NOTIFY], AUTHORITY)
    return [found.what for kind in kinds for found in narrow(entries, kind)]


def test_entries_stand_in_the_order_in_which_they_happened() -> None:
    assert whats(None) == ["obligation-opened", "concern-routed", "notice-raised"]


def test_each_kind_can_be_shown_alone() -> None:
    assert whats(DECISIONS, CLOCKS, NOTICES) == ["concern-routed", "obligation-opened", "notice-raised"]


def test_the_newest_of_a_name_is_found() -> None:
    levels = {"entries": [entry("level-decided", f"2026-03-0{day}T09:00:00Z") for day in (1, 3, 2)]}
    newest = last(merge([levels], AUTHORITY), "level-decided")
    assert newest is not None
    assert newest.at.day == 3


def test_a_rule_goes_under_the_board_s_name_and_an_act_under_its_own() -> None:
    own = cite("BOL-10.9.refer", "10.9", "Refer.", AUTHORITY)
    act = cite("NAT-1.adult", "Care Act 2014, section 42", "Refer.", AUTHORITY)
    assert (own.label, act.label) == ("Bolton 10.9", "Care Act 2014, section 42")


def test_a_row_of_rules_names_the_board_and_each_paragraph_once() -> None:
    rules = [cite(f"BOL-{paragraph}.x", paragraph, "", AUTHORITY) for paragraph in ("10.9", "5.3", "5.3")]
    assert in_short(rules) == "Bolton 10.9, 5.3"


def test_a_rule_of_several_paragraphs_repeats_none_that_stands_there_already() -> None:
    rules = [cite("BOL-x.x", paragraph, "", AUTHORITY) for paragraph in ("4", "2, 4")]
    assert in_short(rules) == "Bolton 4, 2"


def test_the_name_of_an_act_is_not_taken_apart() -> None:
    act = "Children Act 1989, section 105 (1989)"
    assert in_short([cite("NAT-x.x", act, "", AUTHORITY)]) == act


def numbered(many: int) -> list[Entry]:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return [Entry(at, str(n), None, "", (), {}) for n in range(many)]


@pytest.mark.parametrize(
    ("many", "wanted", "first", "last", "sheets"),
    [
        (0, None, None, None, 1),
        (100, None, "0", "99", 1),
        (250, None, "150", "249", 3),
        (250, 1, "0", "49", 3),
        (250, 99, "150", "249", 3),
    ],
)
def test_a_long_chronology_opens_at_its_newest_sheet_and_every_entry_is_on_one(
    many: int, wanted: int | None, first: str | None, last: str | None, sheets: int
) -> None:
    shown, _, of = sheet_of(numbered(many), wanted)
    assert (shown[0].what if shown else None, shown[-1].what if shown else None, of) == (first, last, sheets)


def test_the_sheets_of_a_chronology_leave_nothing_out_and_repeat_nothing() -> None:
    entries = numbered(345)
    together = [entry for number in range(1, 5) for entry in sheet_of(entries, number)[0]]
    assert together == entries
