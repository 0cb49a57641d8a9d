"""How far estimated flows agree with what is known: nets, published estimates, reported flows."""

from __future__ import annotations

from gmg.analysis.flows.validate.run import Validation, validate

__all__ = ["Validation", "validate"]
