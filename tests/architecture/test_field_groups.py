"""Each field is of one group: of every answer of every service, and of every form, tool and plan of every board.

What nobody put into a group is withheld from whoever does not see all; that it is nobody's is a fault all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from commonward.contracts.field_groups import FieldGroup, Of
from commonward.identity.policy import POLICY
from commonward.procedure import Answered, Procedure, Procedures, RecordKind, form
from commonward.procedure.layers import InstalledLayers
from commonward.runtime import Platform, installed_services
from commonward.store.sealed import group_of_column, sealed_columns
from commonward.web import File, Operation, ProblemDocument
from commonward.web.withholding import Grouped, markers, parts, undeclared
from tests.core.kept import embedded

HEALTH = re.compile(r"health|pregnan|self-harm|disabilit|general practitioner|drugs|eating disorder|substances", re.I)
POLICE = re.compile(r"known to the police|intelligence|offences|charge|watching brief|youth offending", re.I)
NOT_ABOUT_ANYBODY = (File, ProblemDocument)
BOARDS = sorted(set(InstalledLayers()) - {"national"})


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[type[BaseModel]]]:
    """Every shape of which an answer of some route is made."""
    platform, found = Platform(embedded(tmp_path_factory.mktemp("groups"))), set[type[BaseModel]]()
    for service in installed_services():
        platform.migrate(service)
        views = platform.app(service).view_functions.values()
        for operation in (getattr(view, "__operation__", None) for view in views):
            for answer in operation.answers.values() if isinstance(operation, Operation) else ():
                found |= set(parts(answer))
    yield found - set(NOT_ABOUT_ANYBODY)
    platform.close()


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest) -> Procedure:
    return Procedures({request.param: ("national", request.param)}).of(request.param)


def asked(board: Procedure) -> Iterator[tuple[str, FieldGroup]]:
    """Whatever a board's forms and tools ask, in its words, with the group that it is of."""
    for kind in board.records:
        yield from ((f"{kind.title}: {field.title}", kind.group_of(field.code)) for field in kind.fields)
    for tool in board.tools:
        items, entries = tool.item_groups(), tool.entry_groups()
        yield from ((item.title, items[item.code]) for item in tool.items)
        yield from ((entry.title, entries[entry.code]) for entry in tool.all_entries)


def test_no_field_of_an_answer_is_without_a_group(answers: set[type[BaseModel]]) -> None:
    assert len(answers) > 100
    assert {model.__name__: found for model in answers if (found := list(undeclared(model)))} == {}


def test_an_answer_that_may_leave_something_out_says_so(answers: set[type[BaseModel]]) -> None:
    silent = {model.__name__ for model in answers if not issubclass(model, Grouped) and set(markers(model))}
    assert silent == set()


def test_the_document_does_not_require_what_may_be_left_out(answers: set[type[BaseModel]]) -> None:
    for model in answers:
        if issubclass(model, Grouped):
            schema = model.model_json_schema(mode="serialization")
            for name, marker in markers(model):
                if isinstance(marker, Of):
                    assert name not in schema.get("required", ()), f"{model.__name__}.{name}"
                    assert schema["properties"][name]["x-field-group"] == marker.group


def test_a_field_about_health_is_of_health_and_one_of_the_police_is_theirs(board: Procedure) -> None:
    asked_of = dict(asked(board))
    of_health = {title: group for title, group in asked_of.items() if HEALTH.search(title.partition(": ")[2] or title)}
    of_police = {title: group for title, group in asked_of.items() if POLICE.search(title)}
    assert set(of_health.values()) == {FieldGroup.HEALTH}, of_health
    assert set(of_police.values()) == {FieldGroup.POLICE_INTELLIGENCE}, of_police


def test_another_subjects_record_is_of_the_adults_of_concern(board: Procedure) -> None:
    for kind in board.records:
        for field in kind.fields:
            if field.answered is Answered.SUBJECT:
                assert kind.group_of(field.code) is FieldGroup.ADULT_OF_CONCERN, f"{kind.id}.{field.code}"


def test_free_words_are_never_shown_because_their_form_is_the_cases(board: Procedure) -> None:
    for kind in board.records:
        for field in kind.fields:
            if field.answered is Answered.WORDS or field.kept:
                assert kind.group_of(field.code) is not FieldGroup.CASE, f"{kind.id}.{field.code}"


def test_what_nobody_declared_is_narrative() -> None:
    words = RecordKind("note", "Note", (), (), (form.words("note", "Note"),))
    assert words.group_of("note") is FieldGroup.NARRATIVE
    assert words.group_of("asked-nowhere") is FieldGroup.NARRATIVE


def test_every_group_is_withheld_from_somebody_and_shown_to_somebody() -> None:
    seen = [row.sees for row in POLICY.row]
    for group in set(FieldGroup) - {FieldGroup.CASE, FieldGroup.IDENTITY}:
        assert any(group in sees for sees in seen), group
        assert any(group not in sees for sees in seen), group


def test_each_sealed_column_is_of_a_group_that_is_not_the_cases() -> None:
    for service in installed_services():
        for held in service.holds:
            for name in sealed_columns(held.model):
                assert group_of_column(held.model, name) is not FieldGroup.CASE
