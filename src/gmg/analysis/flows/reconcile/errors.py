"""What the reconciliation refuses, by name."""

from __future__ import annotations


class RefusedEntries(ValueError):
    """Entries that cannot be reconciled; the message names the first few that are wrong."""


class MissingColumn(RefusedEntries):
    """A column of the table of entries is not there, or is not of the kind that it must be."""


class NoEntries(RefusedEntries):
    """The table of entries is empty."""


class NotANumber(RefusedEntries):
    """A value is empty, NaN or infinite. What was not reported has no row; it is not zero."""


class NegativeCount(RefusedEntries):
    """A count of people is below zero."""


class DuplicatedEntry(RefusedEntries):
    """One reporter gives one corridor and year twice on one side."""


class EmptyKey(RefusedEntries):
    """An origin, a destination, a year or a reporter is empty."""


class SamePlace(RefusedEntries):
    """Origin and destination are one place."""


class UnknownSide(RefusedEntries):
    """A side is neither immigration, emigration nor other."""


class UnknownDefinition(RefusedEntries):
    """A duration of stay that `facts/duration.csv` does not hold."""


class UnknownDurationModel(RefusedEntries):
    """A set of duration factors that `facts/duration.csv` does not hold."""


class UnknownReference(RefusedEntries):
    """The reporter whose level is the measure gives no entry on that side."""


class NoMaximum(RuntimeError):
    """The search for the most likely hyperparameters did not end at a maximum."""


class MissingExtra(ImportError):
    """A package is not installed that an optional part needs; the message says how to get it."""
