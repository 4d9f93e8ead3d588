"""What can be wrong with the things a person hands to the model, each with a message for them."""


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
