"""Why an act was not done; nothing was written."""


class NotAllowed(PermissionError):
    """No seat that is held now allows this."""


class Conflict(ValueError):
    """What was to be done rests on a state that is no more, or never was."""
