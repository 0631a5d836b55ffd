"""Texts that people write: a small subset of Markdown with merge fields from a fixed list, made safe."""
