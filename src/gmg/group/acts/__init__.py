"""What can be done in the room: each act is allowed by a seat, written at once, and logged."""
