"""Names of AKN4UN: addresses of a text and its parts, languages of three letters, identifiers.

Guidance: https://unsceb-hlcm.github.io/. An `eId` says where a paragraph stands in this version, a `wId`
where it first stood (written only where that differs), a `GUID` is its name for life.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:gmg:akn:1"
"""What AKN has no element for: how a figure was cited, hashes, standings."""
FORM = "gmg statement 1"
AUTHOR, ALIAS, DESK = "un-gmg", "gmg", "secretariat"
LANGUAGES = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "zho"}
ROLES = ("author", "issuer", "editor", "chair", "member")
KINDS = {"statement": "jointStatement", "position": "jointPosition"}


@dataclass
class Names:
    """Identifiers given out within one document, each once; those of its parts hold a `_`, these none."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: {AUTHOR, DESK, "conclusions", *ROLES})

    def of(self, kind: str, key: str, called: str = "") -> str:
        """The identifier of a thing of some kind, in signs that every reader takes."""
        if (kind, key) not in self.given:
            stem = slug(called or key).lower() or kind
            name, count = stem, 1
            while name in self.taken:
                count += 1
                name = f"{stem}-{count}"
            self.taken.add(name)
            self.given[kind, key] = name
        return self.given[kind, key]


def akn(name: str) -> str:
    """An element of AKN."""
    return f"{{{AKN}}}{name}"


def own(name: str) -> str:
    """An element of ours."""
    return f"{{{OWN}}}{name}"


def slug(text: str) -> str:
    """A text as part of an address: 79/275 is 79-275.

    >>> slug("DEMO/2026/1")
    'DEMO-2026-1'
    """
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")


def work(symbol: str, adopted: str, author: str = AUTHOR) -> str:
    """The address of a text, whatever its language: by author, day of adoption and number."""
    return f"/akn/un/statement/deliberation/{author}/{adopted}/{slug(symbol) or 'unnumbered'}"


def expression(of: str, lang: str, published: str) -> str:
    """The address of a text in a language."""
    return f"{of}/{three_letters(lang)}@{published}"


def three_letters(lang: str) -> str:
    """A language in three letters; one that is none of the six is not named (und)."""
    return LANGUAGES.get(lang, "und")


def href(kind: str, key: str) -> str:
    """The address of a concept, an agency, a figure."""
    return f"/akn/ontology/{kind}/{quote(key, safe='', errors='backslashreplace')}"


# --- texts that XML or an attribute could not hold ------------------------------------------------

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML 1.0 has no way to write, not even as a reference."""


def safe(text: str) -> str:
    """A text for an element or attribute of data: unwritable signs as `\\u0007`, `\\` doubled."""
    return UNWRITABLE.sub(code, text.replace("\\", "\\\\"))


def joined(text: str) -> str:
    """The same for an identifier, which may not have blanks."""
    return re.sub(r"\s", code, safe(text))


def plain(text: str) -> str:
    """The text that `safe` or `joined` was given."""
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|\\)",
        lambda found: chr(int(found.group(1), 16)) if found.group(1) else "\\",
        text,
    )


def seen(text: str) -> str:
    """A text for a label: what cannot be written is shown as a replacement sign."""
    return UNWRITABLE.sub("\ufffd", text)


def code(found: re.Match[str]) -> str:
    """A sign as its number."""
    return f"\\u{ord(found.group()):04x}"
