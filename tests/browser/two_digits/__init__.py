"""The lab of two digits."""
