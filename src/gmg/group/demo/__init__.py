"""A fictitious consultation on real figures, told from its agenda to its published record."""
