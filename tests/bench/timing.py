import gc
import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[..., object], *args: object) -> float:
    gc.collect()  # nobody pays for what others left behind
    begin = time.perf_counter()
    work(*args)
    return time.perf_counter() - begin


def ratio(times: list[float], floor: list[float]) -> float:
    """The median over the rounds of one time to the floor of the same round."""
    return statistics.median(one / zero for one, zero in zip(times, floor, strict=True))


def milliseconds(times: list[float]) -> float:
    return statistics.median(times) * 1000
