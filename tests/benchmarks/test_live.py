from __future__ import annotations

import pytest

from benchmarks.live import MODULE, live_fields, live_query
from model.network.trace import FIELDS


def test_the_load_tool_asks_for_what_the_page_asks_for() -> None:
    fields = live_fields(MODULE.read_text(encoding="utf-8"))
    assert set(fields) <= set(FIELDS)
    assert {"primary_raw", "lengths"} < set(fields)
    assert live_query() == "precision=u8&fields=" + ",".join(fields)


@pytest.mark.parametrize(
    "module",
    [
        "",
        'const FIELDS = ["image"];\n',
        "const STRIP_FIELDS = [];\n",
        "const STRIP_FIELDS = [...others];\n",
        'const STRIP_FIELDS = ["image"].concat(more);\n',
        2 * 'const STRIP_FIELDS = ["image"];\n',
    ],
)
def test_a_list_that_is_not_found_once_is_no_list(module: str) -> None:
    with pytest.raises(LookupError, match=r"lists STRIP_FIELDS in .*live-trace\.js \(expected 1\)"):
        live_fields(module)


def test_a_list_may_stand_in_one_line_or_several() -> None:
    text = 'const a = 1;\n\nconst STRIP_FIELDS = [%s"image",%s"conv1"%s];\nconst b = 2;\n'
    for parts in (("", " ", ""), ("\n  ", "\n  ", ",\n")):
        assert live_fields(text % parts) == ("image", "conv1")
