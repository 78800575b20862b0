"""What can go wrong when the local stack starts."""


class StartFailure(Exception):
    """A part of the stack could not be started; the text says what was wrong, where, and what to do."""
