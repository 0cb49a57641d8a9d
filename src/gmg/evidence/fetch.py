"""Ask one address: carefully, again where that may help, and never further than allowed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from gmg import __version__

USER_AGENT = f"gmg/{__version__} (open-source reader of published migration statistics)"
BUSY = (408, 425, 429, 500, 502, 503, 504)
MAX_REDIRECTS = 5
LONGEST_RETRY_AFTER = 120.0
PORTS = {"https": 443, "http": 80}

# Retries are told through the caller's progress, not on standard error.
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long: bytes of one answer; seconds to connect, of silence, for a whole answer;
    how often to ask and how long to wait between.
    """

    size: int = 512 * 1024**2
    connect: float = 15.0
    silence: float = 60.0
    whole: float = 900.0
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    between_pages: float = 0.2


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of an answer, None where the server says that they have not changed, and its facts.

    `facts` may hold `etag`, `last_modified` and `media_type`.
    """

    raw: bytes | None
    facts: dict[str, str]


class NotTaken(Exception):
    """The answer is not taken, and asking again would not help. The message says why."""


class Unreachable(Exception):
    """No whole answer came, however often it was asked for. The message says what went wrong."""


class _Busy(Exception):
    """The service asks to come back later; `after` is when, in seconds, where it says so."""

    def __init__(self, message: str, after: float | None) -> None:
        self.after = after
        super().__init__(message)


@contextmanager
def fetcher(
    hosts: Collection[str], limits: Limits, transport: httpx.BaseTransport | None = None
) -> Iterator[Fetcher]:
    """A fetcher that asks `hosts` only (`name`, or `name:port` beside the usual port)."""
    timeout = httpx.Timeout(limits.silence, connect=limits.connect)
    headers = {"User-Agent": USER_AGENT, "Accept": "*/*"}
    with httpx.Client(transport=transport, timeout=timeout, headers=headers) as client:
        yield Fetcher(client, hosts, limits)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Asks addresses on a list of hosts."""

    client: httpx.Client
    hosts: Collection[str]
    limits: Limits

    def get(
        self,
        address: str,
        headers: Mapping[str, str],
        secret: Mapping[str, str],
        tell: Callable[[str], None],
    ) -> Fetched:
        """The answer of an address. `secret` headers go to its own host only.

        Raises NotTaken and Unreachable; `tell` hears of each new attempt.
        """
        try:
            for attempt in self._attempts():
                if attempt.num > 1:
                    tell(f"{address}: attempt {attempt.num}")
                with attempt:
                    return self._once(address, headers, secret)
        except _Busy as error:
            raise Unreachable(str(error)) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.DecodingError) as error:
            raise NotTaken(f"{type(error).__name__}: {error}") from error
        except httpx.HTTPError as error:
            raise Unreachable(str(error) or type(error).__name__) from error
        raise Unreachable("was never asked: the limits allow no attempt")

    def _attempts(self) -> Iterator[stamina.Attempt]:
        yield from stamina.retry_context(
            on=_again,
            attempts=self.limits.attempts,
            timeout=None,
            wait_initial=self.limits.first_wait,
            wait_max=self.limits.longest_wait,
            wait_jitter=self.limits.first_wait,
        )

    def _once(self, address: str, headers: Mapping[str, str], secret: Mapping[str, str]) -> Fetched:
        deadline = time.monotonic() + self.limits.whole
        first = self._place(address, "https" if address.startswith("https") else "http")
        here = address
        for _ in range(MAX_REDIRECTS + 1):
            place = self._place(here, urlsplit(address).scheme)
            sent = {**headers, **(secret if place == first else {})}
            with self.client.stream("GET", here, headers=sent, follow_redirects=False) as response:
                if response.has_redirect_location:
                    here = _led_to(here, response.headers["Location"])
                    continue
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return Fetched(None, {})
                _check_status(response)
                return Fetched(self._body(response, deadline), _facts(response))
        raise NotTaken(f"redirects more than {MAX_REDIRECTS} times")

    def _place(self, address: str, scheme: str) -> str:
        """The host and port of an address; refuses one off the list and a step down from https."""
        try:
            parts = urlsplit(address)
            port, name = parts.port, parts.hostname or ""
        except ValueError as error:
            raise NotTaken(f"leads to {address!r}, which is no address ({error})") from error
        place = name if port in (None, PORTS.get(parts.scheme)) else f"{name}:{port}"
        if place not in self.hosts or parts.username is not None:
            raise NotTaken(
                f"leads to {place or address!r}, which is no host that gmg asks; see whether the agency "
                "has moved, and if so add the host to HOSTS in sources/published.py"
            )
        if parts.scheme not in PORTS or (scheme == "https" and parts.scheme == "http"):
            raise NotTaken(f"leads from https to {parts.scheme}")
        return place

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        limit = self.limits.size
        stated = response.headers.get("Content-Length", "")
        if stated.isdigit() and int(stated) > limit:
            raise NotTaken(f"{int(stated):,} bytes, more than the {limit:,} that are taken")
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > limit:
                raise NotTaken(f"more than the {limit:,} bytes that are taken")
            if time.monotonic() > deadline:
                raise Unreachable(f"not whole after {self.limits.whole:,g} seconds")
            parts.append(part)
        return b"".join(parts)


def _led_to(here: str, location: str) -> str:
    try:
        return urljoin(here, location)
    except ValueError as error:
        raise NotTaken(f"leads to {location!r}, which is no address ({error})") from error


def _again(error: Exception) -> bool | timedelta:
    """Whether to ask again: after a broken connection, and when a busy service says so."""
    if isinstance(error, _Busy):
        return True if error.after is None else timedelta(seconds=error.after)
    return isinstance(error, httpx.TransportError) and not isinstance(
        error, httpx.UnsupportedProtocol
    )


def _check_status(response: httpx.Response) -> None:
    code = response.status_code
    answer = f"the server answers {code} {response.reason_phrase}".rstrip()
    if code in BUSY:
        asked = response.headers.get("Retry-After", "")
        after = min(float(asked), LONGEST_RETRY_AFTER) if asked.isdigit() else None
        raise _Busy(answer, after)
    if code in (401, 403):
        raise NotTaken(f"{answer}: a key is missing or wrong, or it shuts programs out")
    if code != httpx.codes.OK:
        raise NotTaken(f"{answer}: the address may have moved")


def _facts(response: httpx.Response) -> dict[str, str]:
    named = {"etag": "ETag", "last_modified": "Last-Modified", "media_type": "Content-Type"}
    return {
        fact: response.headers[header]
        for fact, header in named.items()
        if response.headers.get(header)
    }
