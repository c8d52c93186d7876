"""A link to hand on: a field that holds it and a button that copies it."""

from html import escape

import streamlit as st

# Over plain http a browser offers no clipboard; the older way works on what is selected.
SCRIPT = """
<script>
(() => {
  const button = document.querySelector(".copy-link button");
  const field = document.querySelector(".copy-link input");
  button.onclick = async () => {
    field.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else document.execCommand("copy");
    document.querySelector(".copy-link [role=status]").textContent = "Copied.";
  };
})()
</script>"""


def copy_link(label: str, link: str) -> None:
    st.html(
        f'<div class="copy-link"><label for="copied">{escape(label)}</label><div>'
        f'<input id="copied" readonly value="{escape(link)}"><button type="button">Copy the link</button></div>'
        f'<span role="status"></span></div>{SCRIPT}',
        unsafe_allow_javascript=True,
    )
