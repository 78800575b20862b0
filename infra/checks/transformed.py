"""Writes template.yaml as CloudFormation gets it from the SAM transform: `transformed.py OUTPUT`.

`sam validate --lint` alone passes a template that AWS refuses, for instance a queue whose visibility timeout is
below the function's: the linter sees what SAM generates only in the transformed template. It runs with SAM CLI's
own packages, not with the project's.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from samtranslator.parser.parser import Parser  # type: ignore[import-not-found]
from samtranslator.translator.translator import Translator  # type: ignore[import-not-found]
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-not-found]

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
SOURCES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


def transformed(target_folder: Path) -> dict[str, Any]:
    """Give the transformed template, its nested templates named from the folder that it will lie in."""
    template = yaml_parse(TEMPLATE.read_text())
    for resource in template["Resources"].values():
        if source := SOURCES.get(resource["Type"]):
            resource["Properties"][source] = "s3://bucket/key"  # the transform takes what `sam deploy` uploaded
        if resource["Type"] == "AWS::CloudFormation::Stack":
            nested = TEMPLATE.parent / resource["Properties"]["TemplateURL"]
            resource["Properties"]["TemplateURL"] = os.path.relpath(nested, target_folder)
    result: dict[str, Any] = Translator({}, Parser()).translate(template, parameter_values={})
    return result


if __name__ == "__main__":
    output = Path(sys.argv[1])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(transformed(output.parent.resolve()), indent=2))
