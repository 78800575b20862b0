"""A secret in Secrets Manager: that of cursors, or the one that the secrets of alerts are derived from."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.errors import Unavailable


class SigningSecret:
    """Reads the secret once and keeps it for the life of the process; changing it ends all that it signed."""

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
                raise Unavailable("A secret of the service cannot be read now.") from error
            self._secret = str(answer["SecretString"]).encode()
        return self._secret
