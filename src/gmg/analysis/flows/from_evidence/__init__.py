"""Estimated flows from a release: inputs with their editions, six methods, rows in the contract."""

from __future__ import annotations

from gmg.analysis.flows.from_evidence.ask import flows
from gmg.analysis.flows.from_evidence.estimated import Estimated, estimated, newest, periods, usable
from gmg.analysis.flows.from_evidence.prepare import Prepared
from gmg.analysis.flows.from_evidence.span import Span, span

__all__ = [
    "Estimated",
    "Prepared",
    "Span",
    "estimated",
    "flows",
    "newest",
    "periods",
    "span",
    "usable",
]
