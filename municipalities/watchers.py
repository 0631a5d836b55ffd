"""Who looks whether a change touches figures that were given out: each floor that gives them out adds its own.

Dotted names of functions `(municipalities, since) -> Look | None`, for apps to add before there are models.
"""

watchers: list[str] = []
