"""The panel beside a picture: what people said behind the mark that was chosen, or how to read the marks."""

from dataclasses import replace
from html import escape

import streamlit as st

from db.vocabulary import AskedPolarity, CellState, SourceKind
from evalcore.errors import NotFound
from evalcore.manage.access import Actor
from evalcore.watch import words
from evalcore.watch.charts.mark import Mark, mark_of
from evalcore.watch.evidence import Evidence, ExcerptRow, open_evidence
from evalcore.watch.view import View
from pages.ui import keys, session
from pages.ui.formats import count, day, plain
from pages.ui.navigation import ROOT, screen_at

MARK = "mark"
"""The chosen mark's place in the address: ids only."""

OF, THEN = "of", "then"
"""Which of two pictures beside each other it is in."""

AT_ONCE = 20

_HOURS = {
    SourceKind.FIELD_NOTE: "hours observed in field notes",
    SourceKind.INTERVIEW: "hours of interviews",
    SourceKind.FOCUS_GROUP: "hours of focus groups",
    SourceKind.DOCUMENT: "hours of documents",
}


def choose_mark(mark: str | None, *, then: bool = False) -> None:
    """Open the evidence of a mark, of the picture as it was known `then` or of today's; the same again, or None,
    closes it."""
    keys.EVIDENCE_AT_ONCE.set(AT_ONCE)
    if mark is None or (mark == st.query_params.get(MARK) and then == of_then()):
        keep_mark(None)
        keys.EVIDENCE.set(None)
        # A chart keeps its own choice as long as it keeps its key.
        keys.CHART_GENERATION.set(keys.CHART_GENERATION.get() + 1)
    else:
        st.query_params[MARK] = mark
        _keep_which(then=then)
        keys.SCROLL_TO_EVIDENCE.set(True)


def chosen_mark() -> Mark | None:
    return mark_of(st.query_params.get(MARK, ""))


def of_then() -> bool:
    """Whether the mark is of the picture as it was known, and not of today's beside it."""
    return st.query_params.get(OF) == THEN


def _keep_which(*, then: bool) -> None:
    if then:
        st.query_params[OF] = THEN
    else:
        st.query_params.pop(OF, None)


def keep_mark(mark: Mark | None) -> None:
    """Put a mark into the address, or take it away, without a scroll to its evidence."""
    if mark is None:
        st.query_params.pop(MARK, None)
        _keep_which(then=False)
    else:
        st.query_params[MARK] = str(mark)


def show_evidence(me: Actor, view: View, change_no: int) -> Mark | None:
    """The chosen mark's figure, what it rests on, and the excerpts. None, and nothing drawn, where none is chosen."""
    mark = chosen_mark()
    if mark is None:
        keep_mark(None)
        return None
    if view.as_at is not None and not of_then():
        view = replace(view, as_at=None)
    try:
        evidence = _opened(me, view, mark, change_no)
    except NotFound:
        choose_mark(None)
        return None
    with st.container(key="evidence", gap="small"):
        _head(evidence, view)
        for row in (row for row in evidence.rows if not row.in_progress):
            _excerpt(me, row, evidence)
        waiting = [row for row in evidence.rows if row.in_progress]
        if waiting:
            st.markdown("**In progress**")
            st.caption("On sources that are not read for this theme yet, so in no figure.")
        for row in waiting:
            _excerpt(me, row, evidence)
        _rest(evidence)
    if keys.SCROLL_TO_EVIDENCE.take():
        st.html(_SCROLL, unsafe_allow_javascript=True)
    return mark


def _opened(me: Actor, view: View, mark: Mark, change_no: int) -> Evidence:
    """Opened once for each state of the evaluation: it is recorded who looked, not how often the page was drawn."""
    most = keys.EVIDENCE_AT_ONCE.get()
    asked = (me, view, mark, change_no, most)
    held = keys.EVIDENCE.get()
    if held is None or held[0] != asked:
        held = (asked, open_evidence(session.store(), me, view, mark, most))
        keys.EVIDENCE.set(held)
    return held[1]


def _head(evidence: Evidence, view: View) -> None:
    cell = evidence.cell
    with st.container(horizontal=True, vertical_alignment="top", key="evidence-head"):
        title = f"{evidence.theme}: {words.POLARITY_WORDS[cell.polarity]}"
        st.subheader(plain(title), anchor=False)
        st.button("Close", on_click=choose_mark, args=(None,), type="tertiary", key="close-evidence")
    period = words.period_name(view.per, cell.period) if cell.period else ""
    if view.as_at is not None:
        st.caption("As it was known then.")
    base = words.rests(cell, view.unit)
    st.markdown(plain(". ".join(one[0].upper() + one[1:] for one in (period, base) if one) + "."))
    small = [words.not_read(cell)]
    if cell.codings is not None:
        small.append(count(cell.codings, "coding"))
    small += [f"{hours:,.1f} {_HOURS[kind]}" for kind, hours in evidence.hours.items()]
    st.caption(" · ".join(one for one in small if one))


def _excerpt(me: Actor, row: ExcerptRow, evidence: Evidence) -> None:
    """The words, who said them as far as that is told, and the way to their place in the source."""
    said = "Its words are not in the source any more." if row.text is None else row.text
    polarity = AskedPolarity(row.polarity)
    about = [row.role_group or "role group unknown", row.trust, row.kind.value, day(row.held_on).replace(" ", "\u00a0")]
    if evidence.mark.polarity is not polarity:
        about.insert(0, f"{words.POLARITY_SIGNS.get(polarity, '○')} {words.POLARITY_WORDS[polarity]}")
    if row.theme != evidence.theme:
        about.insert(0, row.theme)
    with st.container(key=f"excerpt-{row.coding}", gap="xxsmall"):
        st.html(
            f'<figure class="excerpt {polarity.value}"><blockquote>{escape(said)}</blockquote>'
            f"<figcaption>{escape(' · '.join(about))}<br>Coded by {escape(row.coder)}</figcaption></figure>"
        )
        place = _place(me, row)
        if place:
            st.page_link(place[0], label="Open in source", query_params=place[1])


def _place(me: Actor, row: ExcerptRow) -> tuple[str, dict[str, str]] | None:
    """The page on which she can see the words where they stand, and what to ask it for."""
    coding, notes = screen_at("coding"), screen_at("field-notes")
    if coding.is_for(me):
        found = coding.file, {"source": str(row.source), "at": str(row.coding)}
    else:
        found = notes.file, {"note": str(row.source)}
    return found if (ROOT / found[0]).exists() else None


def _rest(evidence: Evidence) -> None:
    more = evidence.found - len(evidence.rows)
    if more:
        st.button(f"Show {min(more, AT_ONCE)} more of {more}", on_click=_show_more, key="more-evidence")
    if evidence.withheld:
        other = "more " if evidence.found else ""
        said = count(evidence.withheld, f"{other}excerpt is", f"{other}excerpts are")
        st.caption(f"{said} for the research team only. You see those of your own field notes.")
    if not evidence.found and not evidence.withheld:
        st.caption(_NOTHING.get(evidence.cell.state, "Nothing was coded so here."))


_NOTHING = {
    CellState.NOT_LOOKED_FOR: "None of these sources was read for this theme yet, so its silence says nothing.",
    CellState.NO_SOURCES: "There is no source here.",
}


def _show_more() -> None:
    keys.EVIDENCE_AT_ONCE.set(keys.EVIDENCE_AT_ONCE.get() + AT_ONCE)


# Where the panel is under the picture, a finger's tap would seem to have done nothing.
_SCROLL = """<script>
(() => {
  const panel = document.querySelector(".st-key-evidence");
  if (panel && matchMedia("(max-width: 640px)").matches) panel.scrollIntoView({ block: "start" });
})()
</script>"""
