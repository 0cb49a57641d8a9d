"""The profile as one page of HTML that needs nothing else, and as a PDF."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gmg.site.profile.view import view

if TYPE_CHECKING:
    from jinja2 import Environment

    from gmg.analysis.profile import Profile
    from gmg.evidence.base import Base

HERE = Path(__file__).parent


def html(base: Base, made: Profile) -> str:
    """One HTML document: styles and charts inside, no script, no other file asked for."""
    style = (HERE / "style.css").read_text(encoding="utf-8")
    return _pages().get_template("page.html.j2").render(p=view(base, made), style=style)


def pdf(base: Base, made: Profile) -> bytes:
    """The same as a PDF on A4, made by typst; the same profile gives the same bytes."""
    import typst

    document = view(base, made)
    with TemporaryDirectory() as folder:
        (Path(folder) / "profile.json").write_text(
            json.dumps(document, ensure_ascii=False), encoding="utf-8"
        )
        template = (HERE / "profile.typ").read_text(encoding="utf-8")
        (Path(folder) / "profile.typ").write_text(template, encoding="utf-8")
        made_pdf = typst.compile(str(Path(folder) / "profile.typ"), format="pdf", timestamp=0)
    assert isinstance(made_pdf, bytes)
    return made_pdf


@lru_cache(maxsize=1)
def _pages() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
