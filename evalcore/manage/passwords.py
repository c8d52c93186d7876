"""Passwords: what one must be, and how it is kept (argon2id)."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from evalcore.errors import Invalid

SHORTEST = 12
LONGEST = 1024

# The library's defaults are RFC 9106's second recommendation: argon2id, 64 MiB, three passes. Each hash holds
# that memory for its while, so only a few are taken at a time.
_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(4)
# What the password of an account that is not there is held against, so that both take as long.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$oc+xnz3cM/JX+K/HgitNtA$v+91c8X9wFHF0wND4bQCMKONALXz+QzsRI1jEBGRXvg"


def hash_password(password: str, *, email: str = "") -> str:
    """The hash to keep of a new password.

    Raises
    ------
    Invalid
        It is too short, too long, or her e-mail address.
    """
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST:
        raise Invalid(
            f"Choose a password of at least {SHORTEST} characters; a short sentence is easy to keep.", "Password"
        )
    if len(password) > LONGEST:
        raise Invalid(f"Choose a password of at most {LONGEST:,} characters.", "Password")
    if password.casefold() == email.casefold():
        raise Invalid("Choose a password that is not your e-mail address.", "Password")
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether `password` is the one kept; None, for nobody, takes as long to deny."""
    password = unicodedata.normalize("NFC", password)
    if len(password) > LONGEST:
        return False
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, password) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False
