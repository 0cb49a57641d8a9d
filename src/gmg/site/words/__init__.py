"""The site's six languages: messages, names of codes, numbers and dates."""

from __future__ import annotations

from gmg.site.words.label import Label
from gmg.site.words.spoken import Words, words

__all__ = ["Label", "Words", "words"]
