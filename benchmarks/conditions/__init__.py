"""Pictures of pen digits as people bring them, and how many of them are read right."""
