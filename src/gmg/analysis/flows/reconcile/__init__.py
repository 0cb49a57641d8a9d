"""Reported twice: what to make of a corridor on which both ends, or several agencies, report.

`factors` gives bias and accuracy of each reporter, `reconcile` an estimate with an interval for each
corridor and year, at the level of a reference reporter and a stay of twelve months. Figures of agencies are
not changed: the estimates are a data set of their own, with the agency `GMG` and the method's name.
"""

from gmg.analysis.flows.reconcile.entry import Entry, Source, frame_of
from gmg.analysis.flows.reconcile.estimate import estimates, reconcile
from gmg.analysis.flows.reconcile.factors import factors
from gmg.analysis.flows.reconcile.fit import Fit, fit

__all__ = ["Entry", "Fit", "Source", "estimates", "factors", "fit", "frame_of", "reconcile"]
