"""Every setting of the functions, from the environment that template.yaml gives them."""

import os
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """The environment of a function; each field is the variable of the same name in capitals."""

    model_config = ConfigDict(frozen=True)

    raw_bucket: str
    index_queue_url: str
    load_queue_url: str
    opensearch_url: str
    opensearch_auth: Literal["aws", "none"]
    source_keys_path: str
    cursor_secret_id: str
    alert_secret_id: str
    alert_queue_url: str
    webhook_queue_url: str
    webhooks_to_loopback: Literal["yes", "no"]
    cors_origin: str


@cache
def settings() -> Settings:
    """Give the settings; raise pydantic's ValidationError naming each variable that is missing or wrong."""
    return Settings.model_validate({name.lower(): value for name, value in os.environ.items()})
