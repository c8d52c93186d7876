"""Numbers and addresses that lead to a person: NHS numbers, e-mail addresses, phone numbers, postcodes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    NHS_NUMBER = "NHS number"
    EMAIL = "e-mail"
    PHONE = "phone"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class Identifier:
    start: int
    end: int
    kind: IdentifierKind


EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w-])")
GAP = r"[ \u00a0\u2009\u202f\t.\-\u2010-\u2013]"
NHS_NUMBER = re.compile(rf"(?<![\w.+-])(\d{{3}}){GAP}?(\d{{3}}){GAP}?(\d{{4}})(?![\w-]|\.\d)")
NHS_BEFORE = re.compile(r"\bNHS\s*(?:no|num|number|#)?\b\W{0,3}(?:\w+\W{1,3}){0,2}$", re.IGNORECASE)
# 0 or +44 and nine or ten digits more, parted as people like.
PHONE = re.compile(
    rf"(?<![\w.+/-])(?:\+44{GAP}?(?:\(0\){GAP}?)?|0044{GAP}?|\(0\d{{2,5}}\){GAP}?|0)(?:\d{GAP}{{0,2}}){{3,10}}\d(?![\w/])"
)
PHONE_DIGITS = range(9, 11)
# Inside a hospital a bleep or an extension is as good as a name.
EXTENSION = re.compile(
    r"\b(?:bleep|pager|extension|extn|ext)\b\.?(?:\s+(?:number|no|is|on))?\W{0,3}[#*]?(\d{3,6})\b", re.IGNORECASE
)
AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY
    G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR
    NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA
    WC WD WF WN WR WS WV YO ZE
"""
POSTCODE = re.compile(rf"\b({'|'.join(AREAS.split())})(\d[\dA-HJKMNP-Y]?)\s?(\d[ABD-HJLNP-UW-Z]{{2}})\b", re.IGNORECASE)
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)", re.IGNORECASE)


def identifiers(text: str) -> tuple[Identifier, ...]:
    """In order and apart from one another; where two kinds fit, the first of `IdentifierKind`."""
    found: list[Identifier] = []
    taken = bytearray(len(text))
    for kind, spans in (
        (IdentifierKind.EMAIL, (match.span() for match in EMAIL.finditer(text))),
        (IdentifierKind.NHS_NUMBER, _nhs_numbers(text)),
        (IdentifierKind.PHONE, _phones(text)),
        (IdentifierKind.POSTCODE, _postcodes(text)),
    ):
        for start, end in spans:
            if not any(taken[start:end]):
                found.append(Identifier(start, end, kind))
                taken[start:end] = b"\1" * (end - start)
    return tuple(sorted(found, key=lambda one: one.start))


def is_nhs_number(digits: str) -> bool:
    """Ten digits whose last is the check digit, modulus 11 (NHS Data Dictionary, NHS NUMBER).

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    if len(digits) != 10 or not digits.isascii() or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(digits[9])


def _nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Those that the check digit proves, and mistyped ones that are called NHS numbers."""
    for match in NHS_NUMBER.finditer(text):
        digits = "".join(match.groups())
        if is_nhs_number(digits) or NHS_BEFORE.search(text, max(0, match.start() - 40), match.start()):
            yield match.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in PHONE.finditer(text):
        digits = re.sub(r"\D", "", re.sub(r"^(?:\+44|0044)[^\d(]*(?:\(0\))?", "0", match[0]))
        if len(digits) - 1 in PHONE_DIGITS and digits[1] != "0":
            yield match.span()
    for match in EXTENSION.finditer(text):
        yield match.span(1)


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    for match in POSTCODE.finditer(text):
        letters = "".join(character for character in match[0] if character.isalpha())
        if (letters.isupper() or letters.islower()) and not ORDINAL.fullmatch(match[3]):
            yield match.span()
