"""From the bytes of a file to UTF-8, block by block, with the wrong ones named by their line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gmg.sources.reading import Refused

BLOCK = 1 << 20
DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
KNOWN = re.compile(
    r"utf-8|us-ascii|ascii|utf-16(-[lb]e)?|iso8859-\d+|latin-?1|cp125\d|windows-125\d"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding a file is in by its mark or declaration, and how long its mark is."""

    name: str
    mark: int
    declared: str | None


def encoding_of(file: str, start: bytes) -> Encoding:
    """The encoding that the first bytes say. Raises Refused for bytes that are no XML text.

    A byte-order mark goes before the declaration, the declaration before UTF-8.
    """
    _refuse_packed(file, start)
    mark = next((bom for bom in MARKS if start.startswith(bom)), b"")
    name = MARKS.get(mark) or _by_zeros(start)
    found = DECLARED.search(start[:1024].replace(b"\0", b""))
    declared = found.group(1).decode("ascii") if found else None
    if declared is None:
        return Encoding(name or "utf-8", len(mark), None)
    canonical = _canonical(file, declared)
    fits = canonical == name or (name is not None and name.startswith(canonical))
    if not fits and (name is not None or canonical.startswith("utf-16")):
        raise Refused(
            file,
            "line 1",
            f"declares {declared} but its bytes are {name or 'of one byte a sign'}",
            "write the encoding that the file is in into its first line",
        )
    return Encoding(name or canonical, len(mark), declared)


def utf8_blocks(file: str, path: Path, limit: int) -> Iterator[bytes]:
    """The file as blocks of UTF-8 that end at any byte, without its byte-order mark.

    Raises Refused past `limit` bytes and at the first byte that is not of the file's encoding; one
    that says it is UTF-8 is taken at its word here, and held to it where its text is parsed.
    """
    size = path.stat().st_size
    if size > limit:
        raise Refused(
            file,
            "",
            f"holds {size:,} bytes, more than the {limit:,} that are read",
            "part the file, or allow more with --limit",
        )
    with path.open("rb") as source:
        block = source.read(BLOCK)
        encoding = encoding_of(file, block)
        decoder = codecs.getincrementaldecoder(encoding.name)("strict")
        block, line = block[encoding.mark :], 1
        while block and encoding.name == "utf-8":
            yield block
            block = source.read(BLOCK)
        while block:
            text = _decoded(file, encoding, decoder, block, line)
            yield text.encode("utf-8")
            line += text.count("\n")
            block = source.read(BLOCK)
        _decoded(file, encoding, decoder, b"", line, final=True)


def _decoded(
    file: str,
    encoding: Encoding,
    decoder: codecs.IncrementalDecoder,
    block: bytes,
    line: int,
    *,
    final: bool = False,
) -> str:
    try:
        return decoder.decode(block, final)
    except UnicodeDecodeError as error:
        wrong = error.object[error.start]
        at = line + error.object[: error.start].count(b"\n")
        says = f"declares {encoding.declared}" if encoding.declared else "declares no encoding"
        raise Refused(
            file,
            f"line {at}",
            f"byte 0x{wrong:02X} is not {encoding.name}: the file {says}",
            "write the encoding that the file is in (Windows-1252?) into its first line, or save it "
            "as UTF-8",
        ) from None


def refuse_wrong_bytes(file: str, text: bytes, line: int) -> None:
    """Raise Refused where text that begins in a line is not UTF-8 as its file says."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    _decoded(file, Encoding("utf-8", 0, "UTF-8, or nothing"), decoder, text, line, final=True)


def _canonical(file: str, declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if not KNOWN.fullmatch(name):
        raise Refused(
            file,
            "line 1",
            f"declares the encoding {declared!r}, which is not read",
            "save it as UTF-8",
        )
    return name


def _by_zeros(start: bytes) -> str | None:
    """UTF-16 without a mark shows in where the zero of `<` stands."""
    if start[:2] == b"<\0":
        return "utf-16-le"
    return "utf-16-be" if start[:2] == b"\0<" else None


def _refuse_packed(file: str, start: bytes) -> None:
    packed = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "a zip archive", b"BZh": "bzip2"}
    for signature, form in packed.items():
        if start.startswith(signature):
            raise Refused(file, "", f"is {form}, not XML", "unpack it first")
    if not start.strip():
        raise Refused(file, "", "is empty", "fetch it again")
