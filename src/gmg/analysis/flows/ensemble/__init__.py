"""Ensembles of estimated flows: over methods, editions and inputs as they might have been.

`run` writes one to a folder, `summary` and `spread` say what is in it. Nothing here is an agency's figure:
all results are labelled GMG. What is assumed of the inputs' errors stands in `Spec` and in the folder.
"""

from gmg.analysis.flows.ensemble.draws import draw
from gmg.analysis.flows.ensemble.folder import AtWork, NoEnsemble
from gmg.analysis.flows.ensemble.frame import frame_of
from gmg.analysis.flows.ensemble.run import run
from gmg.analysis.flows.ensemble.spec import Case, Job, Key, Spec, jobs_of
from gmg.analysis.flows.ensemble.summary import about, cells, draws, moved, spread, summary

__all__ = [
    "AtWork",
    "Case",
    "Job",
    "Key",
    "NoEnsemble",
    "Spec",
    "about",
    "cells",
    "draw",
    "draws",
    "frame_of",
    "jobs_of",
    "moved",
    "run",
    "spread",
    "summary",
]
