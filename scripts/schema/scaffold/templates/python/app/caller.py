"""What a request tells of its caller. Read it after the signature was verified."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Caller:
    """Who has signed in at the gateway, and the language of the client. Without an id, nobody has signed in."""

    id: str | None = None
    roles: list[str] = field(default_factory=list)
    is_thai: bool = False

    def has_role(self, role: str, of: str) -> bool:
        """An administrator of the network holds every role."""
        return "network-admin" in self.roles or f"{role}:{of}" in self.roles

    def text(self, english: str, thai: str) -> str:
        return thai if self.is_thai else english


def read_caller(headers: Mapping[str, str]) -> Caller:
    is_thai = prefers_thai(headers.get("accept-language", ""))
    value = headers.get("citylink-caller")
    if value is None:
        return Caller(is_thai=is_thai)
    told = json.loads(urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    return Caller(id=told.get("id"), roles=told.get("roles", []), is_thai=is_thai)


def prefers_thai(header: str) -> bool:
    quality = {"th": 0.0, "en": 0.0}
    for part in header.lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0]
        try:
            quality[language] = max(quality.get(language, 0.0), float(weight or 1))
        except ValueError:
            continue
    return quality["th"] > quality["en"]
