"""The one place that turns what went wrong into what a person sees, and keeps people's words out of the log."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from evalcore.errors import EvalError
from pages.ui.formats import plain

UNEXPECTED = (
    "Something went wrong on our side, and it has been noted. What is saved is safe. "
    "Try again; if it stays like this, tell whoever runs the server what you were doing."
)


@contextmanager
def told() -> Iterator[None]:
    """Say in this place what cannot be done, and go on with the page."""
    try:
        yield
    except EvalError as error:
        st.error(plain(str(error)))


def show_uncaught(error: Exception) -> bool:
    """Say what ended the page's run; True, for there is nothing left to show. Streamlit has logged it by then."""
    st.error(plain(str(error) if isinstance(error, EvalError) else UNEXPECTED))
    return True


class WithoutWords(logging.Filter):
    """Leaves of an exception its kind and where it was raised: its message may hold what people said."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if isinstance(error, EvalError):
            # Somebody was told what she cannot do: nothing that whoever runs the server must look at.
            return False
        chain = []
        while error is not None:
            chain.append(f"{type(error).__qualname__}\n{''.join(traceback.format_tb(error.__traceback__))}")
            error = error.__cause__ or error.__context__
        record.exc_info, record.exc_text = None, "\nraised while handling ".join(chain)
        return True


def keep_words_out_of_the_log() -> None:
    """Streamlit logs what a page raises, uvicorn what a route raises: both with its message, unless told not to."""
    for name in ("streamlit.error_util", "uvicorn.error"):
        logger = logging.getLogger(name)
        if not any(isinstance(there, WithoutWords) for there in logger.filters):
            logger.addFilter(WithoutWords())
