"""Whether an answer is what it should be, and all of it: checks on bytes before they are kept."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from gmg.evidence.snapshots import inflate

SIGNATURES = {
    "xlsx": b"PK\x03\x04",
    "gzip": b"\x1f\x8b",
    "7z": b"7z\xbc\xaf\x27\x1c",
}


class NotWhole(ValueError):
    """The bytes are not the file: another form, a web page, or cut off."""


def check_whole(form: str, raw: bytes) -> None:
    """Raise NotWhole, with what is wrong, unless the bytes are a whole file of the form.

    `form` is json, csv, xlsx, xml, gzip or 7z.
    """
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not start:
        raise NotWhole("the answer is empty")
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        raise NotWhole(
            "a web page came in place of the file; open the address in a browser and see what it says"
        )
    signature = SIGNATURES.get(form)
    if signature is not None and not raw.startswith(signature):
        raise NotWhole(f"the answer is not {form}: it begins with {raw[:12]!r}")
    try:
        CHECKS[form](raw)
    except (ValueError, RecursionError, zipfile.BadZipFile) as error:
        raise NotWhole(f"the answer is not whole {form} ({str(error)[:120]})") from error


def _json(raw: bytes) -> None:
    json.loads(raw)


def _csv(raw: bytes) -> None:
    if b"," not in raw.split(b"\n", 1)[0]:
        raise ValueError("there is no header of several columns")


def _xml(raw: bytes) -> None:
    if not raw.rstrip().endswith(b">"):
        raise ValueError("it stops inside the text")


def _xlsx(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            raise ValueError("it is a zip archive, but no workbook")


def _gzip(raw: bytes) -> None:
    inflate(raw, "the answer")


def _seven_zip(raw: bytes) -> None:
    """The head says where the list of its parts ends, which is where the file ends."""
    offset, size = (int.from_bytes(raw[at : at + 8], "little") for at in (12, 20))
    if len(raw) < 32 + offset + size:
        raise ValueError(f"{len(raw):,} bytes of {32 + offset + size:,}")


CHECKS: dict[str, Callable[[bytes], None]] = {
    "json": _json,
    "csv": _csv,
    "xml": _xml,
    "xlsx": _xlsx,
    "gzip": _gzip,
    "7z": _seven_zip,
}
