"""A CloudFormation template with its nested stacks: sections, parameters, conditions, attributes, outputs."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.local.intrinsics import Resolver, TemplateError, read

ACCOUNT = "123456789012"  # moto's
REGION = "us-east-1"
STACK = "copydesk"

_PSEUDO_PARAMETERS = {
    "AWS::StackName": STACK,
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}

# Gives an attribute of a resource (None: its `Ref`), or None where it has no such attribute.
Attributes = Callable[["Document", str, str | None], str | None]


class Document:
    """One template with the values of its parameters."""

    def __init__(self, file: Path, parameters: Mapping[str, Any], attributes: Attributes) -> None:
        self.sections = read(file.read_text())
        self._file = file
        self._attributes = attributes
        values = _values(file.name, self.sections.get("Parameters", {}), parameters)
        self.resolve = Resolver(values, self.sections.get("Conditions", {}), self._attribute)
        self.resources: dict[str, dict[str, Any]] = {
            logical_id: _with_globals(resource, self.sections.get("Globals", {}))
            for logical_id, resource in self.sections["Resources"].items()
            if "Condition" not in resource or self.resolve.condition(resource["Condition"])
        }

    def of_type(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give logical id and unresolved properties of each resource of a type."""
        for logical_id, resource in self.resources.items():
            if resource["Type"] == kind:
                yield logical_id, resource["Properties"]

    def nested(self) -> Iterator[tuple[str, "Document"]]:
        """Give each nested stack's logical id and template."""
        for logical_id, properties in self.of_type("AWS::CloudFormation::Stack"):
            file = self._file.parent / properties["TemplateURL"]
            yield logical_id, Document(file, self.resolve(properties.get("Parameters", {})), self._attributes)

    def output(self, name: str) -> str:
        """Give the value of an output."""
        return str(self.resolve(self.sections["Outputs"][name]["Value"]))

    def _attribute(self, logical_id: str, name: str | None) -> str:
        if logical_id not in self.resources:
            raise TemplateError(f"{self._file.name} refers to {logical_id}, which the local stack does not have")
        if name and name.startswith("Outputs."):
            return dict(self.nested())[logical_id].output(name.removeprefix("Outputs."))
        value = self._attributes(self, logical_id, name)
        if value is None:
            kind = self.resources[logical_id]["Type"]
            raise TemplateError(f"the local stack has no value for {name or 'Ref'} of {logical_id} ({kind})")
        return value


def _values(file: str, declared: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the value of each parameter: the given one or its default."""
    if unknown := given.keys() - declared.keys():
        raise TemplateError(f"{file} has no parameter {', '.join(sorted(unknown))}")
    missing = [name for name, each in declared.items() if name not in given and "Default" not in each]
    if missing:
        raise TemplateError(f"{file}: no value for the parameter {', '.join(missing)}")
    own = {name: given.get(name, each.get("Default")) for name, each in declared.items()}
    return {**_PSEUDO_PARAMETERS, **own}


def _with_globals(resource: dict[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Give the resource with what `Globals` says for its type, as SAM merges it."""
    shared = defaults.get(resource["Type"].removeprefix("AWS::Serverless::"), {})
    return {**resource, "Properties": _merged(shared, resource.get("Properties", {}))}


def _merged(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        both = {key: _merged(below[key], above[key]) for key in below.keys() & above.keys()}
        return {**below, **above, **both}
    if isinstance(below, list) and isinstance(above, list):
        return [*below, *above]
    return above
