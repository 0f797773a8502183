"""A checkpoint is believed when the right key has signed exactly it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from commonward.clock import utcnow
from commonward.settings import Settings, SettingsError
from commonward.store.audit_checkpoint import BadCheckpoint, Checkpoint, End, Signer, read_checkpoint
from commonward.store.audit_verifying import Mark
from tests.core.kept import embedded

SIGNER, ANOTHER = Signer(bytes(32)), Signer(bytes(31) + b"1")
HASH = "ab" * 32
END = End(service="referral", authority="leeds", number=41, hash=HASH)
CHECKPOINT = Checkpoint(region="local", made_at=utcnow(), ends=(END,))


def test_it_comes_back_as_it_was_signed() -> None:
    assert read_checkpoint(SIGNER.sign(CHECKPOINT), SIGNER.public_key) == CHECKPOINT


def test_it_knows_the_mark_of_each_of_its_trails() -> None:
    assert CHECKPOINT.mark("referral", "leeds") == Mark(41, bytes.fromhex(HASH))
    assert CHECKPOINT.mark("referral", "bolton") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [('"number": 41', '"number": 40'), (HASH, "cd" * 32), ("leeds", "bolton"), ('"local"', '"other"')],
)
def test_one_that_was_changed_is_refused(old: str, new: str) -> None:
    text = SIGNER.sign(CHECKPOINT)
    assert old in text
    with pytest.raises(BadCheckpoint, match="changed, or signed with another key"):
        read_checkpoint(text.replace(old, new), SIGNER.public_key)


def test_one_that_another_key_has_signed_is_refused() -> None:
    with pytest.raises(BadCheckpoint, match="another key"):
        read_checkpoint(ANOTHER.sign(CHECKPOINT), SIGNER.public_key)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"checkpoint": {}, "signature": ""}'])
def test_what_is_no_checkpoint_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadCheckpoint, match="no checkpoint"):
        read_checkpoint(text, SIGNER.public_key)


@pytest.mark.parametrize("key", ["", "?", base64.b64encode(bytes(8)).decode()])
def test_a_public_key_of_another_shape_is_refused(key: str) -> None:
    with pytest.raises(BadCheckpoint, match="public key"):
        read_checkpoint(SIGNER.sign(CHECKPOINT), key)


def test_in_development_a_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    settings = embedded(tmp_path)
    assert Signer.of(settings).public_key == Signer.of(settings).public_key != SIGNER.public_key
    assert (tmp_path / "audit.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", [None, "short", base64.b64encode(bytes(31)).decode()])
def test_in_production_the_key_must_be_given(key: str | None) -> None:
    values = {"database_url": "postgresql://a@b/c", "kafka_servers": "b:1", "seal_key": "x", "session_key": "x"}
    settings = Settings.model_validate({"mode": "distributed", **values, "audit_key": key})
    with pytest.raises(SettingsError, match="audit_key"):
        Signer.of(settings)
