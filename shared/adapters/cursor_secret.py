"""The secret that signs cursors, in Secrets Manager."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable


class CursorSecret:
    """Reads the secret once and keeps it for the life of the process; changing it ends all cursors."""

    def __init__(self, client: Any, secret_id: str) -> None:
        self._client = client
        self._secret_id = secret_id
        self._secret: bytes | None = None

    def __call__(self) -> bytes:
        """Give the secret; raise Unavailable when it cannot be read."""
        if self._secret is None:
            try:
                answer = self._client.get_secret_value(SecretId=self._secret_id)
            except (BotoCoreError, ClientError) as error:
                raise Unavailable("The secret of the cursors cannot be read now.") from error
            self._secret = str(answer["SecretString"]).encode()
        return self._secret
