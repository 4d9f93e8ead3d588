from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import AppConfig
from app.security import content_security_policy, is_allowed
from tests.app.answers import assert_error


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:5000", "LOCALHOST", "localhost.:80", "[::1]:5000", "[::1]"]
)
def test_this_machine_is_answered_by_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/api/models", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "localhost:5000:80",
        "localhost:port",
        "192.168.0.7:5000",
        "127.0.0.1.evil.example",
        "::1",
        "../../etc/passwd",
        "x" * 3000,
        "",
    ],
)
def test_other_host_names_are_refused(client: FlaskClient, host: str) -> None:
    for path in ("/", "/api/models", "/static/js/main.js", "/healthz", "/nowhere"):
        response = client.get(path, headers={"Host": host})
        assert_error(response, 421, "invalid host", "--allow-host", field="Host")


def test_addresses_are_answered_only_where_the_config_allows_them() -> None:
    everywhere = AppConfig(checkpoints=(), allow_addresses=True)
    assert is_allowed("192.168.0.7:5000", everywhere)
    assert is_allowed("[fe80::1]:5000", everywhere)
    assert not is_allowed("evil.example", everywhere)
    named = AppConfig(checkpoints=(), allowed_hosts=("Classroom.local",))
    assert is_allowed("classroom.local:5000", named)
    assert not is_allowed("192.168.0.7", named)


def test_every_answer_is_confined(client: FlaskClient) -> None:
    for path in ("/", "/api/models", "/nowhere", "/static/js/server/safetensors.js"):
        headers = client.get(path, buffered=True).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "Access-Control-Allow-Origin" not in headers


def test_the_only_inline_script_is_the_import_map_that_the_policy_hashes(
    client: FlaskClient,
) -> None:
    response = client.get("/")
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", response.text, re.DOTALL)
    inline = [text for attributes, text in scripts if "src=" not in attributes]
    assert len(inline) == 1
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in response.headers["Content-Security-Policy"]
    assert "imports" in json.loads(html.unescape(inline[0]))
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", response.text)


def test_the_policy_changes_with_the_import_map() -> None:
    assert content_security_policy("{}") != content_security_policy('{"imports":{}}')


def test_vendored_files_are_kept_for_good_and_others_are_asked_for_again(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    static = tmp_path / "static"
    for name in ("vendor/d3-7.9.2-0a1b2c3d.js", "vendor/LICENSE.txt", "js/main.js"):
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        (static / name).write_text("export {};")
    client = make_app(static_folder=static).test_client()
    vendored = client.get("/static/vendor/d3-7.9.2-0a1b2c3d.js", buffered=True)
    assert vendored.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for path in ("/static/js/main.js", "/static/vendor/LICENSE.txt"):
        response = client.get(path, buffered=True)
        assert response.headers["Cache-Control"] == "no-cache"
        tag = response.headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag}, buffered=True)
        assert again.status_code == 304
