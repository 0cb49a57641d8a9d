"""The cells of a written page: where each figure on it stands, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from gmg.records.cell import SHORT

if TYPE_CHECKING:
    from gmg.evidence.base import Base

PLAIN = re.compile(r"[\w.]+")


class Files:
    """The files of a release by the short hash that figure ids begin with."""

    def __init__(self, base: Base) -> None:
        self.names = {
            account.sha256[:12]: (
                account.path,
                account.sha256,
                base.release.sources[account.dataset].licence
                if account.dataset in base.release.sources
                else None,
            )
            for account in base.release.accounts
        }

    def listed(self, ids: Iterable[str]) -> Markup:
        """One paragraph a file with the cells that the page's numbers lead to."""
        by_file: dict[str, list[str]] = {}
        for known in ids:
            by_file.setdefault(known[:SHORT], []).append(
                known if PLAIN.fullmatch(known) else str(escape(known))
            )
        return Markup("".join([self._file(short, known) for short, known in by_file.items()]))

    def _file(self, short: str, ids: list[str]) -> str:
        path, sha256, licence = self.names.get(short, (short, short, None))
        said = f" · {escape(licence.code)} · {escape(licence.attribution)}" if licence else ""
        cells = " ".join([f'<span id="{known}">{cell(known)}</span>' for known in ids])
        return (
            f'<p class="file" dir="ltr"><b class="path">{escape(path)}</b> <span class="quiet">sha256 '
            f"{sha256[:SHORT]}{said}</span><br>{cells}</p>"
        )


def cell(figure_id: str) -> str:
    """The cell of an id as a spreadsheet names it.

    >>> cell("4d8356453a32.129753.H"), cell("4d8356453a32.7.L.Table_1")
    ('H129753', 'Table_1!L7')
    """
    _, row, column, *sheet = figure_id.split(".", 3)
    place = column + row if column.isupper() else f"{row}/{column}"
    return f"{sheet[0]}!{place}" if sheet else place
