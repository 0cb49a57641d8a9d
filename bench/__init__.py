"""Measurements of gmg, side by side with what they are measured against; run `python -m bench`."""
