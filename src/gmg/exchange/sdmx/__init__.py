"""The evidence base as an SDMX source: structures and data by the REST addresses that clients know.

One dataflow a concept, one data structure for all. What is asked and what is answered is said in
`docs/sdmx.md`.
"""

from __future__ import annotations

from gmg.exchange.sdmx.answer import Answer, answer

__all__ = ["Answer", "answer"]
