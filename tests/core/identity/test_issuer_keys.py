"""Keys of an issuer: found, cached, rotated, and kept while the provider is away."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from commonward.identity import InvalidToken
from commonward.identity.keys import IssuerKeys, KeysUnavailable
from commonward.settings import IssuerSettings

ISSUER = "https://issuer.example"


def key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid})


class Provider:
    """An issuer at another address, with a clock."""

    def __init__(self, *keys: Any, claims_to_be: str = ISSUER) -> None:
        self.documents = [each.as_dict(private=False) for each in keys]
        self.claims_to_be = claims_to_be
        self.away = False
        self.time = 1000.0
        self.asked: list[str] = []

    def __call__(self, url: str, *, timeout: float) -> Provider:
        self.asked.append(url)
        if self.away:
            raise ConnectionError
        return self

    def raise_for_status(self) -> None: ...

    def json(self) -> Any:
        return {"issuer": self.claims_to_be, "jwks_uri": f"{ISSUER}/keys", "keys": self.documents}

    def keys(self, jwks_url: str | None = f"{ISSUER}/keys") -> IssuerKeys:
        return IssuerKeys(IssuerSettings(issuer=ISSUER, jwks_url=jwks_url), self, lambda: self.time)


def test_keys_are_found_by_discovery_and_asked_for_once() -> None:
    provider = Provider(key("a"))
    keys = provider.keys(jwks_url=None)
    assert keys.find("a", "ES256")
    assert keys.find("a", "ES256")
    assert provider.asked == [f"{ISSUER}/.well-known/openid-configuration", f"{ISSUER}/keys"]


def test_a_discovery_document_of_another_issuer_is_not_followed() -> None:
    provider = Provider(key("a"), claims_to_be="https://mallory.example")
    with pytest.raises(KeysUnavailable):
        provider.keys(jwks_url=None).find("a", "ES256")


def test_a_rotated_key_is_found_at_once() -> None:
    provider = Provider(key("old"))
    keys = provider.keys()
    keys.find("old", "ES256")
    provider.documents, provider.time = [key("new").as_dict(private=False)], provider.time + 31
    assert keys.find("new", "ES256")
    assert keys.find("old", "ES256") is None


def test_unknown_key_ids_ask_the_provider_at_most_every_half_minute() -> None:
    provider = Provider(key("a"))
    keys = provider.keys()
    assert [keys.find(f"forged-{n}", "ES256") for n in range(100)] == [None] * 100
    assert len(provider.asked) == 1


def test_known_keys_outlive_their_provider() -> None:
    provider = Provider(key("a"))
    keys = provider.keys()
    keys.find("a", "ES256")
    provider.away, provider.time = True, provider.time + 86_400
    assert keys.find("a", "ES256")


@pytest.mark.parametrize("documents", [[], [None], [{"kty": "EC", "kid": "broken"}]])
def test_an_answer_without_usable_keys_does_not_lose_the_known_ones(documents: list[Any]) -> None:
    provider = Provider(key("a"))
    keys = provider.keys()
    keys.find("a", "ES256")
    provider.documents, provider.time = documents, provider.time + 7200
    assert keys.find("a", "ES256")


def test_a_provider_that_comes_up_late_is_asked_again_soon() -> None:
    provider = Provider(key("a"))
    provider.away, keys = True, provider.keys()
    with pytest.raises(KeysUnavailable):
        keys.find("a", "ES256")
    provider.away, provider.time = False, provider.time + 3
    assert keys.find("a", "ES256")


def test_a_withdrawn_key_stops_within_the_hour() -> None:
    provider = Provider(key("a"), key("b"))
    keys = provider.keys()
    keys.find("a", "ES256")
    provider.documents, provider.time = provider.documents[1:], provider.time + 3601
    assert keys.find("a", "ES256") is None


def test_secrets_and_encryption_keys_are_never_used_to_verify() -> None:
    provider = Provider(key("good"))
    provider.documents += [
        OctKey.generate_key(256, {"kid": "secret"}).as_dict(private=True),
        RSAKey.generate_key(2048, {"kid": "enc", "use": "enc"}).as_dict(private=False),
        {"kty": "EC", "kid": "broken"},
    ]
    keys = provider.keys()
    assert [keys.find(kid, "RS256") for kid in ("secret", "enc", "broken")] == [None] * 3
    assert keys.find("good", "ES256")


def test_the_provider_may_go_away_once_its_keys_are_known(short_lived_place: Any) -> None:
    verifier, token = short_lived_place.verifier(), short_lived_place.script_token()
    verifier.verify(short_lived_place.signed())
    short_lived_place.stop()
    assert verifier.verify(token).roles == {"social-worker"}


def test_a_provider_never_seen_is_said_to_be_away(short_lived_place: Any) -> None:
    token = short_lived_place.signed()
    short_lived_place.stop()
    with pytest.raises(InvalidToken, match="keys-unavailable"):
        short_lived_place.verifier().verify(token)
