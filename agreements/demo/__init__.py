"""An invented world on real municipalities, in which the published figures of 2019–2021 hold.

Real are the municipalities, the 125 of the published list and the published totals. Everything else is invented:
people, days, commitments, refusals.
"""
