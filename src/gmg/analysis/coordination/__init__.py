"""Who does what where: cells of place × topic × year, gaps and overlaps, each open to its rows."""
