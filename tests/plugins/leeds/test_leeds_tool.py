"""The form: every heading, one of four levels each, always with analysis; no figure decides."""

from __future__ import annotations

import pytest

from commonward.procedure import Answer, Procedure, Tool, problems


@pytest.fixture
def form(leeds: Procedure) -> Tool:
    found = leeds.tool("leeds-information-report")
    assert found is not None
    return found


def complete(form: Tool) -> list[Answer]:
    return [Answer(item=item.code, choice="no", text="Nothing seen.") for item in form.items]


@pytest.mark.rule("LDS-3.form-each")
@pytest.mark.rule("LDS-4.all")
def test_no_heading_may_be_left_out(form: Tool) -> None:
    assert len(form.items) == 14
    assert problems(form, complete(form)) == []
    assert [each.kind for each in problems(form, complete(form)[1:])] == ["no-answer"]


@pytest.mark.rule("LDS-4.one-level")
def test_a_heading_has_exactly_one_of_four_levels(form: Tool) -> None:
    twice = [*complete(form), Answer(item=form.items[0].code, choice="high", text="Seen.")]
    assert [choice.code for choice in form.choices] == ["no", "low", "medium", "high"]
    assert [each.kind for each in problems(form, twice)] == ["two-answers"]


@pytest.mark.rule("LDS-4.analysis")
@pytest.mark.parametrize("level", ["no", "low", "medium", "high"])
def test_every_level_wants_its_analysis(form: Tool, level: str) -> None:
    first, *others = complete(form)
    assert [e.kind for e in problems(form, [Answer(item=first.item, choice=level, text=" "), *others])] == ["no-text"]


@pytest.mark.rule("LDS-4.overall")
@pytest.mark.rule("LDS-4.not-prescriptive")
def test_a_person_judges_overall_and_nothing_is_added_up(form: Tool) -> None:
    assert form.summary_label == "Overall professional judgement"
    assert form.figure is None


def test_the_form_says_that_its_headings_are_illustrative(form: Tool) -> None:
    assert "Illustrative" in form.source
