"""A 7z archive that holds one table: unpacked in memory, never to disk, never past a limit."""

from __future__ import annotations

import io

from gmg.evidence.snapshots import MAX_RATIO, Snapshot
from gmg.sources.reading import Refused

SIGNATURE = b"7z\xbc\xaf\x27\x1c"
LIMIT = 512 * 1024**2  # bytes; UNCTADstat's largest tables have other ways out


def only_member(snapshot: Snapshot, ending: str = ".csv") -> Snapshot:
    """The one file in the archive whose name ends so, as a snapshot named `archive/member`.

    Raises Refused for a damaged or locked archive, for none or several such files, and for one that
    unpacks past `LIMIT` or past `MAX_RATIO` to one.
    """
    import py7zr  # 60 ms, for this one form only
    from py7zr.io import BytesIOFactory

    content = snapshot.content
    try:
        with py7zr.SevenZipFile(io.BytesIO(content)) as archive:
            if archive.needs_password():
                raise Refused(snapshot.name, "", "the archive has a password", "fetch it again")
            found = [item for item in archive.list() if item.filename.endswith(ending)]
            if len(found) != 1:
                names = [item.filename for item in archive.list()]
                raise Refused(
                    snapshot.name,
                    "",
                    f"holds {len(found)} files that end in {ending}, not one: {names[:5]}",
                    "the publisher has changed what it packs: say in the reader which to take",
                )
            _refuse_bomb(snapshot, found[0].uncompressed, len(content))
            name = found[0].filename
            factory = BytesIOFactory(LIMIT)
            archive.extract(targets=[name], factory=factory)
            table: bytes = factory.products[name].read()
    except Refused:
        raise
    except Exception as error:  # py7zr lets errors of six codecs through
        raise Refused(
            snapshot.name,
            "",
            f"not a whole 7z archive ({type(error).__name__}: {str(error)[:120]})",
            "the download was cut off: fetch it again",
        ) from error
    return Snapshot(f"{snapshot.name}/{name}", snapshot.sha256, table)


def _refuse_bomb(snapshot: Snapshot, unpacked: int, packed: int) -> None:
    if unpacked > min(LIMIT, max(packed * MAX_RATIO, 1024**2)):
        raise Refused(
            snapshot.name,
            "",
            f"unpacks to {unpacked:,} bytes from {packed:,}",
            "this is not a published table; it was not opened",
        )
