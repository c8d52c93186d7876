import pytest

from evalcore.capture.identifiers import identifiers, is_nhs_number

FOUND = {
    "nhs number": ("Her number is 943 476 5919.", [("NHS number", "943 476 5919")]),
    "nhs number in one": ("(9434765919)", [("NHS number", "9434765919")]),
    "nhs number with hyphens": ("943-476-5919", [("NHS number", "943-476-5919")]),
    "mistyped, but called one": ("NHS no. 943 476 5918", [("NHS number", "943 476 5918")]),
    "e-mail": (
        "Write to sarah.o'neill+qi@ward-b.example.nhs.uk, please.",
        [("e-mail", "sarah.o'neill+qi@ward-b.example.nhs.uk")],
    ),
    "london phone": ("Ring 020 7946 0958 today", [("phone", "020 7946 0958")]),
    "london phone in brackets": ("Ring (020) 7946 0958.", [("phone", "(020) 7946 0958")]),
    "mobile": ("on 07700 900123?", [("phone", "07700 900123")]),
    "mobile in one": ("07700900123", [("phone", "07700900123")]),
    "from abroad": ("+44 (0)7700 900 123", [("phone", "+44 (0)7700 900 123")]),
    "from abroad in one": ("+447700900123", [("phone", "+447700900123")]),
    "hyphens": ("01632-960-001", [("phone", "01632-960-001")]),
    "ten digits": ("01632 96001", [("phone", "01632 96001")]),
    "bleep": ("Call bleep 4521 or ext. 60123.", [("phone", "4521"), ("phone", "60123")]),
    "postcode": ("at SW1A 1AA, London", [("postcode", "SW1A 1AA")]),
    "postcode in one": ("EC1V9LB", [("postcode", "EC1V9LB")]),
    "postcode in small letters": ("near e1 6an now", [("postcode", "e1 6an")]),
    "several": (
        "a@b.example 07700 900123 N1 9GU 943 476 5919",
        [("e-mail", "a@b.example"), ("phone", "07700 900123"), ("postcode", "N1 9GU"), ("NHS number", "943 476 5919")],
    ),
    "hard spaces": ("020\u00a07946\u00a00958", [("phone", "020\u00a07946\u00a00958")]),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_identifiers_are_found_however_they_are_written(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.kind.value, text[one.start : one.end]) for one in identifiers(text)] == expected


NOT_FOUND = {
    "ten digits with a wrong check": "Order 943 476 5918 pens.",
    "one digit ten times": "1111111111",
    "dates": "on 01/02/2016, 2016-05-31 and 31.05.2016",
    "times": "from 07:40 to 09:05",
    "rates": "0.0532 of 1200 in 2016 and 0.5",
    "long numbers": "0123456789012345",
    "doses": "B12 1st dose, M4 5pm, vitamin b12 2nd",
    "bands and wards": "band 7, Ward 12 A, Trust B, CG169, NG51, P07, S1",
    "money": "£020 000",
    "handles": "@ward_b and a@b",
    "percentages": "41% to 58%, p = 0.041",
}


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND.keys())
def test_other_numbers_are_left_alone(text: str) -> None:
    assert identifiers(text) == ()


def test_the_check_digit_follows_modulus_11() -> None:
    assert is_nhs_number("9434765919") and is_nhs_number("4010232137") and is_nhs_number("1234567881")
    # Weights 10 to 2 of 100000001 leave a remainder of 1, whose check digit would be 10: no such number is given out.
    assert not any(is_nhs_number(f"100000001{digit}") for digit in range(10))
