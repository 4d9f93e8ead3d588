"""Addresses: under which a class opens the page, and a QR code of each."""

from __future__ import annotations

import io
import ipaddress
import socket
from urllib.parse import urlsplit

import segno

from app.config import LOCAL_HOSTS, AppConfig

_ELSEWHERE = (("192.0.2.1", 9), ("10.255.255.255", 9), ("192.168.255.255", 9))
"""What is on the way out of this machine: its own address there is what others reach it by. To
connect a socket for datagrams sends nothing."""


def addresses(config: AppConfig) -> list[str]:
    """URLs by which other machines open the page of a server that run_visualization.py started.

    They are asked for anew each time: a laptop may have come into another network.
    """
    if config.port is None or not listens_to_others(config):
        return []
    hosts = machine_addresses() if config.allow_addresses else [config.host]
    return [f"http://{bracketed(host)}:{config.port}" for host in hosts]


def listens_to_others(config: AppConfig) -> bool:
    """Whether the server answers other machines without somebody in between."""
    return bracketed(config.host) not in LOCAL_HOSTS


def asked_by(scheme: str, host: str, config: AppConfig) -> list[str]:
    """URLs for others, first that of the request that asks, where it is sure to be the server's.

    `host` is its Host header, which anybody can write: it counts where it is a name that the server
    was started with, or one of its own addresses.
    """
    found = addresses(config)
    origin, name = f"{scheme}://{host.lower()}", _name(host)
    given = {each.lower() for each in config.allowed_hosts} - set(LOCAL_HOSTS)
    own = {_name(urlsplit(each).netloc) for each in found}
    if name in own or (name in given and not _is_own_name(name)):
        return [origin, *(each for each in found if each != origin)]
    return found


def machine_addresses() -> list[str]:
    """The machine's addresses in its networks, first that of its way out."""
    found = [each for each in map(_own_address_towards, _ELSEWHERE) if each]
    try:
        named = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found += [str(address[0]) for *_, address in named]
    except OSError:
        pass  # a machine without a name
    return [each for each in dict.fromkeys(found) if not _is_only_here(each)]


def qr_code(text: str) -> str:
    """A QR code as an SVG document, black on white with the margin that readers need."""
    drawing = io.BytesIO()
    code = segno.make_qr(text, error="l")  # raised as far as it costs no more squares
    code.save(drawing, kind="svg", scale=6, border=4, light="#fff", xmldecl=False, nl=False)
    return drawing.getvalue().decode()


def qr_lines(text: str) -> str:
    """A QR code for a terminal."""
    lines = io.StringIO()
    segno.make_qr(text, error="l").terminal(lines, compact=True)
    return lines.getvalue().rstrip("\n")


def bracketed(host: str) -> str:
    """A host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


def _own_address_towards(place: tuple[str, int]) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(place)
        except OSError:
            return None  # no way there
        return str(asking.getsockname()[0])


def _name(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "").removesuffix(".")


def _is_own_name(name: str) -> bool:
    # The machine calls itself so, but who else can look that up is not known.
    own = socket.gethostname().lower()
    return name in (own, f"{own}.local")


def _is_only_here(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return found.is_loopback or found.is_link_local or found.is_unspecified
