"""Reference data: what an authority publishes, and the lists we begin with, read from `fixtures/`."""
