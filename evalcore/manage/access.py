"""Who may do what: one table of roles by actions, which every service asks."""

from dataclasses import dataclass
from enum import StrEnum

from db.vocabulary import Role
from evalcore.errors import NotPermitted


class Action(StrEnum):
    """What can be permitted. The value completes the sentence "Your role does not allow you to ..."."""

    SEE_DASHBOARD = "see the dashboard"
    SEE_EVIDENCE = "see what people said"
    READ_SOURCES = "read sources"
    LOG_NOTES = "log field notes"
    TAG_OWN_NOTES = "tag your own notes"
    NOTE_POINTS = "note points to raise"
    LOG_CONTRIBUTIONS = "log contributions"
    IMPORT_SOURCES = "import sources"
    EDIT_SOURCES = "edit sources"
    CODE = "code sources"
    WRITE_MEMOS = "read and write memos"
    CHANGE_FRAMEWORK = "change the framework"
    NOTE_EVENTS = "note what happens in the programme"
    CHANGE_PROGRAMME = "change the programme"
    SEE_HISTORY = "see the history"
    EXPORT = "export the data"
    MANAGE_MEMBERS = "manage members"
    MANAGE_SETTINGS = "change the settings"


ALLOWED: dict[Role, frozenset[Action]] = {
    # Runs the accounts; sees no data unless she is a researcher too.
    Role.ADMINISTRATOR: frozenset({Action.MANAGE_MEMBERS, Action.MANAGE_SETTINGS}),
    Role.RESEARCHER: frozenset(Action) - {Action.MANAGE_MEMBERS, Action.MANAGE_SETTINGS},
    Role.CODER: frozenset(
        {
            Action.SEE_DASHBOARD,
            Action.SEE_EVIDENCE,
            Action.READ_SOURCES,
            Action.NOTE_POINTS,
            Action.CODE,
            Action.WRITE_MEMOS,
            Action.NOTE_EVENTS,
            Action.SEE_HISTORY,
        }
    ),
    Role.PROGRAMME_TEAM: frozenset(
        {
            Action.SEE_DASHBOARD,
            Action.LOG_NOTES,
            Action.TAG_OWN_NOTES,
            Action.NOTE_POINTS,
            Action.LOG_CONTRIBUTIONS,
            Action.NOTE_EVENTS,
        }
    ),
    # Nothing leaves the research and programme teams until disclosure control exists.
    Role.COMMITTEE: frozenset(),
    Role.TRUST_MEMBER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting in one evaluation, with every role she holds there."""

    account_id: int
    name: str
    evaluation_id: int
    roles: frozenset[Role]

    def may(self, *actions: Action) -> bool:
        """Whether any of her roles allows any of `actions`."""
        return any(action in ALLOWED[role] for role in self.roles for action in actions)


def require(actor: Actor, *actions: Action) -> None:
    """Go on if any of `actions` is allowed.

    Raises
    ------
    NotPermitted
        None of them is.
    """
    if not actor.may(*actions):
        raise NotPermitted(f"Your role does not allow you to {actions[0]}. Ask an administrator of this evaluation.")
