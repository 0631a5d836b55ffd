from accounts.days import DayInput

__all__ = ["DayInput"]
