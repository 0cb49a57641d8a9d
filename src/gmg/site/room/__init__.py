"""The room in a browser: thin pages over `gmg.group`. Who may open which stands in `permissions.csv`."""
