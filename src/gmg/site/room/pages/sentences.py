"""What rules say of texts, in the reader's language: doubts, where a remark stands, what is behind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.group.rules.numerals import shown
from gmg.group.rules.quantities import Why
from gmg.group.rules.remarks import Place
from gmg.group.rules.texts import MARK
from gmg.group.rules.translations import Behind
from gmg.site.words import words

if TYPE_CHECKING:
    from enum import StrEnum

    from gmg.group.rules.quantities import Doubt
    from gmg.group.rules.texts import Paragraph


def sentence(lang: str, said: StrEnum) -> str:
    """A reason of a rule, as it is said."""
    return sentences(lang)[said]


@lru_cache(maxsize=8)
def sentences(lang: str) -> dict[StrEnum, str]:
    """All of them in a language."""
    _ = words(lang)._
    return {
        Why.BORNE_OUT: _("The figure bears the words out."),
        Why.TOO_LOW: _("The figure is lower than the words say."),
        Why.TOO_HIGH: _("The figure is higher than the words say."),
        Why.SHOWN_WHOLE: _(
            "All digits of the figure are shown, so nothing is left for the words: round it."
        ),
        Why.MULTIPLIED: _("The figure is shown whole; the word behind it multiplies it."),
        Why.NO_PERCENTAGE: _("The figure is no percentage."),
        Why.ANOTHER_KIND: _("A part needs a percentage, or two figures: the part and the whole."),
        Why.NO_CHANGE: _("A change needs two figures of different periods."),
        Why.UNRESOLVED: _("The citation has no figure yet."),
        Why.NO_FIGURE: _("No figure is cited for these words."),
        Why.TYPED: _("A number typed into the text: cite it, so that it leads back to its cell."),
        Place.EXACT: _("at the words it quotes"),
        Place.MOVED: _("the words it quotes stand elsewhere in the paragraph"),
        Place.QUOTE_GONE: _("the words it quotes are gone: it stands on the paragraph"),
        Place.PARAGRAPH_GONE: _("its paragraph is gone: it stands on the nearest one before it"),
        Place.DOCUMENT: _("its paragraph is gone, and all before it: it stands on the document"),
        Behind.MISSING: _("not translated yet"),
        Behind.OPEN: _("still to be brought up"),
        Behind.CHANGED: _("changed in the text since"),
        Behind.GONE: _("no longer in the text"),
    }


def doubted(doubt: Doubt, paragraph: Paragraph, lang: str) -> str:
    """The words that are doubted, with the figures that they speak of in place of their marks."""
    cited = {citation.key: citation for citation in paragraph.citations}
    return MARK.sub(
        lambda found: (
            shown(cited[found.group(1)], lang) if found.group(1) in cited else found.group()
        ),
        doubt.words,
    )
