"""Times of calls, and how a pair of them is told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def median_us(work: Callable[[], object], rounds: int) -> float:
    """Median microseconds of one call."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def median_and_own(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median milliseconds of one call, and of them those on the processor, which others move less."""
    times, own = [], []
    for _ in range(rounds):
        start, before = time.perf_counter(), time.process_time()
        work()
        own.append(time.process_time() - before)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3, statistics.median(own) * 1e3


def pair_us(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Medians of two calls, taken turn by turn."""
    first, second = [], []
    for _ in range(rounds):
        first.append(median_us(ours, 1))
        second.append(median_us(theirs, 1))
    return statistics.median(first), statistics.median(second)


def told(name: str, ours: float, theirs: float, unit: str, aim: str) -> None:
    """One line of the report."""
    print(
        f"{name:<58} {ours:10.1f} {unit} / {theirs:10.1f} {unit} = {ours / theirs:7.2f}   aim {aim}"
    )
