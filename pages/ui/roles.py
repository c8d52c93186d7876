"""What each role may do, in the words a person reads before she gives it or takes it."""

from db.vocabulary import Role

IN_WORDS = {
    Role.ADMINISTRATOR: "Invites people, gives and ends roles, changes the settings. Sees no data.",
    Role.RESEARCHER: "Logs field notes and points to raise, imports and codes sources, writes memos, shapes the "
    "framework, sees the dashboard and every excerpt behind it.",
    Role.CODER: "Reads and codes sources, writes memos, notes points to raise, sees the dashboard and every excerpt "
    "behind it.",
    Role.PROGRAMME_TEAM: "Logs field notes, tags their own, notes points to raise and contributions, sees the "
    "dashboard without its excerpts.",
    Role.COMMITTEE: "Takes part in the steering committee. No screen with data is open to the committee.",
    Role.TRUST_MEMBER: "Belongs to one trust. No screen with data is open to trusts.",
}


def what_a_role_may_do(role: Role) -> str:
    return IN_WORDS[role]
