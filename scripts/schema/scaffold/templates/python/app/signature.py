"""Verifies that a request is of the gateway: HTTP Message Signatures (RFC 9421) with hmac-sha256."""

import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature as WrongSignature
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException, InvalidSignature

MAX_SKEW_S = 60
REMEMBERED_S = 2 * MAX_SKEW_S + 2


@dataclass
class Request:
    method: str
    # Path and query of the request line.
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def url(self) -> str:
        return f"http://subgraph{self.target}"


class Refused(Exception):
    """Why a request is refused: missing, malformed, audience, digest, key, clock or replay."""


class KeyResolver(HTTPSignatureKeyResolver):
    def __init__(self, audience: str, key: str):
        self.key_id = f"gateway/{quote(audience, safe='')}"
        # The key is the text of 43 characters itself: it is not decoded.
        self.key = key.encode()

    def resolve_public_key(self, key_id: str) -> bytes:
        if key_id != self.key_id:
            raise InvalidSignature("audience")
        return self.key


class TimelessVerifier(HTTPMessageVerifier):
    """The time is checked below, by a clock that tests can set."""

    def validate_created_and_expires(self, sig_input, max_age=None):
        pass


def create_verifier(audience: str, keys: list[str], clock: Callable[[], float] = time.time):
    """Returns the function that raises Refused unless the gateway signed a request for this subgraph, once.

    :param keys: the subgraph's key; two while the gateway's secret changes
    """
    verifiers = [
        TimelessVerifier(signature_algorithm=algorithms.HMAC_SHA256, key_resolver=KeyResolver(audience, key))
        for key in keys
    ]
    seen: dict[str, float] = {}

    def verify(request: Request) -> None:
        if "signature-input" not in request.headers and "signature" not in request.headers:
            raise Refused("missing")
        required = ["@method", "@path", "@query", "content-digest"]
        if "citylink-caller" in request.headers:
            required.append("citylink-caller")
        result = first_result([lambda each=each: verify_with(each, request, required) for each in verifiers])
        created, nonce = result.parameters.get("created"), result.nonce
        if not isinstance(created, int) or nonce is None or len(nonce) < 16:
            raise Refused("malformed")
        if request.headers["content-digest"] != f"sha-256=:{b64encode(sha256(request.body).digest()).decode()}:":
            raise Refused("digest")
        now = clock()
        if abs(int(now) - created) > MAX_SKEW_S:
            raise Refused("clock")
        for each in [each for each, at in seen.items() if now - at > REMEMBERED_S]:
            del seen[each]
        # The nonce is signed. The header could be repeated in another form, such as with a parameter more.
        if nonce in seen:
            raise Refused("replay")
        seen[nonce] = now

    return verify


def first_result(attempts: list):
    """The result of the first key that fits; the refusal of the last one otherwise."""
    for attempt in attempts[:-1]:
        try:
            return attempt()
        except Refused:
            continue
    return attempts[-1]()


def verify_with(verifier: HTTPMessageVerifier, request: Request, required: list[str]):
    try:
        [result] = verifier.verify(request, max_age=None, expect_tag="citylink", require_components=required)
        return result
    except (HTTPMessageSignaturesException, ValueError) as error:
        if isinstance(error.__cause__, WrongSignature):
            raise Refused("key") from error
        raise Refused("audience" if str(error) == "audience" else "malformed") from error
