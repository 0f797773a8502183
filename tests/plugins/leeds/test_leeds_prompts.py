"""What people in Leeds are reminded of where they work and write."""

from __future__ import annotations

import pytest

from commonward.contracts import events
from commonward.procedure import Command, Procedure
from tests.core.procedure.builders import example, folded
from tests.plugins.leeds.happenings import decided


def reminded(leeds: Procedure, place: str, *history: events.Event) -> set[str]:
    return {prompt.id for prompt in leeds.prompts_at(place, folded(*history))}


@pytest.mark.rule("LDS-1.noblame")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She is promiscuous.", ["promiscuous"]),
        ("It is a Lifestyle Choice.", ["lifestyle choice"]),
        ("He is putting himself at risk.", ["putting himself at risk"]),
        ("The adult put the child at risk.", []),
    ],
)
def test_words_that_blame_the_child_are_pointed_out(leeds: Procedure, text: str, found: list[str]) -> None:
    blamed = [each for each in leeds.suggestions(text) if each.because == ("LDS-1.noblame",)]
    assert [each.phrase for each in blamed] == found


@pytest.mark.rule("LDS-7.audience")
@pytest.mark.parametrize("place", ["leeds-information-report", "vrmm", Command.MAKE_RECORD])
def test_whoever_records_is_reminded_of_who_may_read_it(leeds: Procedure, place: str) -> None:
    assert "purpose-and-audience" in reminded(leeds, place)


@pytest.mark.rule("LDS-5.nodup")
@pytest.mark.parametrize(("plan", "shown"), [("child-protection-plan", True), (None, False)])
def test_where_another_plan_is_in_place_nothing_is_written_twice(
    leeds: Procedure, plan: str | None, shown: bool
) -> None:
    concern = example(events.ConcernRaised, plan_in_place=plan)
    assert ("plans-complement" in reminded(leeds, "vrmm", concern)) is shown


@pytest.mark.rule("LDS-6.share-earlier")
@pytest.mark.parametrize(("level", "shown"), [("no", False), ("low", False), ("medium", True), ("high", True)])
@pytest.mark.parametrize("place", ["vrmm", Command.SHARE_PLAN])
def test_at_medium_and_high_one_is_asked_whether_the_plan_is_shared_earlier(
    leeds: Procedure, place: str, level: str, shown: bool
) -> None:
    assert ("share-earlier" in reminded(leeds, place, decided(level))) is shown
