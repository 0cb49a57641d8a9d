"""What must be trusted, as pure functions: no storage, no clock but the one that is given."""
