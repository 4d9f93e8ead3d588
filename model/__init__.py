"""A capsule network that shows everything it computes; knows nothing of the web."""

from model.checkpoints.catalogue import load
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.trace import Trace

__all__ = ["CapsNet", "CapsNetConfig", "Trace", "load"]
