"""A written value that is not known: what is offered in its place."""

import pytest

from evalcore.interchange.known_values import one_of

WOODS = ("Ash", "Beech", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine")
TRUSTS = tuple(f"{name} Trust" for name in WOODS)


@pytest.mark.parametrize(
    ("written", "known", "said"),
    [
        pytest.param("Ceder Trust", TRUSTS, "write Cedar Trust", id="misspelt"),
        pytest.param("Hazel", TRUSTS, "write Hazel Trust", id="a part of it"),
        pytest.param("QQQQQQ", TRUSTS, "add it first, or mend it", id="like none of many"),
        pytest.param("QQQQQQ", ("ward", "webinar"), "write ward or webinar", id="like none of few"),
    ],
)
def test_the_nearest_are_offered_and_never_a_long_list(written: str, known: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValueError, match="is not known here") as refused:
        one_of(written, known)
    assert said in str(refused.value)
    assert str(refused.value).count("Trust") <= 3
