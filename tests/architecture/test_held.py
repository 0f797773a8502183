"""Whatever is sealed about a case is in its service's export, or is in a list with the reason why not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from commonward.runtime import Service, installed_services
from commonward.store import CORE_TABLES
from commonward.store.sealed import sealed_columns

ELSEWHERE = {
    "attachment_content": "a file is read by its own route; the export lists it by name",
    "sent_once": "a request that is kept for a while, so that its repeat is taken once; what came of it is the record",
    "draft": "what somebody has begun to type and not sent is no record",
}
SERVICES = [service for service in installed_services() if service.app is None]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_table_with_something_sealed_is_held(service: Service) -> None:
    wanted = {str(model.__tablename__) for model in service.models if sealed_columns(model)}
    core = {str(model.__tablename__) for model in CORE_TABLES}
    held = {str(each.model.__tablename__) for each in service.holds}
    assert wanted - core - ELSEWHERE.keys() - held == set(), "add it to the service's held.py"


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_what_is_set_apart_is_a_field_of_its_table(service: Service) -> None:
    for each in service.holds:
        fields = each.model.model_fields
        blank = SimpleNamespace(**dict.fromkeys(fields))
        assert set(each.others(blank)) <= set(fields), each.model
