"""Why a municipality counts under a figure, or why not: the event, its day, when it was recorded, its paper.

Asked for the rows that a page shows, in a number of queries that does not grow with them.
"""

from dashboards.evidence.questions import question_of
from dashboards.evidence.reason import Paper, Reason, Recorded
from dashboards.evidence.rows import CountedRow, counted_rows

__all__ = ["CountedRow", "Paper", "Reason", "Recorded", "counted_rows", "question_of"]
