"""CloudFormation's intrinsic functions: read from YAML and resolved for given parameter values."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

NO_VALUE = object()  # what AWS::NoValue stands for: the property is left out


class TemplateError(Exception):
    """The local stack cannot follow the template; the text names the place."""


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML ships no types
    """YAML in which `!GetAtt A.B` reads as the long form `{Fn::GetAtt: [A, B]}`."""


def _long_form(loader: _Loader, name: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _long_form)


def read(text: str) -> dict[str, Any]:
    """Give a template's document with every intrinsic function in its long form."""
    document: dict[str, Any] = _Loader(text).get_single_data()
    return document


class Resolver:
    """Replaces intrinsic functions by their values.

    `attribute(logical_id, name)` gives a resource's attribute; the name is None for `Ref`.
    """

    def __init__(
        self,
        parameters: Mapping[str, Any],
        conditions: Mapping[str, Any],
        attribute: Callable[[str, str | None], str],
    ) -> None:
        self._parameters = parameters
        self._conditions = conditions
        self._attribute = attribute
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.condition,
            "Fn::Sub": self._sub,
            "Fn::GetAtt": self._get_att,
            "Fn::If": lambda it: self(it[1] if self.condition(it[0]) else it[2]),
            "Fn::Equals": lambda it: _text(self(it[0])) == _text(self(it[1])),
            "Fn::Not": lambda it: not self(it[0]),
            "Fn::Join": lambda it: it[0].join(_text(self(each)) for each in self(it[1])),
        }

    def __call__(self, value: Any) -> Any:
        """Give the value with everything inside resolved."""
        if isinstance(value, list):
            return [each for each in map(self, value) if each is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if function := self._functions.get(name):
                return function(argument)
            if str(name).startswith("Fn::"):
                raise TemplateError(f"the local stack cannot resolve {name}: {argument}")
        resolved = {key: self(each) for key, each in value.items()}
        return {key: each for key, each in resolved.items() if each is not NO_VALUE}

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        if name not in self._conditions:
            raise TemplateError(f"the template has no condition {name}")
        return bool(self(self._conditions[name]))

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self._parameters[name] if name in self._parameters else self._attribute(name, None)

    def _get_att(self, target: str | list[str]) -> str:
        logical_id, attribute = target.split(".", 1) if isinstance(target, str) else target
        return self._attribute(logical_id, attribute)

    def _sub(self, argument: str | list[Any]) -> str:
        pattern, own = (argument, {}) if isinstance(argument, str) else argument

        def replace(match: re.Match[str]) -> str:
            name = match[1]
            if name.startswith("!"):  # ${!Literal}
                return f"${{{name[1:]}}}"
            if name in own:
                return _text(self(own[name]))
            if "." in name:
                return self._get_att(name)
            return _text(self._ref(name))

        return re.sub(r"\$\{([^}]+)\}", replace, pattern)


def _text(value: Any) -> str:
    """Write a value as CloudFormation compares and joins it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
