"""A capsule network that shows everything it computes; knows nothing of the web."""

from model.capsnet import CapsNet
from model.checkpoint import load
from model.config import CapsNetConfig
from model.trace import Trace

__all__ = ["CapsNet", "CapsNetConfig", "Trace", "load"]
