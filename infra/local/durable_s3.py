"""moto as a WSGI application whose S3 objects outlive the process and whose conditional writes are exact.

moto 5.2.5 keeps objects in memory, checks `If-None-Match` and writes in two steps, and sends the notification of
a new object before it sets its metadata. So one request at a time works on a key here, and a change is on the
disk before it is answered.
"""

import io
import threading
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

from infra.local.object_store import ObjectStore, StoredObject

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEYS_AT_WORK = 64  # locks; two keys may share one
CHANGES = {"PUT", "POST", "DELETE"}
NOT_KEPT = """<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>ServiceUnavailable</Code><Message>The object could not be kept: {reason}</Message></Error>"""


class DurableS3(DomainDispatcherApplication):
    """Journals what changes in a bucket, and puts it back when the bucket is created again."""

    def __init__(self, store: ObjectStore) -> None:
        super().__init__(create_backend_app)
        self._store = store
        self._locks = tuple(threading.RLock() for _ in range(KEYS_AT_WORK))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        application: Any = self.get_application(environ)  # a Flask application that knows its service
        request = Request(environ)
        bucket, _, key = request.path.lstrip("/").partition("/")
        if application.service == "moto_api" and request.path.endswith("/reset"):
            self._store.clear()
        if application.service != "s3" or not bucket:
            answer: Iterable[bytes] = application(environ, start_response)
            return answer
        if not key:
            return self._on_bucket(bucket, request, application)(environ, start_response)
        with self._lock(bucket, key):
            response = _answer(application, environ)
            if request.method in CHANGES and response.status_code < 300:
                response = self._keep(bucket, [key]) or response
        return response(environ, start_response)

    def _on_bucket(self, bucket: str, request: Request, application: "WSGIApplication") -> Response:
        deletes = request.method == "POST" and "delete" in request.args
        keys = []
        if deletes:
            body = request.get_data()
            request.environ["wsgi.input"] = io.BytesIO(body)  # moto reads it again
            keys = _keys_of(body)
        response = _answer(application, request.environ)
        if response.status_code < 300 and keys:
            return self._keep(bucket, keys) or response
        if response.status_code < 300 and request.method == "PUT" and not request.query_string:
            for stored in self._store.objects(bucket):
                with self._lock(bucket, stored.key):
                    if not _backend().get_object(bucket, stored.key):  # one may create a bucket twice
                        _put_back(stored)
        return response

    def _keep(self, bucket: str, keys: list[str]) -> Response | None:
        """Make the disk say what the memory says; if that fails, the memory again what the disk says."""
        for key in keys:
            with self._lock(bucket, key):
                try:
                    self._write(bucket, key)
                except OSError as failure:
                    self._undo(bucket, key)
                    return Response(NOT_KEPT.format(reason=failure.strerror), 503, content_type="application/xml")
        return None

    def _write(self, bucket: str, key: str) -> None:
        held = _backend().get_object(bucket, key)
        if held is None:
            self._store.remove(bucket, key)
            return
        self._store.write(
            StoredObject(bucket, key, dict(held.metadata), held.last_modified.isoformat(), held.value)
        )

    def _undo(self, bucket: str, key: str) -> None:
        held = _backend().get_bucket(bucket).keys
        if key in held:
            held.pop(key)
        if stored := self._store.read(bucket, key):
            _put_back(stored)

    def _lock(self, bucket: str, key: str) -> threading.RLock:
        return self._locks[hash((bucket, key)) % KEYS_AT_WORK]


def _backend() -> Any:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]


def _answer(application: "WSGIApplication", environ: "WSGIEnvironment") -> Response:
    body, status, headers = run_wsgi_app(application, environ, buffered=True)
    return Response(body, status, headers)


def _put_back(stored: StoredObject) -> None:
    held = _backend().put_object(stored.bucket, stored.key, stored.content, disable_notification=True)
    held.set_metadata(dict(stored.metadata))
    held.last_modified = datetime.fromisoformat(stored.last_modified)


def _keys_of(body: bytes) -> list[str]:
    """The keys that a DeleteObjects request names."""
    request = ElementTree.fromstring(body)  # noqa: S314  # it comes from our own functions
    return [found.text or "" for found in request.iter() if found.tag.endswith("Key")]
