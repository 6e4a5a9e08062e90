"""The parts of ``delest check``: its options, what it checks, with which budgets, and its self-test."""
