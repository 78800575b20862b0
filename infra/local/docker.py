"""What `sam local` needs to know of Docker."""

import ipaddress
import json
import platform
import socket
import subprocess
from pathlib import Path


class NoDocker(Exception):
    """Docker cannot be used here; the text says why."""


def architecture() -> str:
    """This machine's processor, by Lambda's name for it."""
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def docker(*arguments: str) -> str:
    """Give what a docker command prints; raise NoDocker when it cannot be run."""
    try:
        done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True, timeout=60)
    except FileNotFoundError:
        raise NoDocker("there is no docker command") from None
    except subprocess.TimeoutExpired:
        raise NoDocker("Docker does not answer") from None
    except subprocess.CalledProcessError as error:
        raise NoDocker(error.stderr.strip()) from error
    return done.stdout


def bridge_address() -> str:
    """Give this machine's address on Docker's bridge, where containers can reach it."""
    (bridge,) = json.loads(docker("network", "inspect", "bridge"))
    first = next(each for each in bridge["IPAM"]["Config"] if ":" not in each["Subnet"])
    address = first.get("Gateway") or str(ipaddress.ip_network(first["Subnet"])[1])
    with socket.socket() as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            raise NoDocker(f"Docker runs elsewhere: its bridge {address} is not of this machine") from None
    return address


def has_runtime_image() -> bool:
    """Whether the image on which SAM runs Python functions is here, so that it need not be pulled."""
    images = docker("images", "--format", "{{.Repository}}:{{.Tag}}").splitlines()
    return any(image.endswith(f"/lambda/python:3.13-{architecture()}") for image in images)


def containers_on(folder: Path) -> list[str]:
    """Give the ids of containers, running or not, that mount what lies directly below this folder."""
    mounts = [f"--filter=volume={each}" for each in folder.resolve().iterdir() if each.is_dir()]
    return docker("ps", "--all", "--quiet", *mounts).split() if mounts else []


def images_of(containers: list[str]) -> set[str]:
    """Give the ids of the images that these containers run on."""
    return set(docker("inspect", "--format={{.Image}}", *containers).split()) if containers else set()


def remove_images(images: set[str]) -> None:
    """Remove images, the newest first: one may be built on another."""
    if images:
        with_times = docker("image", "inspect", "--format={{.Created}} {{.Id}}", *images).splitlines()
        docker("rmi", "--force", *(line.split()[1] for line in sorted(with_times, reverse=True)))
