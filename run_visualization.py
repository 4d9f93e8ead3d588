"""`python run_visualization.py` serves CapsNet Explorer on http://localhost:5000."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable

from flask import Flask

# Read once, when torch is loaded. By default OpenMP's threads spin for milliseconds after each of
# their jobs, and a trace is fifty: they would take the cores from the browser on this machine.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# MKL keeps the buffers of each thread that ever multiplied: with a class drawing, a worker of 64
# threads kept 80 MB of them.
os.environ.setdefault("MKL_DISABLE_FAST_MM", "1")

from app import create_app
from app.addresses import addresses, bracketed, listens_to_others, qr_lines
from app.config import (
    LOCAL_HOSTS,
    AppConfig,
    available_cores,
    shipped_checkpoints,
    threads_of_a_pass,
    workers_of_a_class,
)
from model.errors import ModelError
from model.fast.allocator import share_pools

PORT = 5000


def main(arguments: list[str] | None = None) -> int:
    """Serve CapsNet Explorer until Control-C; 1 where it cannot start, with the reason."""
    options = _parse(arguments)
    share_pools()
    try:
        with contextlib.ExitStack() as failing:
            # Bound first, so that a busy port is told at once, and kept while the models load.
            listener, url = listen(options.host, options.port)
            failing.enter_context(listener)
            options.port = listener.getsockname()[1]
            app = create_app(configure(options))
            failing.pop_all()
    except (OSError, ModelError) as error:
        print(f"run_visualization.py: {error}", file=sys.stderr)
        return 1

    def ready() -> None:
        print(f"CapsNet Explorer: {url}", flush=True)
        tell_others(configure(options))
        if options.open:
            command = [sys.executable, "-m", "webbrowser", url]
            subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  # nobody else's text

    serve = _serve_with_waitress if sys.platform == "win32" else _serve_with_gunicorn
    serve(app, listener, options, ready)
    return 0


def tell_others(config: AppConfig) -> None:
    """Print where other machines open the page, for a class to type or to scan."""
    if not listens_to_others(config):
        return
    found = addresses(config)
    if not found:
        print("Others: this machine has no address in a network", flush=True)
    for url in found:
        print(f"Others: {url}", flush=True)
    if found and sys.stdout.isatty():
        print(qr_lines(found[0]), flush=True)


def configure(options: argparse.Namespace) -> AppConfig:
    """The config that the arguments describe."""
    everywhere = _is_wildcard(options.host)
    own_names = (socket.gethostname(), f"{socket.gethostname()}.local") if everywhere else ()
    named = () if everywhere else (bracketed(options.host),)
    cores = max(1, available_cores() // options.workers)
    threads = threads_of_a_pass(cores)
    return AppConfig(
        checkpoints=tuple(options.checkpoint or shipped_checkpoints()),
        host=options.host,
        port=options.port,
        allowed_hosts=tuple(dict.fromkeys((*LOCAL_HOSTS, *named, *own_names, *options.allow_host))),
        allow_addresses=everywhere,
        threads=threads,
        workers=options.workers,
        max_batch=options.batch,
        patience=options.patience,
        log_level=options.log_level,
        max_concurrent=max(1, cores // threads),
    )


def listen(host: str, port: int | None) -> tuple[socket.socket, str]:
    """A socket on an address, and the URL by which it is reached.

    Where no port is given, it is the first from PORT on that is free and whose callers reach us:
    macOS answers port 5000 of localhost itself, for AirPlay. Raises OSError, saying what to do.
    """
    ports = [port] if port is not None else range(PORT, PORT + 20)
    for number in ports:
        try:
            listener = bind(host, number)
        except OSError as error:
            if number == ports[-1]:
                raise
            print(f"{error.args[0]}: taking the next", file=sys.stderr)
            continue
        found = listener.getsockname()[1]
        names = dict.fromkeys((_shown_host(host), "127.0.0.1" if _is_wildcard(host) else host))
        for name in names:
            if reaches(listener, name.strip("[]")):
                return listener, f"http://{bracketed(name.strip('[]'))}:{found}"
        shown = f"{next(iter(names))}:{found}"
        if number == ports[-1]:
            print(f"{shown} is answered by another program: try --port", file=sys.stderr)
            return listener, f"http://{shown}"
        listener.close()
        print(f"port {found} is answered by another program: taking the next", file=sys.stderr)
    raise AssertionError("the last port returns or raises")


def reaches(listener: socket.socket, name: str) -> bool:
    """Whether who calls a name at a listener's port reaches it, and no other program."""
    token = secrets.token_bytes(16)
    try:
        caller = socket.create_connection((name, listener.getsockname()[1]), timeout=1)
    except OSError:
        return False
    with caller:
        caller.sendall(token)
        listener.settimeout(1)
        try:
            while True:
                callee, _ = listener.accept()
                with callee:
                    callee.settimeout(1)
                    if callee.recv(len(token)) == token:
                        return True
        except OSError:
            return False
        finally:
            listener.settimeout(None)


def bind(host: str, port: int) -> socket.socket:
    """A socket on an address. Raises OSError, saying what to do, where it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unusable(host, port, error) from error
    try:
        if sys.platform != "win32":  # there, it would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise _unusable(host, port, error) from error
    return listener


def _unusable(host: str, port: int, error: OSError) -> OSError:
    reason = error.strerror or str(error)
    return OSError(
        f"port {port} of {host} cannot be used: {reason} (another one: --port {port + 1})"
    )


def _serve_with_gunicorn(
    app: Flask, listener: socket.socket, options: argparse.Namespace, ready: Callable[[], None]
) -> None:
    from app.serving import Server

    settings = {
        "workers": options.workers,
        "threads": options.threads,
        "timeout": options.timeout,
        "loglevel": options.log_level,
        "when_ready": lambda arbiter: ready(),
    }
    Server(lambda: create_app(configure(options)), app, listener=listener, settings=settings).run()


def _serve_with_waitress(
    app: Flask, listener: socket.socket, options: argparse.Namespace, ready: Callable[[], None]
) -> None:
    from waitress.server import create_server

    server = create_server(app, sockets=[listener], threads=options.threads)
    ready()
    server.run()


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Draw a digit and watch a trained capsule network think.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address; 0.0.0.0 is every one")
    parser.add_argument(
        "--port",
        type=_port,
        default=argparse.SUPPRESS,
        help=f"0 takes any that is free ({PORT}, or the next that is free)",
    )
    parser.add_argument(
        "--workers",
        type=_positive,
        default=argparse.SUPPRESS,
        help="processes (one; with a --host that others reach, one a core, two at most)",
    )
    parser.add_argument("--threads", type=_positive, default=64, help="requests a process")
    parser.add_argument(
        "--batch", type=_positive, default=AppConfig.max_batch, help="traces of a pass at most"
    )
    parser.add_argument(
        "--timeout",
        type=_positive,
        default=30,
        help="seconds until a process that hangs is replaced",
    )
    parser.add_argument(
        "--patience", type=_positive, default=20, help="seconds that a request may take"
    )
    parser.add_argument(
        "--log-level", choices=("warning", "info"), default="warning", help="info: every request"
    )
    parser.add_argument(
        "--checkpoint",
        action="append",
        metavar="NAME",
        default=argparse.SUPPRESS,
        help="name or path; may be repeated, the first is the default (all that are shipped)",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        metavar="NAME",
        default=[],
        help="another name under which the server is reached; may be repeated",
    )
    parser.add_argument("--open", action="store_true", help="open the page in a browser")
    options = parser.parse_args(
        arguments, argparse.Namespace(checkpoint=None, workers=None, port=None)
    )
    if options.workers is None:
        options.workers = 1 if bracketed(options.host) in LOCAL_HOSTS else workers_of_a_class()
    return options


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"invalid port: {port} (expected 0 to 65535)")
    return port


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"invalid number: {value} (expected at least 1)")
    return value


def _is_wildcard(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host == ""


def _shown_host(host: str) -> str:
    if host == "127.0.0.1" or _is_wildcard(host):
        return "localhost"
    return bracketed(host)


if __name__ == "__main__":
    sys.exit(main())
