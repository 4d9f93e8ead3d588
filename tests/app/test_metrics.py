from __future__ import annotations

import os
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from app.metrics import Metrics
from tests.app.answers import RAW


def read(text: str) -> dict[tuple[str, ...], float]:
    """Every sample, by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_answers_are_counted_by_call_and_status(client: FlaskClient, pixels: bytes) -> None:
    for body in (pixels, pixels, b"too short"):
        client.post("/api/trace", data=body, content_type=RAW)
    client.get("/nowhere")
    client.get("/", headers={"Host": "evil.example"})
    response = client.get("/metrics")
    assert response.content_type.startswith("text/plain; version=")
    found = read(response.text)
    assert found["capsnet_requests_total", "trace", "200"] == 2
    assert found["capsnet_requests_total", "trace", "400"] == 1
    assert found["capsnet_requests_total", "none", "404"] == 1
    assert found["capsnet_requests_total", "page", "421"] == 1
    assert ("capsnet_requests_total", "trace", "503") not in found
    assert found["capsnet_request_seconds_count", "trace"] == 3
    assert found["capsnet_request_seconds_bucket", "trace", "+Inf"] == 3
    assert found["capsnet_request_seconds_sum", "trace"] > 0
    assert found["capsnet_part_seconds_count", "model"] == 2
    assert found["capsnet_batch_size_bucket", "1"] == 2
    assert found["capsnet_waiting",] == 0


def test_a_value_is_counted_in_every_bucket_that_holds_it() -> None:
    metrics = Metrics(calls=("trace",), rows=1)
    for size in (1, 2, 3, 100):
        metrics.observe("capsnet_batch_size", size)
    found = read(metrics.text().decode())
    buckets = [found["capsnet_batch_size_bucket", bound] for bound in ("1", "2", "4", "32", "+Inf")]
    assert buckets == [1, 2, 3, 3, 4]
    assert found["capsnet_batch_size_sum",] == 106


def test_every_process_tells_the_sum_of_all_and_a_successor_counts_on() -> None:
    metrics = Metrics(calls=("trace",), rows=4)
    for row in (0, 1, 1):  # the third takes the place of the second
        child = os.fork()
        if child == 0:
            metrics.use_row(row)
            metrics.count("capsnet_requests", "trace", "200")
            metrics.set("capsnet_waiting", 5)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
    found = read(metrics.text().decode())
    assert found["capsnet_requests_total", "trace", "200"] == 3
    assert found["capsnet_starts_total",] == 3
    assert found["capsnet_waiting",] == 10


def test_ready_tells_how_many_wait_and_a_full_queue_is_not_ready(
    make_app: Callable[..., Flask],
) -> None:
    assert make_app().test_client().get("/readyz").get_json() == {"status": "ready", "waiting": 0}
    response = make_app(max_waiting=0).test_client().get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"
