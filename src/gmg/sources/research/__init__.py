"""Estimates that researchers published: read for validation, never part of a release.

A release holds what agencies publish. These tables are results of models, of the kind that gmg makes
itself from the same figures: beside an agency's figure they would look like a second witness. The
file that holds them states no licence of its own (its web pages say CC BY-NC 3.0, the figures
themselves are CC BY 4.0), so they are looked at where they lie and nothing of them is kept.
"""
