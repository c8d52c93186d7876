"""A table as a file that people open in a spreadsheet."""

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_csv(rows: pd.DataFrame) -> bytes:
    """UTF-8 with a header; null is empty. No cell can start a formula."""

    def safe(cell: object) -> object:
        return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

    return rows.map(safe).to_csv(index=False).encode("utf-8")
