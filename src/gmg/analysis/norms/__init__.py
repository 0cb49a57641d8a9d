"""Norms: what instruments say of themselves, who is bound by which on any day, and where the gaps are."""
