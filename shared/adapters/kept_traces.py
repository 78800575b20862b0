"""What the bucket keeps of an article, all versions of each object with it, and the end of that."""

import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.bucket import Bucket
from shared.adapters.pack_file import read_list
from shared.adapters.pack_store import Packs
from shared.domain.errors import RawObjectCorrupt, Unavailable
from shared.domain.identity import RawKey
from shared.domain.pack import LEVELS, PackName, slot_of, slot_prefix
from shared.usecases.purge import Subject, Trace


class S3KeptTraces:
    """A bucket keeps what was deleted or replaced in it for months; here that is deleted as well."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._name = bucket
        self._bucket = Bucket(client, bucket)

    def is_purged(self, subject: Subject) -> bool:
        """Tell whether it was erased, or was begun to be."""
        return self._bucket.metadata(_fact(subject)) is not None

    def note(self, subject: Subject) -> None:
        """Keep the fact; the first one stays."""
        fact = {"at": subject.at.isoformat(), "by": subject.by, "reason": subject.reason}
        self._bucket.put_new(_fact(subject), json.dumps(fact).encode())

    def traces(self, subject: Subject) -> list[Trace]:
        """Give all that is there of it, but the fact and the tombstone."""
        own = f"{subject.source}/{subject.article_id}/"
        below = [f"raw/{own}", f"conflicts/raw/{own}", f"rejected/{own}", f"told/{subject.article_id}/"]
        files = [f"media/{subject.source}/{name}" for name in subject.media]
        found = [one for prefix in below for one in self._versions(prefix)]
        found += [one for name in files for one in self._versions(name) if one.name == name]
        packs = sorted({key.pack for key in self._packed(subject) if key.pack})
        tombstone = str(subject.tombstone)
        found = [one for one in found if one.name != tombstone] + list(self._in_deleted_packs(subject))
        return found + [Trace(name, is_pack=True) for name in packs]

    def erase(self, trace: Trace, subject: Subject) -> None:
        """Delete a version of an object for good; write a pack anew without the article."""
        if not trace.is_pack:
            self._ask("delete_object", Key=trace.name, VersionId=trace.version)
            return
        members = [key for key in self._packed(subject) if key.pack == trace.name]
        Packs(self._bucket).put_without(PackName.parse(trace.name), members)
        for version in self._versions(trace.name):
            self.erase(version, subject)

    def _packed(self, subject: Subject) -> list[RawKey]:
        """Give its versions that are in packs, as the packs are now: nothing of them is remembered."""
        packs = Packs(self._bucket)
        return [one.key for one in packs.versions(subject.source, subject.article_id)]

    def _in_deleted_packs(self, subject: Subject) -> Iterator[Trace]:
        """Give the old versions of packs that were deleted, of those that hold the article or cannot be read."""
        for level in LEVELS:
            prefix = slot_prefix(subject.source, level, slot_of(subject.article_id, level))
            versions = [one for page in self._pages(prefix) for one in page.get("Versions", ())]
            current = {one["Key"] for one in versions if one["IsLatest"]}
            for one in versions:
                trace = Trace(one["Key"], one["VersionId"])
                if trace.name not in current and self._may_hold(trace, subject):
                    yield trace

    def _may_hold(self, trace: Trace, subject: Subject) -> bool:
        try:
            file = self._ask("get_object", Key=trace.name, VersionId=trace.version)["Body"].read()
            listed = read_list(file, trace.name)
        except BotoCoreError as error:
            raise Unavailable(f"The raw store broke off while it gave {trace.name}.") from error
        except RawObjectCorrupt:
            return True
        return listed is None or any(key.article_id == subject.article_id for key in listed.places)

    def _versions(self, prefix: str) -> Iterator[Trace]:
        for page in self._pages(prefix):
            for one in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]:
                yield Trace(one["Key"], one["VersionId"])

    def _pages(self, prefix: str) -> Iterator[dict[str, Any]]:
        places: dict[str, str] = {}
        while True:
            page = self._ask("list_object_versions", Prefix=prefix, **places)
            yield page
            if not page.get("IsTruncated"):
                return
            places = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}

    def _ask(self, operation: str, **arguments: Any) -> Any:
        try:
            return getattr(self._client, operation)(Bucket=self._name, **arguments)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable(f"The raw store does not take the request ({operation}).") from error


def _fact(subject: Subject) -> str:
    return f"purged/{subject.source}/{subject.article_id}"
