"""What can be wrong with the things a person hands to the model, each with a message for them."""

from __future__ import annotations

import reprlib

from pydantic import ValidationError


class ModelError(ValueError):
    """Base of the errors below; the message names the field, the value and what was expected."""


class ConfigError(ModelError):
    """A configuration that no network can be built from."""


class CheckpointError(ModelError):
    """A checkpoint file that is missing, damaged, or does not fit its own config."""


class DataError(ModelError):
    """A data set that is unknown, missing, damaged, or cannot be downloaded."""


class UnitError(ModelError):
    """The name of a part that a network does not have."""


class ImageError(ModelError):
    """A picture that cannot be turned into what the network receives."""


class ImageTooLargeError(ImageError):
    """A picture of more pixels than will be decoded."""


def problem_of(error: ValidationError) -> str:
    """What is wrong first with values that pydantic refused: the part, its value, what it expects.

    The parts of parts are named after a dot, as in `measured.images`.
    """
    problem = error.errors(include_url=False)[0]
    *way, last = map(str, problem["loc"] or ("it",))
    if problem["type"] == "missing":
        return f"{'.'.join(way) or 'it'} has no {last!r}"
    part, message = ".".join((*way, last)), problem["msg"]
    if problem["type"] == "value_error":  # one of ours, which names all that itself
        return f"{part}: {message.removeprefix('Value error, ')}"
    expected = message.replace("Input should be", "expected")
    return f"invalid {part}: {reprlib.repr(problem['input'])} ({expected})"


class PartError(ImageError):
    """A part of a picture, or a group of its strokes, that it does not have."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field
        """What was asked for: "take" or "crop"."""


class PictureWarning(UserWarning):
    """Something that a person should know of a picture that was read."""
