"""The group's room: seats, texts, rounds, positions, commitments and the log of what was done."""
