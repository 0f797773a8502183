"""A form as questions: what was typed is read, what can't be read says so at its field, and all of it is kept."""

from __future__ import annotations

import pytest

from commonward_portal.board_forms import answers, questions, shown
from commonward_portal.questions import Asks, Question, Sheet, keep

WHEN = Question("answers.at", "When", Asks.MOMENT)
DAY = Question("answers.on", "The day", Asks.DAY, needed=True)
FIELDS = {
    "yes-no": Asks.ONE,
    "one-of": Asks.ONE,
    "some-of": Asks.SOME,
    "day": Asks.DAY,
    "moment": Asks.MOMENT,
    "words": Asks.WORDS,
    "person": Asks.PICK,
    "subject": Asks.PICK,
}


def field(answered: str, count: int = 2) -> dict[str, object]:
    choices = tuple(f"choice-{number}" for number in range(count))
    return {"code": answered, "title": answered, "answered": answered, "choices": choices, "because": ()}


def date_typed(name: str, day: str, month: str, year: str, time: str = "") -> dict[str, list[str]]:
    return {f"{name}-day": [day], f"{name}-month": [month], f"{name}-year": [year], f"{name}-time": [time]}


def test_every_kind_of_answer_has_its_way_to_be_asked() -> None:
    form = {"fields": [field(answered) for answered in FIELDS]}
    assert {one.title: one.asks for one in questions(form, str)} == FIELDS


def test_many_choices_stand_in_a_list() -> None:
    [one] = questions({"fields": [field("one-of", 20)]}, str)
    assert one.asks is Asks.PICK


def test_an_instant_is_london_s_and_a_day_is_a_day() -> None:
    sheet = Sheet(
        [WHEN, DAY],
        {**date_typed("answers.at", "4", "7", "2026", "9:30"), **date_typed("answers.on", "4", "7", "2026")},
    )
    read = sheet.read()
    assert read == {"answers.at": ("2026-07-04T09:30:00+01:00",), "answers.on": ("2026-07-04",)}
    assert answers(read)["on"] == ["2026-07-04"]


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("31", "9:30"),
        ("4", "25:00"),
        ("4", ""),
        ("4", "noon"),
        ("4", "14"),
        ("4", "13:05pm"),
        ("-4", "9:30"),
        ("٤", "9:30"),
    ],
)
def test_what_is_no_time_says_so_and_is_kept(day: str, time: str) -> None:
    sheet = Sheet([WHEN], date_typed("answers.at", day, "2", "2026", time))
    assert sheet.read() == {}
    assert sheet.wrong()[0][1] == "#answers.at-day"
    assert sheet.typed["answers.at-day"] == [day]


@pytest.mark.parametrize(
    ("written", "read"), [("9:30", "09:30"), ("2:05pm", "14:05"), ("2 pm", "14:00"), ("12.15am", "00:15")]
)
def test_a_time_is_written_as_people_do(written: str, read: str) -> None:
    sheet = Sheet([WHEN], date_typed("answers.at", "4", "2", "2026", written))
    assert sheet.read()["answers.at"] == (f"2026-02-04T{read}:00+00:00",)


@pytest.mark.parametrize("year", ["26", "1", "0026", "9999", "9" * 30])
def test_a_year_has_four_numbers_and_is_of_our_time(year: str) -> None:
    sheet = Sheet([DAY], date_typed("answers.on", "4", "2", year))
    assert sheet.read() == {}
    assert "the year must have 4 numbers" in sheet.errors["answers.on"]


@pytest.mark.parametrize(("day", "month"), [("9" * 30, "2"), ("4", "9" * 30)])
def test_a_number_of_thirty_digits_is_no_date(day: str, month: str) -> None:
    sheet = Sheet([DAY], date_typed("answers.on", day, month, "2026"))
    assert sheet.read() == {}
    assert "give a real date" in sheet.errors["answers.on"]


def test_what_is_needed_and_not_answered_says_so() -> None:
    sheet = Sheet([DAY])
    sheet.read()
    assert sheet.errors == {"answers.on": "The day: answer this"}


def test_an_earlier_answer_is_shown_as_it_would_be_typed() -> None:
    kept = keep({"answers.at": ["2026-07-04T08:30:00+00:00"], "answers.on": ["2026-07-04"]}, [WHEN, DAY])
    assert kept["answers.at-time"] == ("9:30am",)
    assert Sheet([WHEN, DAY], kept).read()["answers.on"] == ("2026-07-04",)


def test_a_record_is_read_in_words() -> None:
    record = {"answers": {"when": ["2026-03-01"], "asked": ["unknown"], "gone": ["x"]}}
    fields = [{**field("yes-no"), "code": "asked"}, {**field("day"), "code": "when"}]
    assert shown(record, {"fields": fields}, str.upper, str) == [
        ("yes-no", "Not known"),
        ("day", "1 March 2026"),
        ("GONE", "x"),
    ]
