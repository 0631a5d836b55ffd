"""Agreements that a merger brought to a successor, what was decided about each, and what came of that."""
