"""A provider's logout token: what a good one ends, and which are refused."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt

from commonward.identity import Actor, InvalidToken, Reason, person_id
from commonward.identity.logout import EVENT, LoggedOut
from commonward.store import new_id


def claims(place: Any, **changes: Any) -> dict[str, Any]:
    """Those of a good logout token; None removes one."""
    now = int(time.time())
    good = {"iss": place.issuer(), "aud": "commonward-portal", "iat": now, "exp": now + 120, "jti": "one"}
    said = {**good, "sub": "bolton-social-worker", "sid": "the-session", "events": {EVENT: {}}}
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def signed(place: Any, typ: str = "logout+jwt", authority: str = "bolton", key: Any = None, **changes: Any) -> str:
    own = place.key(authority).keys[0]
    header = {"alg": "ES256", "kid": str(own.kid), "typ": typ}
    return jwt.encode(header, claims(place, **changes), key or own)


def test_a_good_one_says_whose_session_has_ended(place: Any) -> None:
    said = place.verifier().verify_logout(signed(place))
    assert (said.authority, said.session) == ("bolton", "the-session")
    assert said.person == person_id("bolton", "bolton-social-worker")


def test_the_same_token_has_the_same_id_and_another_has_another(place: Any) -> None:
    verifier = place.verifier()
    first, again, other = (verifier.verify_logout(signed(place, jti=jti)).id for jti in ("one", "one", "two"))
    assert first == again != other


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": None}, Reason.UNKNOWN_ISSUER),
        ({"iss": "https://elsewhere.example"}, Reason.UNKNOWN_ISSUER),
        ({"aud": "commonward"}, Reason.AUDIENCE),
        ({"aud": None}, Reason.CLAIMS),
        ({"iat": None}, Reason.CLAIMS),
        ({"iat": int(time.time()) + 86_400}, Reason.NOT_YET_VALID),
        ({"exp": int(time.time()) - 600}, Reason.EXPIRED),
        ({"jti": None}, Reason.CLAIMS),
        ({"events": None}, Reason.CLAIMS),
        ({"events": {}}, Reason.CLAIMS),
        ({"events": {"http://elsewhere.example": {}}}, Reason.CLAIMS),
        ({"events": EVENT}, Reason.CLAIMS),
        ({"nonce": "n"}, Reason.CLAIMS),
        ({"sub": None, "sid": None}, Reason.CLAIMS),
        ({"typ": "at+jwt"}, Reason.TOKEN_TYPE),
    ],
)
def test_one_that_is_not_as_the_standard_says_is_refused(place: Any, changes: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(InvalidToken) as refused:
        place.verifier().verify_logout(signed(place, **changes))
    assert refused.value.reason_code is reason


def test_another_boards_signature_ends_nothing(place: Any) -> None:
    with pytest.raises(InvalidToken) as refused:
        place.verifier().verify_logout(signed(place, authority="leeds"))
    assert refused.value.reason_code is Reason.UNKNOWN_KEY


def test_an_id_token_and_an_access_token_end_nothing(place: Any) -> None:
    for token in (place.script_token(), place.signed(aud="commonward-portal", sid="the-session", jti="one")):
        with pytest.raises(InvalidToken):
            place.verifier().verify_logout(token)


NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def actor(sub: str = "x", session: str | None = "one", at: float = NOW.timestamp() - 60) -> Actor:
    return Actor.from_token("bolton", sub, frozenset(), session=session, issued_at=at)


@pytest.mark.parametrize(
    ("session", "sub", "who", "ended"),
    [
        ("one", "x", actor(), True),
        ("one", None, actor(), True),
        ("other", "x", actor(), False),
        (None, "x", actor(), True),
        (None, "y", actor(), False),
        (None, "x", actor(at=NOW.timestamp() + 60), False),
        ("one", "x", actor(session=None), True),
        ("one", None, actor(session=None), False),
        ("one", "x", actor("y", session=None), False),
    ],
)
def test_it_ends_its_session_or_else_the_persons_earlier_tokens(
    session: str | None, sub: str | None, who: Actor, ended: bool
) -> None:
    said = LoggedOut(new_id(), "bolton", session, person_id("bolton", sub) if sub else None, NOW)
    assert said.ends(who) is ended
