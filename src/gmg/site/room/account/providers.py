"""Agencies with a sign-in of their own (OpenID Connect), as the operator's file lists them."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gmg.axes import who

ENV = "GMG_OIDC"
HERE = ("localhost", "127.0.0.1", "::1")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
KNOWN = {
    "agency", "server", "client", "secret", "secret_env", "domains", "hosts", "amr", "only",
}  # fmt: skip


class BadProviders(ValueError):
    """A file of providers that cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An agency's provider.

    `server` is its issuer; `domains` are those of the mail addresses it may vouch for; `hosts` other
    hosts of its own that its description may name; `amr` lists ways of signing in of which its answer
    must name one (RFC 8176), empty where the agency is trusted to ask for a second factor; `only` says
    that its people sign in here in no other way.
    """

    agency: str
    server: str
    client: str
    secret: str
    domains: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()
    only: bool = False

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def origins(self) -> tuple[str, ...]:
        """Where its forms and answers may be."""
        return (self.origin, *(f"https://{host}" for host in self.hosts))

    def vouches_for(self, address: str) -> bool:
        """Whether an e-mail address is of the provider's domains; of a domain below them, it is not."""
        return address.rpartition("@")[2].lower() in self.domains


def providers() -> dict[str, Provider]:
    """The providers of the file that $GMG_OIDC names, by agency; none where it names none."""
    return read(os.environ.get(ENV, ""))


@lru_cache(maxsize=4)
def read(name: str) -> dict[str, Provider]:
    """The providers of a file: a JSON list of objects. Raises BadProviders, which says what is wrong."""
    if not name:
        return {}
    try:
        given = json.loads(Path(name).read_text("utf-8"))
    except (OSError, ValueError) as no:
        raise BadProviders(f"${ENV}: {name} cannot be read as JSON: {no}") from None
    if not isinstance(given, list):
        raise BadProviders(f"${ENV}: {name} is a list of providers, one object each")
    found = [provider(row) for row in given]
    known = {one.agency: one for one in found}
    domains = [domain for one in found for domain in one.domains]
    if len(known) != len(found) or len(set(domains)) != len(domains):
        raise BadProviders(f"${ENV}: an agency or a domain stands in {name} twice")
    return known


def provider(row: Any) -> Provider:
    """One provider. Raises BadProviders."""
    if not isinstance(row, dict) or not set(row) <= KNOWN:
        raise BadProviders(f"${ENV}: a provider has these fields: {', '.join(sorted(KNOWN))}")
    try:
        agency = who.agency(row["agency"]).code
        server, client = str(row["server"]), row["client"]
        domains = tuple(domain.lower() for domain in row["domains"])
    except (LookupError, TypeError, AttributeError, ValueError) as no:
        raise BadProviders(f"${ENV}: agency, server, client and domains are needed: {no}") from None
    parts = urlsplit(server)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise BadProviders(f"${ENV}: the server of {agency} is an https address")
    if parts.query or parts.fragment or parts.username:
        raise BadProviders(f"${ENV}: the server of {agency} is an address and nothing more")
    if not domains or not all(DOMAIN.fullmatch(domain) for domain in domains):
        raise BadProviders(f"${ENV}: name the mail domains of {agency}, such as agency.example")
    return Provider(
        agency=agency,
        server=server,
        client=str(client),
        secret=secret(agency, row),
        domains=domains,
        hosts=tuple(row.get("hosts", ())),
        amr=tuple(row.get("amr", ())),
        only=bool(row.get("only", False)),
    )


def secret(agency: str, row: dict[str, Any]) -> str:
    """The client's secret: in the file, or in the variable that `secret_env` names."""
    found = str(row.get("secret", "") or os.environ.get(str(row.get("secret_env", "")), ""))
    if not found:
        raise BadProviders(f"${ENV}: {agency} has no secret, in the file or by secret_env")
    return found


def of_address(address: str) -> Provider | None:
    """The provider that vouches for an e-mail address."""
    return next((one for one in providers().values() if one.vouches_for(address)), None)
