"""What the page asks for while the pen moves, read from the page itself."""

from __future__ import annotations

import re
from functools import cache

from app.config import ROOT

MODULE = ROOT / "static" / "js" / "server" / "live-trace.js"
_LIST = re.compile(r"^const STRIP_FIELDS = \[((?:\s*\"\w+\",?)+)\s*\];$", re.MULTILINE)


@cache
def live_query() -> str:
    """The fields of a live trace and their precision, as the page's address has them."""
    return f"precision=u8&fields={','.join(live_fields(MODULE.read_text(encoding='utf-8')))}"


def live_fields(module: str) -> tuple[str, ...]:
    """The list STRIP_FIELDS of a module's text. Raises LookupError where it is not found once."""
    lists = _LIST.findall(module)
    if len(lists) != 1:
        raise LookupError(f"{len(lists)} lists STRIP_FIELDS in {MODULE} (expected 1)")
    return tuple(re.findall(r"\w+", lists[0]))
