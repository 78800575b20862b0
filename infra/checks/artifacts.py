"""Finishes what `sam build` made: adds bytecode, prints sizes. `python -m infra.checks.artifacts BUILD_FOLDER`.

Lambda's disks are read-only: without bytecode in the artifact every cold start compiles each module again.
`sam build` has no step for it. The bytecode is of the unchecked kind because zipping changes the files' times.
"""

import compileall
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from infra.local.intrinsics import read

# Where Lambda unpacks each kind; tracebacks name it instead of the machine that built it.
PLACES = {"AWS::Serverless::Function": "/var/task", "AWS::Serverless::LayerVersion": "/opt"}


@dataclass(frozen=True)
class Artifact:
    """A function or a layer as it is uploaded; `layers` are the names of those that a function carries."""

    name: str
    folder: Path
    place: str
    handler: str | None
    layers: tuple[str, ...]

    def size(self) -> int:
        """The bytes of all its files, unpacked."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())


def artifacts(build: Path) -> Iterator[Artifact]:
    """Give what the built template uploads."""
    for name, resource in read((build / "template.yaml").read_text())["Resources"].items():
        if place := PLACES.get(resource["Type"]):
            properties = resource["Properties"]
            folder = build / properties.get("CodeUri", properties.get("ContentUri"))
            layers = tuple(layer["Ref"] for layer in properties.get("Layers", ()))
            yield Artifact(name, folder, place, properties.get("Handler"), layers)


def compile_bytecode(artifact: Artifact) -> bool:
    """Compile every module; False when one has no valid syntax."""
    return bool(
        compileall.compile_dir(
            artifact.folder,
            quiet=1,
            stripdir=str(artifact.folder),
            prependdir=artifact.place,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
    )


def main(build: Path) -> int:
    """Compile everything and print what each function carries."""
    made = list(artifacts(build))
    compiled = [compile_bytecode(artifact) for artifact in made]
    sizes = {artifact.name: artifact.size() for artifact in made}
    for artifact in made:
        total = sizes[artifact.name] + sum(sizes[layer] for layer in artifact.layers)
        carried = f", {total / 1e6:.1f} MB with {' and '.join(artifact.layers)}" if artifact.layers else ""
        print(f"{artifact.name:16} {sizes[artifact.name] / 1e3:8,.0f} kB{carried}")
    return 0 if all(compiled) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
