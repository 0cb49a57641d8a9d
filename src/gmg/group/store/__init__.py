"""Where the room keeps what it holds: SQLite in a folder by default, PostgreSQL by an address."""
