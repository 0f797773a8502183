"""The one place where fields are withheld: an answer leaves out what its reader may not see, and says of which group.

Every answer of every service passes here. A field that is left out is not null: it is absent, and `withheld` names
its group, so that nobody takes it for not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Self, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field, GetJsonSchemaHandler, PrivateAttr
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from commonward.contracts.field_groups import CASE, NARRATIVE, FieldGroup, Of, OfEach, OfWhole

Groups = frozenset[str]
EVERYTHING: Groups = frozenset(FieldGroup)
Marker = Of | OfWhole | OfEach
BY_WHAT_IT_IS_ABOUT = "by-what-it-is-about"
"""What the OpenAPI document says where no one group is that of every answer."""


class Grouped(BaseModel):
    """An answer, or a part of one, of which some fields are not for everybody who may see the case."""

    withheld: tuple[FieldGroup, ...] = Field(default=(), exclude_if=lambda groups: not groups)
    """The groups whose fields are left out here, as the reader may not see them. Left out does not mean not known."""
    _sees: Groups | None = PrivateAttr(default=None)

    def seen_by(self, groups: Groups | None) -> Self:
        """Say which groups the reader may see of this one, where it is about another subject than the whole answer.

        None leaves it to the whole answer.
        """
        self._sees = groups
        return self

    def shows(self, group: str) -> bool:
        """Whether this one shows a group, whatever the whole answer does."""
        return self._sees is None or group in self._sees

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The document names the group of a field that may be left out, and does not require it."""
        written = handler(schema)
        shape = handler.resolve_ref_schema(written)
        if "required" in shape:
            shape["required"] = [name for name in shape["required"] if name not in _withholdable(cls)]
        for name, marker in markers(cls):
            shape["properties"][name]["x-field-group"] = marker.group if isinstance(marker, Of) else BY_WHAT_IT_IS_ABOUT
        return written


def dumped(answer: BaseModel, sees: Groups) -> str:
    """The answer as JSON, without what a reader who sees these groups may not see."""
    return answer.model_dump_json(exclude=left_out(answer, sees) or None)


def left_out(answer: BaseModel, sees: Groups) -> dict[Any, Any]:
    """What is to be left out, as pydantic is told it; each part of the answer is told its `withheld` groups."""
    if isinstance(answer, Grouped) and answer._sees is not None:
        sees = answer._sees
    plan, found, groups = _plan(type(answer)), dict[Any, Any](), set[FieldGroup]()
    for name, marker in plan.marked:
        hidden, of = _hidden(answer, getattr(answer, name), marker, sees)
        if hidden:
            found[name] = hidden
            groups |= of
    for name in plan.nested - found.keys():
        if inner := _within(getattr(answer, name), sees):
            found[name] = inner
    if isinstance(answer, Grouped):
        answer.withheld = tuple(group for group in FieldGroup if group in groups)
    return found


def undeclared(model: type[BaseModel]) -> Iterator[str]:
    """The fields in which anything may stand, and which do not say of which group they are."""
    return (name for name, hint in _hints(model) if _marker(hint) is None and not _models(hint) and _is_open(hint))


def markers(model: type[BaseModel]) -> Iterator[tuple[str, Marker]]:
    """The fields that may be left out, or parts of them, and by what."""
    return ((name, marker) for name, marker in _plan(model).marked if marker != CASE)


def parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The shape of an answer, and those that it holds, as far as no group says of all that is within."""
    yield model
    for name, hint in _hints(model):
        if name in _plan(model).nested:
            for inner in _models(hint):
                yield from parts(inner)


def group_in(model: type[BaseModel], field: str) -> FieldGroup:
    """The group of one field of a model that is no answer itself, such as an event told in a timeline."""
    marker = dict(_plan(model).marked).get(field)
    if marker is None:
        return FieldGroup.CASE
    return marker.group if isinstance(marker, Of) else FieldGroup.NARRATIVE


def _hidden(holder: BaseModel, value: Any, marker: Marker, sees: Groups) -> tuple[Any, set[FieldGroup]]:
    if isinstance(marker, OfEach):
        parts = value.items() if isinstance(value, Mapping) else enumerate(value or ())
        keyed = isinstance(value, Mapping)
        of = {at: marker.group(holder, at if keyed else part) for at, part in parts}
        hidden = {at: True for at, group in of.items() if group not in sees}
        return hidden, {of[at] for at in hidden}
    group = marker.group if isinstance(marker, Of) else marker.group(holder)
    return (False, set()) if group in sees else (True, {group})


def _within(value: Any, sees: Groups) -> Any:
    if isinstance(value, BaseModel):
        return left_out(value, sees)
    if isinstance(value, Mapping | list | tuple):
        parts: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, Mapping) else enumerate(value)
        return {at: inner for at, part in parts if (inner := _within(part, sees))}
    return None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What there is to do about a model: fields with a group, and fields that hold further models."""

    marked: tuple[tuple[str, Marker], ...]
    nested: frozenset[str]


@cache
def _plan(model: type[BaseModel]) -> _Plan:
    marked, nested = [], set()
    for name, hint in _hints(model):
        marker = _marker(hint)
        if marker is not None:
            marked.append((name, marker))
            if any(issubclass(inner, Grouped) for inner in _models(hint)):
                nested.add(name)
        elif _models(hint):
            nested.add(name)
        elif _is_open(hint):
            marked.append((name, NARRATIVE))
    return _Plan(tuple(marked), frozenset(nested))


@cache
def _withholdable(model: type[BaseModel]) -> frozenset[str]:
    """The fields that may be left out whole: the case's own never are where the case may be seen."""
    return frozenset(name for name, marker in markers(model) if not isinstance(marker, OfEach))


def _hints(model: type[BaseModel]) -> list[tuple[str, Any]]:
    hints = get_type_hints(model, include_extras=True)
    return [(name, hints[name]) for name in model.model_fields]


def _marker(hint: Any) -> Marker | None:
    """The mark of a field, wherever in its type it stands."""
    if get_origin(hint) is Annotated:
        own = next((each for each in hint.__metadata__ if isinstance(each, Of | OfWhole | OfEach)), None)
        if own is not None:
            return own
    return next((found for part in get_args(hint) if (found := _marker(part)) is not None), None)


def _models(hint: Any) -> list[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [model for part in get_args(hint) for model in _models(part)]


def _is_open(hint: Any) -> bool:
    """Whether anything may stand there: words, or a day, which may be one of birth."""
    if get_origin(hint) is Annotated:
        return not _is_coded(hint.__metadata__) and _is_open(get_args(hint)[0])
    if hint is Any or hint is str or (isinstance(hint, type) and issubclass(hint, date) and hint is not datetime):
        return True
    return any(_is_open(part) for part in get_args(hint) if isinstance(part, type) or get_args(part) or part is Any)


def _is_coded(metadata: Iterable[Any]) -> bool:
    """Whether a pattern says from beginning to end what it may be, as it does of a code."""
    told = (each for mark in metadata if isinstance(mark, FieldInfo) for each in mark.metadata)
    return any(str(getattr(each, "pattern", None) or "").startswith("^") for each in told)
