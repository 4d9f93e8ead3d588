"""The picture of the house is drawn from the imports, and its rooms are described."""

from __future__ import annotations

import re

import pytest

from benchmarks.marked_text import read_between
from tests.house import (
    BEGIN,
    END,
    PAGE,
    arrows,
    draw,
    page_imports,
    page_room,
    python_imports,
    python_room,
    thin_out,
)
from tests.test_rooms import LIBRARIES


def described(heading: str) -> list[str]:
    """The rooms in the first column of the table under a heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}/\n")[1].split("\n## ")[0]
    return [
        row.removesuffix(".js").strip("/") for row in re.findall(r"^\| `(.+?)` \|", section, re.M)
    ]


def test_the_page_shows_the_picture_of_todays_imports() -> None:
    assert read_between(PAGE, BEGIN, END) == draw(), "draw it again: python -m tests.house"


def test_the_page_describes_every_room_that_there_is() -> None:
    assert set(described("static")) == {page_room(name) for name in page_imports()}
    assert described("model") == list(LIBRARIES)
    assert {f"model/{room}" for room in LIBRARIES} <= {
        python_room(name) for name in python_imports()
    }


def test_imports_are_found_wherever_they_stand() -> None:
    page = page_imports()
    assert page["main.js"]["state/store.js"] is True
    assert page["page/on-demand.js"]["tour/tour.js"] is False
    assert "widgets/dom.js" in page["strip/card.js"]
    python = python_imports()
    assert "app" in python["run_visualization"]
    assert all(target in python for targets in python.values() for target in targets)
    assert all(target in page for targets in page.values() for target in targets)


def test_an_arrow_is_drawn_at_once_where_one_import_of_several_is() -> None:
    imports = {"a/1": {"b/1": False, "a/2": True}, "a/2": {"b/1": True}, "b/1": {"c/1": False}}
    rooms = {**{name: name[0] for name in imports}, "c/1": "c"}
    assert arrows(imports, rooms) == {("a", "b"): True, ("b", "c"): False}


def test_what_follows_from_other_arrows_is_left_out() -> None:
    assert thin_out([("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")]) == {
        ("a", "b"), ("b", "c"), ("a", "d")
    }  # fmt: skip


def test_a_circle_is_told() -> None:
    with pytest.raises(ValueError, match="a circle: a -> b -> c -> a"):
        thin_out([("a", "b"), ("b", "c"), ("c", "a")])
