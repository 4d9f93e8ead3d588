from __future__ import annotations

import dataclasses
import typing
from pathlib import Path

from model.network.capsnet import CapsNetConfig
from model.network.trace import FIELDS, Trace
from tests.conftest import skip_without

API = Path(__file__).parents[3] / "docs" / "api.md"
HEADER = "| field | shape | meaning |"


def documented_table() -> str:
    """The Markdown table that the documentation must hold, made from FIELDS.

    Shapes are those of the paper's network; R counts the routing iterations.
    """
    sizes = {**CapsNetConfig().axis_sizes, "iterations": "R"}
    lines = [HEADER, "|---|---|---|"]
    for name, field in FIELDS.items():
        axes = [str(sizes[axis]) for axis in field.axes if axis != "channels"]
        lines.append(f"| `{name}` | {' '.join(axes)} | {field.meaning} |")
    return "\n".join(lines)


def test_the_fields_are_those_of_the_trace_in_its_order() -> None:
    assert list(FIELDS) == [field.name for field in dataclasses.fields(Trace)]


def test_the_axes_of_each_field_are_those_of_its_annotation() -> None:
    for name, annotation in typing.get_type_hints(Trace).items():
        assert annotation.dim_str.replace("*", "").split() == list(FIELDS[name].axes), name


def test_the_documentation_has_the_table_of_the_fields() -> None:
    if not API.exists():
        skip_without("docs/api.md")
    lines = API.read_text(encoding="utf-8").splitlines()
    expected = documented_table()
    assert HEADER in lines, f"docs/api.md lacks this table:\n\n{expected}\n"
    start = lines.index(HEADER)
    found = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        found.append(line)
    assert "\n".join(found) == expected, f"docs/api.md should have:\n\n{expected}\n"
