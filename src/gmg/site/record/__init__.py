"""The public record of an adopted text as a PDF: words, figures, who signed, how it was agreed."""

from gmg.site.record.page import pdf

__all__ = ["pdf"]
