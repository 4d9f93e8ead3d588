"""How fast the explorer is: `python -m benchmarks` measures it against its budgets."""
