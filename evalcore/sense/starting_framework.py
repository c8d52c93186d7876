"""The thematic framework that an evaluation starts from, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StartingTheme:
    """A theme with the names above it: the last name of `path` is its own."""

    path: tuple[str, ...]
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    colour: str = ""

    @property
    def name(self) -> str:
        return self.path[-1]


INHERENT = ("Inherent motivation",)
FACTORS = ("Factors that influence motivation",)
INTRA = (*FACTORS, "Intraorganisational")
INTER = (*FACTORS, "Interorganisational")
EXTERNAL = (*FACTORS, "External")

# Muted, so that barrier (warm) and facilitator (cool) stay the only strong colours. A parent is grey.
STARTING_FRAMEWORK: tuple[StartingTheme, ...] = (
    StartingTheme(
        INHERENT,
        "What drives a person from within to take part, whatever the organisation around them does.",
        "The speaker talks of their own reasons, or what is told of a person is about that person's reasons.",
        "The reason lies in the trust, in the collaborative or outside both.",
        "#6e6a62",
    ),
    StartingTheme(
        (*INHERENT, "Career and professional development"),
        "Taking part counts, or does not count, towards a person's training, standing or next post.",
        "Portfolios, appraisals, revalidation, posters, courses, a first lead role, being passed over for one.",
        "Pride in what changed for patients: that is personal achievement.",
        "#8a7a3c",
    ),
    StartingTheme(
        (*INHERENT, "Personal achievement"),
        "Seeing that one's own work made a difference, or working hard and seeing nothing come of it.",
        "A person speaks of a result they can feel: a patient, a chart that turned, a habit that stuck.",
        "A team shows its result to others: that is shared learning and showing achievements.",
        "#a08f3f",
    ),
    StartingTheme(
        (*INHERENT, "Attitudes to and understanding of quality improvement"),
        "What people take quality improvement to be, and whether they hold it to be part of the job or one thing more.",
        "Priority or burden, confusion with audit or research, jargon, faith in small steps, projects that died.",
        "The work loses to other work that is named: that is conflicting priorities.",
        "#7d8a4a",
    ),
    StartingTheme(
        (*INHERENT, "Champions"),
        "One person who carries the work and draws others in, and what follows when that person is missing.",
        "A named or unnamed individual is the reason it moves; leaning on one person; someone who leaves.",
        "A whole group takes the work on: that is engagement and clinical ownership.",
        "#5f7f55",
    ),
    StartingTheme(
        FACTORS,
        "What lies around the person and makes taking part easier or harder.",
        "Something in the trust, among the trusts or outside them is the reason.",
        "The reason is the person's own.",
        "#6e6a62",
    ),
    StartingTheme(
        INTRA,
        "What lies inside one trust.",
        "The reason is how this trust is run, staffed or led.",
        "The same would be said in any trust because it comes from outside: that is external.",
        "#6e6a62",
    ),
    StartingTheme(
        (*INTRA, "Conflicting priorities"),
        "Other work comes first: beds, targets, returns, the next inspection's checklist.",
        "A competing demand is named, or it is told how the demand was made room for.",
        "There is too little time, money or staff but nothing competes by name: that is support and culture.",
        "#8c6d5a",
    ),
    StartingTheme(
        (*INTRA, "Engagement and clinical ownership"),
        "Whether those who look after patients, and those who lead them, take the work as theirs.",
        "Front line, junior staff, consultants, the board or the medical director take part, or stay away.",
        "It hangs on a single person: that is champions. Money or posts are given: that is support and culture.",
        "#7a5c6e",
    ),
    StartingTheme(
        (*INTRA, "Support and culture"),
        "Time, money, trained people and the way a trust treats those who try something.",
        "Protected time, analysts, kit, blame or safety in speaking up, top-down or grown from below.",
        "The shortage is the whole health service's: that is system pressures.",
        "#9a7f86",
    ),
    StartingTheme(
        INTER,
        "What lies between the trusts: the collaborative itself and its host.",
        "The reason is the other trusts, or what the host team does.",
        "It is inside one trust, or comes from the wider health service.",
        "#6e6a62",
    ),
    StartingTheme(
        (*INTER, "Shared learning and showing achievements"),
        "Trusts learn from each other and show each other what they managed.",
        "Something borrowed, a visit, a poster, a good-natured contest, or shame at having nothing to show.",
        "The host sends information out: that is raising awareness and sharing information.",
        "#6a7f8c",
    ),
    StartingTheme(
        (*INTER, "Reputation of the collaborative"),
        "What the name of the collaborative or its host opens, or closes.",
        "Joining because of the name, using it with a board, doubting that it is more than a name.",
        "The name of a national campaign: that is context.",
        "#8894a3",
    ),
    StartingTheme(
        (*INTER, "Raising awareness and sharing information"),
        "How news of the conditions and of the work reaches people: e-mail, webinar, newsletter, social media.",
        "Something was heard of, passed on, missed or drowned in other messages.",
        "Two teams learn from each other's work: that is shared learning and showing achievements.",
        "#7f86a8",
    ),
    StartingTheme(
        (*INTER, "Sustaining engagement and readiness"),
        "Whether a trust was ready to join, and what keeps it coming or lets it fade.",
        "Empty chairs, teams that drop out or come back, readiness, what will be left when the programme ends.",
        "People inside one trust do not take the work as theirs: that is engagement and clinical ownership.",
        "#9085a0",
    ),
    StartingTheme(
        EXTERNAL,
        "What lies outside the trusts and the collaborative.",
        "Regulator, government, media, the state of the health service.",
        "It is one trust's own answer to these.",
        "#6e6a62",
    ),
    StartingTheme(
        (*EXTERNAL, "Context"),
        "What happens around the programme: inspections, national campaigns and guidance, stories in the media.",
        "An event outside is the reason to join, to hurry, to hide or to stop.",
        "It is about beds, money or staff in the whole system: that is system pressures.",
        "#6f8279",
    ),
    StartingTheme(
        (*EXTERNAL, "System pressures"),
        "Demand, money and staffing as they are across the health service.",
        "Winter, full wards, vacancies, strikes and savings, as things that nobody here can change.",
        "One trust chose to put other work first: that is conflicting priorities.",
        "#8b8e7a",
    ),
)
