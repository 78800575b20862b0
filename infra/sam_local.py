"""The built functions in Docker, under `sam local`, on an OpenSearch and an AWS of this machine.

`python -m infra.sam_local BUILD` serves the template that `sam build` left in the folder BUILD until Ctrl-C.
`sam local` has no event source mapping, so a loop here takes messages from the queues to their functions;
schedules do not run. The functions reach this machine by the number of its address on Docker's bridge, not by
a name such as host.docker.internal: boto3 would put the bucket's name before it.
"""

import json
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.local import resources, servers
from infra.local.cloudformation import STACK
from infra.local.docker import (
    NoDocker,
    architecture,
    bridge_address,
    containers_on,
    docker,
    has_runtime_image,
    images_of,
    remove_images,
)
from infra.local.failure import StartFailure
from infra.local.home import Home
from infra.local.intrinsics import read
from infra.local.poller import succeeded, to_event
from infra.local.ports import LOOPBACK, free_port
from infra.local.process import Process
from infra.local.servers import Servers
from infra.local.system import QueueSource
from infra.local.worker import Outcome

SAM = Path(__file__).with_name("sam_tools.sh")
HOME = Path(".local/sam")
SOURCE = "demo"
SECONDS_TO_START = 180  # SAM CLI itself may have to be installed
SECONDS_TO_ANSWER = 180  # the first event makes an image and starts a container
MESSAGES_AT_ONCE = 10


@dataclass(frozen=True)
class SamLocal:
    """Both services of a running `sam local`: the API at `url`, and the functions behind it."""

    url: str
    key: str
    servers: Servers
    lambda_url: str

    def invoke(self, function: str, event: bytes) -> Outcome:
        """Send an event to a function in its container."""
        patient = Config(read_timeout=SECONDS_TO_ANSWER, retries={"total_max_attempts": 1})
        client = boto3.client(
            "lambda",
            endpoint_url=self.lambda_url,
            region_name="local",
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106  # nobody looks at it
            config=patient,
        )
        answer = client.invoke(FunctionName=function, Payload=event)
        return Outcome(answer["Payload"].read(), answer.get("FunctionError"))

    def deliver(self) -> int:
        """Take a batch from each queue to its function, as AWS's event source mappings do; give their size."""
        return sum(self._deliver(source) for source in self.servers.system.sources)

    def _deliver(self, source: QueueSource) -> int:
        sqs = resources.client("sqs", self.servers.aws_url)
        batch = sqs.receive_message(
            QueueUrl=source.queue.url,
            MaxNumberOfMessages=min(source.batch_size, MESSAGES_AT_ONCE),
            AttributeNames=["All"],
            WaitTimeSeconds=1,
        ).get("Messages", [])
        if batch:
            outcome = self.invoke(f"{source.function.title()}Function", to_event(batch, source.queue.arn))
            for message in succeeded(batch, outcome, reports_item_failures=source.reports_item_failures):
                sqs.delete_message(QueueUrl=source.queue.url, ReceiptHandle=message["ReceiptHandle"])
        return len(batch)


@contextmanager
def running(build: Path, home: Home) -> Iterator[SamLocal]:
    """Start everything, and stop it at the end; raise NoDocker where there is none."""
    address = bridge_address()
    with home.claimed():
        key = home.key(SOURCE)
        with servers.running(home, {SOURCE: key}, host=address) as both:
            arguments = _arguments(build, home, both)
            images: set[str] = set()
            with ExitStack() as stack:
                stack.callback(_remove, build, images)
                url = stack.enter_context(_serving("start-api", arguments, home))
                lambda_url = stack.enter_context(_serving("start-lambda", arguments, home))
                # Before `sam local` removes its containers: it makes new images at each start and keeps them all.
                stack.callback(lambda: images.update(images_of(containers_on(build))))
                yield SamLocal(url, key, both, lambda_url)


def _remove(build: Path, images: set[str]) -> None:
    """Remove the images, and containers should any have been left behind."""
    with suppress(NoDocker):  # it may have been stopped in the meantime
        if left := containers_on(build):
            docker("rm", "--force", *left)
        remove_images(images)


def _arguments(build: Path, home: Home, both: Servers) -> list[str]:
    template = read((build / "template.yaml").read_text())
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    # On AWS the SDK knows where AWS is. SAM drops a variable that the template does not have.
    variables["AWS_ENDPOINT_URL"] = ""
    (build / "local.json").write_text(json.dumps(template))
    values = {
        function.full_name.removeprefix(f"{STACK}-"): {**function.environment, "AWS_ENDPOINT_URL": both.aws_url}
        for function in both.system.functions
    }
    (home.folder / "env.json").write_text(json.dumps(values, indent=2))
    return [
        *("--template", str((build / "local.json").resolve())),
        *("--env-vars", str(home.folder / "env.json")),
        *("--parameter-overrides", f"Architecture={architecture()}"),
        *("--layer-cache-basedir", str(home.folder / "layers")),
        *("--warm-containers", "LAZY"),  # EAGER leaves containers behind
        *(["--skip-pull-image"] if has_runtime_image() else []),
    ]


@contextmanager
def _serving(command: str, arguments: list[str], home: Home) -> Iterator[str]:
    """Run one service of `sam local`; give its address."""
    port = free_port()
    process = Process(
        [str(SAM), "sam", "local", command, "--host", LOOPBACK, "--port", str(port), *arguments],
        log=home.logs / f"{command}.log",
    )
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not _listens(port):
            if process.exit_code is not None or time.monotonic() > deadline:
                raise StartFailure(f"sam local {command} did not start:\n{process.last_lines()}")
            time.sleep(0.1)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.stop()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def main(build: Path) -> int:
    """Serve until Ctrl-C; give the exit code."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.default_int_handler)
    home = Home(HOME)
    try:
        with running(build, home) as sam:
            print(f"sam local runs the API at {sam.url}; logs are in {home.logs}. Ctrl-C stops it.", flush=True)
            print(f"  key of the source {SOURCE}: {sam.key}", flush=True)
            _deliver_for_ever(sam)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    except (NoDocker, StartFailure) as failure:
        print(f"sam local cannot run: {failure}", file=sys.stderr)
        return 1
    return 0


def _deliver_for_ever(sam: SamLocal) -> None:
    while True:
        try:
            sam.deliver()
        except (BotoCoreError, ClientError) as error:
            print(f"messages stay in the queue: {error}", file=sys.stderr, flush=True)
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
