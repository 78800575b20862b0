"""Moments as answers write them."""

from datetime import datetime


def instant(moment: datetime, timespec: str = "milliseconds") -> str:
    """Give a moment as it is written, with a Z where it is of UTC."""
    return moment.isoformat(timespec=timespec).replace("+00:00", "Z")
