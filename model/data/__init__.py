"""Data sets of labelled pictures: where they come from, and how their files are read."""
