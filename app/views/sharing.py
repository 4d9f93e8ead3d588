"""Where a class finds the page."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from app.addresses import asked_by, listens_to_others, qr_code
from app.answers import Address, AddressesAnswer
from app.config import AppConfig
from app.operations import ADDRESSES
from app.schemas import AddressesQuery

blueprint = Blueprint("sharing", __name__)


@ADDRESSES.view(blueprint)
def addresses(query: AddressesQuery) -> ResponseReturnValue:
    """Each address, with the QR code of a link to it."""
    config: AppConfig = current_app.config["APP_CONFIG"]
    urls = asked_by(request.scheme, request.host, config)
    more = f"/?{query.query}" if query.query else "/"
    answer = AddressesAnswer(
        others=listens_to_others(config) or bool(urls),
        addresses=[Address(url=url, qr=qr_code(url + more)) for url in urls],
    )
    return answer.model_dump(), {"Cache-Control": "no-store"}
