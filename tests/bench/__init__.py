"""`make bench`: what the main pages and the paper cost, as ratios to a floor measured in the same run.

Absolute times swing by half from one run to the next; a ratio to an empty page of the same stack (login, middleware,
base template) does not. The paper is compared with WeasyPrint alone on the finished HTML.
"""
