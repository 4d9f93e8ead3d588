from __future__ import annotations

import re
import socket
import xml.etree.ElementTree as ET
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from flask import Flask

import run_visualization
from app import addresses
from app.addresses import asked_by, machine_addresses, qr_code
from app.config import LOCAL_HOSTS, AppConfig
from tests.app.servers import SECONDS, Start, ask

EVERYWHERE = AppConfig(
    host="0.0.0.0", port=5000, allow_addresses=True, allowed_hosts=(*LOCAL_HOSTS, "class.example")
)


@pytest.fixture(autouse=True)
def two_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "machine_addresses", lambda: ["192.168.0.7", "10.0.0.2"])


def read_qr(svg: str) -> str:
    """What a phone's camera reads of a QR code."""
    root = ET.fromstring(svg)
    size = int(float(root.attrib["width"]) / 6)
    drawn = [each for each in root.iter() if each.tag.endswith("path") and "stroke" in each.attrib]
    picture = np.full((size, size), 255, np.uint8)
    row = column = 0.0
    # segno draws each dark stretch as one line: m moves by (x, y), h goes on to the right.
    for kind, first, second in re.findall(
        r"([Mmh])([-\d.]+)(?:[ ,]?(-?[\d.]+))?", drawn[0].attrib["d"]
    ):
        if kind == "h":
            picture[int(row), int(column) : int(column + float(first))] = 0
            column += float(first)
        elif kind == "M":
            column, row = float(first), float(second)
        else:
            column, row = column + float(first), row + float(second)
    large = cv2.resize(picture, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    return cv2.QRCodeDetector().detectAndDecode(large)[0]


def test_a_qr_code_is_read_back() -> None:
    for text in ("http://192.168.0.7:5000/", "http://[fd00::2]:5000/?v=2&stage=routing&hide=tour"):
        assert read_qr(qr_code(text)) == text


def test_a_server_for_this_machine_has_no_address_for_others() -> None:
    alone = AppConfig(port=5000)
    for host in ("localhost:5000", "127.0.0.1:5000", "192.168.0.7:5000"):
        assert asked_by("http", host, alone) == []


def test_the_address_that_was_asked_comes_first_where_it_is_the_servers() -> None:
    here, other = "http://192.168.0.7:5000", "http://10.0.0.2:5000"
    assert asked_by("http", "localhost:5000", EVERYWHERE) == [here, other]
    assert asked_by("http", "10.0.0.2:5000", EVERYWHERE) == [other, here]
    named = "https://class.example"
    assert asked_by("https", "Class.Example", EVERYWHERE) == [named, here, other]
    # A name for a server behind another one, which alone listens to others.
    behind = AppConfig(port=5000, allowed_hosts=(*LOCAL_HOSTS, "class.example"))
    assert asked_by("https", "class.example", behind) == [named]


def test_what_only_a_request_says_is_no_address_of_the_server() -> None:
    for host in ("203.0.113.9:5000", "evil.example", socket.gethostname(), "[fd00::9]:5000", ""):
        found = asked_by("http", host, EVERYWHERE)
        assert found == ["http://192.168.0.7:5000", "http://10.0.0.2:5000"]


def test_one_address_is_the_servers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for host, url in (("192.168.0.9", "http://192.168.0.9:80"), ("fd00::2", "http://[fd00::2]:80")):
        assert addresses.addresses(AppConfig(host=host, port=80)) == [url]


def test_no_address_of_the_machine_leads_back_to_a_phone() -> None:
    for found in machine_addresses():
        assert not found.startswith(("127.", "0.", "169.254."))


def test_the_call_answers_codes_of_the_link_that_is_shared(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(host="0.0.0.0", port=5000, allow_addresses=True)
    query = "v=2&stage=routing&hide=tour.labs"
    answer = app.test_client().get("/api/addresses", query_string={"query": query})
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.get_json()
    assert told["others"] is True
    urls = ["http://192.168.0.7:5000", "http://10.0.0.2:5000"]
    assert [each["url"] for each in told["addresses"]] == urls
    assert [read_qr(each["qr"]) for each in told["addresses"]] == [
        f"{url}/?{query}" for url in urls
    ]
    plain = app.test_client().get("/api/addresses").get_json()
    assert read_qr(plain["addresses"][0]["qr"]) == f"{urls[0]}/"


def test_a_query_that_is_no_links_is_refused(make_app: Callable[..., Flask]) -> None:
    client = make_app(host="0.0.0.0", port=5000).test_client()
    for query in ('"><script>', "a" * 241, "a b", "ä", "a\nb"):
        answer = client.get("/api/addresses", query_string={"query": query})
        assert answer.status_code == 422
        assert answer.get_json()["error"]["field"] == "query"


def test_the_call_of_a_server_for_this_machine_says_so(make_app: Callable[..., Flask]) -> None:
    told = make_app(port=5000).test_client().get("/api/addresses").get_json()
    assert told == {"others": False, "addresses": []}


def test_the_command_prints_where_others_open_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_visualization, "addresses", lambda config: ["http://192.168.0.7:5000"])
    run_visualization.tell_others(EVERYWHERE)
    assert capsys.readouterr().out == "Others: http://192.168.0.7:5000\n"
    run_visualization.tell_others(AppConfig())
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(run_visualization, "addresses", lambda config: [])
    run_visualization.tell_others(EVERYWHERE)
    assert "no address in a network" in capsys.readouterr().out


def test_processes_of_gunicorn_answer_the_address_that_the_command_prints(start: Start) -> None:
    process, port = start("--host", "0.0.0.0", "--workers", "2")
    assert process.stdout is not None
    printed = process.stdout.readline().strip()
    status, body = ask(port, path="/api/addresses")
    assert status == 200
    if printed.startswith("Others: http"):
        assert printed.removeprefix("Others: ") in body.decode()
        assert f":{port}" in printed
    else:
        assert b'"addresses":[]' in body
    process.terminate()
    process.communicate(timeout=SECONDS)
