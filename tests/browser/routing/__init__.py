"""The stage of routing."""
