"""Team and board: counts as a picture, a table and a file; small ones are not told; no cell is a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from commonward_portal.bars import SMALL, bars
from commonward_portal.csv_file import cell, csv_file
from commonward_portal.reports import levels, timeliness
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("dangerous", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1"])
def test_what_a_spreadsheet_would_calculate_stands_behind_an_apostrophe(dangerous: str) -> None:
    assert cell(dangerous) == f"'{dangerous}"


def test_titles_are_cells_too() -> None:
    assert csv_file("synthetic", ["=1+1"], []).get_data(as_text=True) == '\ufeff"\'=1+1"\r\n'


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(value) for value in ("Bolton North", 7, None, "a=b")] == ["Bolton North", "7", "", "a=b"]


def test_the_longest_row_is_the_whole_width_and_parts_stand_beside_each_other() -> None:
    long, short = bars([("a", [("met", 6), ("late", 2)]), ("b", [("met", 4), ("late", None)])])
    assert long.parts == (("met", 0.0, 75.0), ("late", 75.0, 25.0))
    assert short.parts == (("met", 0.0, 50.0), ("late", 50.0, 0.0))
    assert short.told == f"met: 4, late: {SMALL}"


def test_a_month_without_a_level_has_a_nought_and_a_small_number_is_said_to_be_small() -> None:
    lines = [
        {"month": "2026-01-01", "level": "low", "decided": 7},
        {"month": "2026-02-01", "level": "high", "decided": None},
    ]
    told = levels(lines, str, str)
    assert told.rows == (("January 2026", "7", "0"), ("February 2026", "0", SMALL))


def test_each_clock_has_a_row_with_what_became_of_it() -> None:
    line: dict[str, Any] = {"title": "Tell", "met": 5, "met_late": 0, "overdue": None, "running": 9}
    assert timeliness([line], str, str).rows == (("Tell", "5", "0", SMALL, "9"),)


def signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor


def test_a_manager_sees_every_report_and_saves_each(worker: Visitor) -> None:
    story(worker.address, "bolton").begin(("Counted", "Example"))
    manager = signed_in(worker.address, "bolton-team-manager")
    page = manager.get("/board").text
    for title in ("Caseload", "Timeliness of each clock", "Levels decided, month by month", "Missed deadlines"):
        assert title in page
    file = manager.get("/board/caseload.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="bolton-caseload.csv"'
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0] == ["Team", "Worker", "Open cases"]
    assert len(rows) > 1


def test_an_analyst_sees_counts_and_no_case(worker: Visitor) -> None:
    analyst = signed_in(worker.address, "bolton-analyst")
    assert "Caseload" in analyst.get("/board").text
    assert analyst.get("/overview").status_code == 403


def test_who_may_not_read_reports_is_refused_and_not_offered_them(worker: Visitor) -> None:
    assert worker.get("/board").status_code == 403
    assert worker.get("/board/caseload.csv").status_code == 403
    assert 'href="/board"' not in worker.get("/").text


def test_a_report_that_nobody_knows_is_not_there(worker: Visitor) -> None:
    assert signed_in(worker.address, "bolton-team-manager").get("/board/children.csv").status_code == 404
