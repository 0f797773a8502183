"""Which tokens are believed, whose they are, and every way of being refused."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import OKPKey, RSAKey

from commonward.identity import Actor, InvalidToken, Reason, TokenVerifier, person_id
from commonward.settings import Settings

DEEPLY_NESTED = "eyJhbGciOiJFUzI1NiJ9." + "W1tb" * 1800 + ".AA"


def refusal(place: Any, token: str) -> Reason:
    with pytest.raises(InvalidToken) as refused:
        place.verifier().verify(token)
    return refused.value.reason_code


def by_hand(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join([*parts, signature])


def test_a_token_of_an_authority_makes_an_actor_of_that_authority(place: Any) -> None:
    actor = place.verifier().verify(place.script_token("leeds", "leeds-team-manager"))
    assert actor == Actor("leeds", person_id("leeds", "leeds-team-manager"), frozenset({"team-manager"}), "person")


def test_the_same_sub_at_two_authorities_is_two_people(place: Any) -> None:
    verifier = place.verifier()
    bolton, leeds = (verifier.verify(place.script_token(name, "operator")) for name in ("bolton", "leeds"))
    assert bolton.person != leeds.person


def test_a_partner_system_is_no_person(place: Any) -> None:
    assert place.verifier().verify(place.script_token("bolton", "partner")).kind == "system"


def test_a_worker_is_never_mistaken_for_a_person_of_its_name() -> None:
    assert Actor.system("bolton", "relay").person != person_id("bolton", "relay")


def test_alg_none_is_refused(place: Any) -> None:
    assert refusal(place, by_hand({"alg": "none"}, place.claims())) == Reason.ALGORITHM


def test_a_public_key_used_as_an_hmac_secret_is_refused(place: Any) -> None:
    public = place.key().keys[0]
    header = {"alg": "HS256", "kid": public.kid}
    unsigned = by_hand(header, place.claims()).rstrip(".")
    for secret in (public.as_pem(private=False), json.dumps(public.as_dict(private=False)).encode()):
        digest = hmac.digest(secret, unsigned.encode(), "sha256")
        signature = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        assert refusal(place, f"{unsigned}.{signature}") == Reason.ALGORITHM


def test_a_key_that_the_token_brings_along_is_not_used(place: Any, another_key: Any) -> None:
    header = {"alg": "ES256", "kid": place.key().keys[0].kid, "jwk": another_key.as_dict(private=False)}
    assert refusal(place, place.signed(another_key, header)) == Reason.SIGNATURE


def test_another_authoritys_key_under_our_key_id_is_refused(place: Any) -> None:
    assert refusal(place, place.signed(place.key("leeds").keys[0])) == Reason.SIGNATURE


def test_another_authoritys_key_under_its_own_key_id_is_refused(place: Any) -> None:
    leeds = place.key("leeds").keys[0]
    assert refusal(place, place.signed(leeds, {"kid": leeds.kid})) == Reason.UNKNOWN_KEY


def test_a_changed_claim_is_noticed(place: Any) -> None:
    header, _, signature = place.signed().split(".")
    changed = by_hand({}, place.claims(roles=["head-of-service"])).split(".")[1]
    assert refusal(place, f"{header}.{changed}.{signature}") == Reason.SIGNATURE


def test_a_key_type_that_does_not_fit_the_algorithm_is_refused(place: Any) -> None:
    token = place.signed(RSAKey.generate_key(2048), {"alg": "RS256"})
    assert refusal(place, token) == Reason.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"aud": "another-api"}, Reason.AUDIENCE),
        ({"aud": None}, Reason.CLAIMS),
        ({"exp": 1}, Reason.EXPIRED),
        ({"exp": None}, Reason.CLAIMS),
        ({"exp": "tomorrow"}, Reason.CLAIMS),
        ({"nbf": time.time() + 3600}, Reason.NOT_YET_VALID),
        ({"iat": int(time.time()) + 3600}, Reason.NOT_YET_VALID),
        ({"iat": None}, Reason.CLAIMS),
        ({"sub": None}, Reason.CLAIMS),
        ({"sub": ""}, Reason.CLAIMS),
        ({"iss": "https://elsewhere.example"}, Reason.UNKNOWN_ISSUER),
        ({"iss": ["a", "list"]}, Reason.UNKNOWN_ISSUER),
        ({"iss": None}, Reason.UNKNOWN_ISSUER),
    ],
)
def test_a_claim_that_is_missing_or_wrong_is_refused(place: Any, changes: dict[str, Any], reason: Reason) -> None:
    assert refusal(place, place.signed(**changes)) == reason


def test_clocks_may_differ_by_half_a_minute(place: Any) -> None:
    now = int(time.time())
    token = place.signed(iat=now + 20, nbf=now + 20, exp=now + 600)
    assert place.verifier().verify(token).authority == "bolton"
    assert place.verifier().verify(place.signed(exp=now - 20)).authority == "bolton"


def test_an_id_token_is_no_access_token(place: Any) -> None:
    assert refusal(place, place.signed(aud="commonward-portal", nonce="n")) == Reason.AUDIENCE


def test_a_logout_token_is_no_access_token(place: Any) -> None:
    assert refusal(place, place.signed(header={"typ": "logout+jwt"})) == Reason.TOKEN_TYPE


def test_a_huge_token_is_refused_before_it_is_read(place: Any) -> None:
    assert refusal(place, place.signed(roles=["x" * 9000])) == Reason.TOO_LARGE


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "a.b.c",
        "..",
        "a.b.c.d.e",
        "é.é.é",
        "e30.e30.e30",
        DEEPLY_NESTED,
        "bnVsbA.bnVsbA.AA",
    ],
)
def test_garbage_is_malformed(place: Any, token: str) -> None:
    assert refusal(place, token) in {Reason.MALFORMED, Reason.UNKNOWN_ISSUER}


def test_a_refusal_quotes_nothing_of_the_token(place: Any, another_key: Any) -> None:
    with pytest.raises(InvalidToken) as refused:
        place.verifier().verify(place.signed(another_key, sub="secret-person"))
    assert str(refused.value) == "signature"


def test_a_remembered_token_still_expires(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    verifier, token = place.verifier(), place.signed(exp=int(time.time()) + 5)
    verifier.verify(token)
    later = time.time() + 40
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(InvalidToken, match="expired"):
        verifier.verify(token)


def test_an_issuer_shared_by_two_authorities_is_refused_at_start(
    make_settings: Callable[..., Settings], tmp_path: Any
) -> None:
    issuers = [{"issuer": "https://shared.example"}]
    authorities = {name: {"duty_mailbox": "duty@x.example", "issuers": issuers} for name in ("bolton", "leeds")}
    with pytest.raises(ValueError, match="configured twice"):
        TokenVerifier(make_settings(tmp_path, authorities=authorities))


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS256", RSAKey.generate_key(2048, {"kid": "k"})),
        ("PS256", RSAKey.generate_key(2048, {"kid": "k"})),
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "k"})),
    ],
)
def test_every_asymmetric_algorithm_of_the_list_is_verified(place: Any, algorithm: str, key: Any) -> None:
    class Keys:
        def raise_for_status(self) -> None: ...

        def json(self) -> Any:
            return {"issuer": place.issuer(), "jwks_uri": "keys", "keys": [key.as_dict(private=False)]}

    verifier = TokenVerifier(place.settings, lambda url, timeout: Keys())
    assert verifier.verify(place.signed(key, {"alg": algorithm, "kid": "k"})).authority == "bolton"


def test_roles_are_found_by_a_dotted_path(place: Any) -> None:
    bolton = place.settings.authorities["bolton"]
    issuer = bolton.issuers[0].model_copy(update={"roles_claim": "realm_access.roles"})
    authorities = {"bolton": bolton.model_copy(update={"issuers": (issuer,)})}
    verifier = TokenVerifier(place.settings.model_copy(update={"authorities": authorities}))
    token = place.signed(realm_access={"roles": ["exit-worker", 7]}, roles=["head-of-service"])
    assert verifier.verify(token).roles == {"exit-worker"}
