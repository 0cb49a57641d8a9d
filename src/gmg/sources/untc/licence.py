"""The terms of the United Nations Treaty Collection and of compilations from it."""

from __future__ import annotations

from gmg.sources.description import Licence

NONE_STATED = Licence(
    code="none stated",
    url="https://treaties.un.org/Pages/Content.aspx?path=Publication/TermsOfUse_page1_en.xml",
    attribution="United Nations Treaty Collection",
    confidence="none",
    note="The compilation states no licence: for building and testing, not for publication",
)
HOME = "https://treaties.un.org/"
