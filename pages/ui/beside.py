"""A view as it was known at an earlier change, beside today's: side by side, or one under the other."""

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.watch.beside import NowBeside, OverTimeBeside
from evalcore.watch.cells import ThemeLine
from evalcore.watch.charts.looks import Seen
from evalcore.watch.charts.mark import Mark
from evalcore.watch.view import View
from pages.ui import evidence_panel, legend, pictures
from pages.ui.formats import count, plain
from pages.ui.pictures import Head, Scope

Beside = NowBeside | OverTimeBeside


def show_beside(me: Actor, view: View, change_no: int, answer: Beside, where: Scope, then_words: str) -> None:
    """The two pictures, and at the third place the evidence of the chosen mark, or how to read the marks."""
    left, right = st.columns([8, 4], gap="medium")
    with right:
        mark = evidence_panel.show_evidence(me, view, change_no)
    marks = (mark, None) if evidence_panel.of_then() else (None, mark)
    heads = (Head(then_words, answer.then.sentence), Head("Today", answer.today.sentence))
    with left:
        if isinstance(answer, NowBeside):
            figures = pictures.now_beside_figures(where, answer, view, marks)
            pictures.show_beside("now", figures, heads)
            seen = pictures.looks([figures])
        else:
            seen = _over_time(answer, view, where, marks, heads)
    if mark is None:
        with right:
            legend.show_key(view.unit, seen, over_time=isinstance(answer, OverTimeBeside))


def _over_time(
    answer: OverTimeBeside, view: View, where: Scope, marks: tuple[Mark | None, Mark | None], heads: tuple[Head, Head]
) -> frozenset[Seen]:
    """Draw the chosen themes large and all in small; what is to be seen in them."""
    themes = tuple(line.no for line in answer.today.chosen)
    pairs = pictures.column_beside_figures(where, answer, view, themes, marks)
    for place, (line, figures) in enumerate(zip(answer.today.chosen, pairs, strict=True)):
        st.subheader(f"{plain(line.name)}{_not_yet(answer, line)}", anchor=False)
        # The sentences speak of the first theme.
        own = heads if not place else (Head(heads[0].name), Head(heads[1].name))
        pictures.show_beside(f"theme-{line.no}", figures, own)
    for name, one in (("as it was known", answer.then), ("today", answer.today)):
        if one.left_out:
            lies = count(one.left_out, "source lies", "sources lie")
            st.caption(f"{lies} in no period and cannot be shown here ({name}).")
    legend.show_milestones(answer.today.marks, answer.today.unmarked, answer.then.marks)
    st.subheader("All themes", anchor=False)
    figures = pictures.grid_beside_figures(where, answer, view, marks)
    pictures.show_beside("grid", figures, (Head(heads[0].name), Head(heads[1].name)))
    return pictures.looks([*pairs, figures])


def _not_yet(answer: OverTimeBeside, line: ThemeLine) -> str:
    there = {one.no for one in answer.then.every}
    return "" if line.no in there else ", which was not in the framework then"
