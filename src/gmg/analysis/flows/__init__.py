"""Bilateral migration flows: estimated, reported twice, reconciled."""
