"""The intervals of the recount, written out from the formulas."""

from __future__ import annotations

import math

Z = 1.959963984540054


def wilson(p: float, n: float) -> tuple[float, float]:
    """Wilson 1927, at 95 %; n need not be whole."""
    middle = p + Z * Z / (2 * n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + Z * Z / n)), min(1.0, (middle + half) / (1 + Z * Z / n))


def share(per_source: list[tuple[int, int]]) -> tuple[float | None, float | None, float | None]:
    """The ratio estimator over sources with anything of the asked polarity (D13)."""
    k, hits, total = len(per_source), sum(y for y, _ in per_source), sum(m for _, m in per_source)
    if not total:
        return None, None, None
    p = hits / total
    if k < 2:
        return p, None, None
    if hits in (0, total):
        return p, *wilson(p, k)
    variance = k / (k - 1) * sum((y - p * m) ** 2 for y, m in per_source) / total**2
    design_effect = max(1.0, variance / (p * (1 - p) / total))
    return p, *wilson(p, total / design_effect)
