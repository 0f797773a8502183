"""A region's file is refused with line and reason, and its directory gives people only roles that their board has."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonward.runtime import Platform
from commonward.settings import Settings, SettingsError, load_settings

REGION = """\
environment = "development"

[authorities.leeds]
duty_mailbox = "duty@leeds.example"
directory = [
  { role = "social-worker", mailbox = "worker@leeds.example" },
  { role = "social-wroker", mailbox = "worker@leeds.example" },
]
"""


def region(folder: Path, text: str) -> Settings:
    path = folder / "region.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings({"COMMONWARD_CONFIG": str(path)})


def test_a_role_that_the_board_has_not_is_refused_with_file_line_and_those_that_it_has(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        Platform(region(tmp_path, REGION)).load()
    said = str(refused.value)
    assert f"{tmp_path}/region.toml:7: authorities.leeds.directory.1.role: social-wroker is no role of leeds" in said
    assert "known: allocated-social-worker, analyst, " in said


def test_a_directory_of_the_boards_own_roles_is_taken(tmp_path: Path) -> None:
    Platform(region(tmp_path, REGION.replace("social-wroker", "team-manager"))).load()


def test_settings_that_came_from_no_file_are_refused_by_their_place() -> None:
    post = {"role": "clerk", "mailbox": "clerk@leeds.example"}
    board = {"duty_mailbox": "duty@leeds.example", "directory": [post]}
    settings = Settings.model_validate({"environment": "development", "authorities": {"leeds": board}})
    with pytest.raises(SettingsError, match=r"\n  authorities\.leeds\.directory\.0\.role: clerk is no role of leeds"):
        Platform(settings).load()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('mailbox = "duty@leeds.example"', 'mailbox = "duty"', 4, "authorities.leeds.duty_mailbox: "),
        ('role = "social-wroker"', 'roll = "social-worker"', 7, "authorities.leeds.directory.1.role: must be given"),
        ('environment = "development"', 'environment = "holiday"', 1, "environment: Input should be "),
        ('environment = "development"', 'enviroment = "development"', 1, "enviroment: there is no such setting, did "),
        (
            'role = "social-wroker"',
            'rile = "social-worker"',
            7,
            "authorities.leeds.directory.1.rile: there is no such ",
        ),
        ("[authorities.leeds]", "[authorities.Leeds]", 3, "authorities.Leeds.[key]: use small letters, digits and "),
    ],
)
def test_a_wrong_value_is_refused_with_file_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        region(tmp_path, REGION.replace(old, new))
    assert f"\n  {tmp_path}/region.toml:{line}: {says}" in str(refused.value)


def test_of_a_setting_that_there_is_not_those_that_there_are_are_named(tmp_path: Path) -> None:
    text = REGION + '[[authorities.leeds.issuers]]\nissuer = "https://identity.example"\nroles_clame = "roles"\n'
    with pytest.raises(SettingsError) as refused:
        region(tmp_path, text)
    says = "roles_clame: there is no such setting, did you mean roles_claim? Known here: audience, client_id, "
    assert f"region.toml:11: authorities.leeds.issuers.0.{says}" in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("COMMONWARD_DATABASE_URL", "mysql://app:secret-of-tests@db/x", "must be postgresql://ROLE:PASSWORD@HOST"),
        ("COMMONWARD_KAFKA_SERVERS", "kafka:port", "kafka_servers: must be HOST:PORT, several with commas"),
    ],
)
def test_an_address_of_another_kind_is_refused_without_repeating_its_password(
    variable: str, value: str, says: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"COMMONWARD_ENVIRONMENT": "development", variable: value})
    assert f"{variable}: " in str(refused.value)
    assert says in str(refused.value)
    assert "secret-of-tests" not in str(refused.value)


def test_a_wrong_variable_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "region.toml"
    path.write_text(REGION, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"\n  COMMONWARD_MAIL__PORT: mail\.port: "):
        load_settings({"COMMONWARD_CONFIG": str(path), "COMMONWARD_MAIL__PORT": "post"})
    with pytest.raises(SettingsError, match=r"COMMONWARD_ENVIRONMENT__X sets something in environment, which is a"):
        load_settings({"COMMONWARD_CONFIG": str(path), "COMMONWARD_ENVIRONMENT__X": "1"})


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "region.toml"
    path.write_bytes(b'environment = "caf\xe9"')
    with pytest.raises(SettingsError, match=r"region\.toml is not UTF-8"):
        load_settings({"COMMONWARD_CONFIG": str(path)})
    with pytest.raises(SettingsError, match=r"can't be read: Is a directory"):
        load_settings({"COMMONWARD_CONFIG": str(tmp_path)})
