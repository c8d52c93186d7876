"""The title that a field note gets where nobody gives it one."""

from db.vocabulary import Setting


def usual_title(setting: Setting | None) -> str:
    """
    >>> usual_title(Setting.TRUST_MEETING), usual_title(None)
    ('Trust meeting', 'Field note')
    """
    return setting.value.capitalize() if setting not in (None, Setting.OTHER) else "Field note"


def is_usual_title(title: str) -> bool:
    return title in _USUAL


# "Other" is what notes of no named setting were called at first.
_USUAL = frozenset({"Other", usual_title(None), *map(usual_title, Setting)})
