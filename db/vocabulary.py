"""The words the store and every room above it share; imports nothing of ours."""

from enum import StrEnum


class Role(StrEnum):
    """What a member may do in an evaluation; the table of actions is `evalcore.manage.access`."""

    ADMINISTRATOR = "administrator"
    RESEARCHER = "researcher"
    CODER = "coder"
    PROGRAMME_TEAM = "programme team"
    COMMITTEE = "committee"
    TRUST_MEMBER = "trust member"


class RoleGroup(StrEnum):
    """The level at which people are named in any output."""

    SENIOR_MANAGER = "senior manager"
    MIDDLE_MANAGER = "middle manager"
    CONSULTANT = "consultant"
    REGISTRAR = "registrar"
    SENIOR_NURSE = "senior nurse (band 7+)"
    JUNIOR_NURSE = "junior nurse (band 5-6)"
    PROGRAMME_TEAM = "programme team"
    OTHER = "other"


class SourceKind(StrEnum):
    FIELD_NOTE = "field note"
    INTERVIEW = "interview"
    FOCUS_GROUP = "focus group"
    DOCUMENT = "document"


class Setting(StrEnum):
    """Where it was observed."""

    TRUST_MEETING = "trust meeting"
    HOST_MEETING = "host meeting"
    LEARNING_SESSION = "learning session"
    SITE_VISIT = "site visit"
    WEBINAR = "webinar"
    WARD = "ward"
    OTHER = "other"


class ObserverPart(StrEnum):
    """The part the researcher took in what she observed."""

    WATCHING = "watching"
    CONTRIBUTING = "contributing"
    FACILITATING = "facilitating"


class Polarity(StrEnum):
    """Towards the core concept; NONE is a descriptive coding."""

    BARRIER = "barrier"
    FACILITATOR = "facilitator"
    MIXED = "mixed"
    NONE = "none"


class AskedPolarity(StrEnum):
    """A polarity as a question asks for it: one of `Polarity`, or a combination."""

    BARRIER = "barrier"
    FACILITATOR = "facilitator"
    MIXED = "mixed"
    NONE = "none"
    ANY = "any"
    BOTH = "both"


class Unit(StrEnum):
    SOURCES = "sources"
    PREVALENCE = "prevalence"
    PEOPLE = "people"
    CODINGS = "codings"
    SHARE = "share"
    RATE = "rate"


class GroupBy(StrEnum):
    THEME = "theme"
    TRUST = "trust"
    ROLE_GROUP = "role_group"
    SETTING = "setting"
    KIND = "kind"
    CODER = "coder"


class Per(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    PHASE = "phase"
    MEETING = "meeting"
    NONE = "none"


class CellState(StrEnum):
    COUNTED = "counted"
    PARTLY_READ = "partly read"
    NOT_LOOKED_FOR = "not looked for"
    NO_SOURCES = "no sources"
    SUPPRESSED = "suppressed"


class EventKind(StrEnum):
    """A dated thing that may explain a shift."""

    LEARNING_SESSION = "learning session"
    INSPECTION = "inspection"
    GUIDANCE = "national guidance"
    CAMPAIGN = "national campaign"
    MEDIA = "media"
    LEADERSHIP = "leadership change"
    ADOPTION = "idea adopted"
    OTHER = "other"


class Engagement(StrEnum):
    """A step of a trust into the collaborative or out of it; which may follow which, `watch.programme_rules` says."""

    SIGNED = "signed"
    LAPSED = "lapsed"
    RETURNED = "returned"


class Aspect(StrEnum):
    """What of a trust is rated."""

    CAPABILITY = "capability"
    READINESS = "readiness"


class Rater(StrEnum):
    """Who rates a trust: its own team, or the programme's faculty."""

    SELF = "self"
    FACULTY = "faculty"


UNKNOWN_ROLE_GROUP = "unknown"
WHOLE_COLLABORATIVE = "whole collaborative"
NONE_GIVEN = "none given"


class Recruitment(StrEnum):
    """How an interviewee was found."""

    PURPOSIVE = "purposive"
    SNOWBALL = "snowball"


class MemoKind(StrEnum):
    ANALYTIC = "analytic"
    METHODOLOGICAL = "methodological"
    REFLEXIVE = "reflexive"


class PointStage(StrEnum):
    """How far a point to raise has come; where it can go from there, `evalcore.capture.points` says."""

    NOTED = "noted"
    RAISED = "raised"
    ANSWERED = "answered"
    CLOSED = "closed"


class ContributionKind(StrEnum):
    """What a researcher brings in."""

    SUPPORT = "operational support"
    LITERATURE = "literature brought in"
    FINDINGS = "findings shared"
    CONNECTION = "parts connected"
