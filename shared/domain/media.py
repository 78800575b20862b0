"""A file that belongs to an article: a picture, a sound, a film."""

import re
from dataclasses import dataclass

from shared.domain.errors import BadInput, FieldError, UnsupportedInput

# Every part between slashes begins with a letter or digit, so that no id leads out of its folder.
_ID = re.compile(r"(?=.{1,300}$)[A-Za-z0-9][A-Za-z0-9._:-]*(?:/[A-Za-z0-9][A-Za-z0-9._:-]*)*")
_TYPE = re.compile(r"(?:image|audio|video)/[a-z0-9][a-z0-9.+-]{0,60}")


@dataclass(frozen=True)
class Media:
    """A file under the sender's id."""

    id: str
    type: str
    content: bytes

    def __post_init__(self) -> None:
        """Raise BadInput or UnsupportedInput for what cannot be kept."""
        if not is_media_id(self.id):
            raise BadInput(
                "The media_id cannot be used.",
                [FieldError("1 to 300 letters, digits and . _ : - in parts between slashes", field="media_id")],
            )
        if not _TYPE.fullmatch(self.type):
            raise UnsupportedInput(f"Images, audio and video are kept, and this file is {self.type[:60]!r}.")
        if not self.content:
            raise BadInput("The file is empty.", [FieldError("an empty file", field="media")])


def is_media_id(name: str) -> bool:
    """Tell whether a file may have this id."""
    return _ID.fullmatch(name) is not None
