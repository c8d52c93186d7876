"""Our browser components: hand-written ES modules and style sheets beside the Python that mounts them.

Streamlit serves a component's files only from an installed package. The project runs from its root, so its files come
from a route of its own, under a path that carries their hash: a browser keeps them for good, `import "../anchor.js"`
works as written, and an upgrade is a new path.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

ROOT = Path(__file__).parent
PREFIX = "/component-assets"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}

# Streamlit sends this with every change of a component's data, so it only fetches. The style sheet comes first:
# nothing is ever seen undressed. More than one line: Streamlit takes a line with a slash for a path.
LOADER = """\
const base = location.origin + "{base}/{name}/{name}";
const dressed = new Promise((done) => {{
  const found = document.querySelector(`link[href="${{base}}.css"]`);
  if (found) return done();
  const link = Object.assign(document.createElement("link"), {{ rel: "stylesheet", href: `${{base}}.css` }});
  link.onload = link.onerror = () => done();
  document.head.append(link);
}});
export default async (component) => {{
  const [module] = await Promise.all([import(`${{base}}.js`), dressed]);
  return module.default(component);
}};
"""


def browser_component(name: str) -> "ComponentRenderer":
    """The component whose files are `pages/ui/NAME/NAME.js` and `NAME.css`; its JS default export mounts it.

    The export gets `{data, key, name, parentElement, setStateValue, setTriggerValue}`, again with the same
    parentElement whenever `data` changes; the setters of an earlier call are dead then. It may import any module below
    `pages/ui` by a relative path. Call this once, at import; mount the result outside fragments.
    """
    loader = LOADER.format(base=f"{PREFIX}/{assets_version()}", name=name)
    return st.components.v2.component(f"evaluation_{name}", js=loader, isolate_styles=False)


@cache
def assets_version() -> str:
    """A hash of every file served, taken once a process."""
    digest = hashlib.sha256()
    for path in _served():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def asset(path: str) -> tuple[bytes, str] | None:
    """The bytes and media type of a module or style sheet below `pages/ui`; None for everything else."""
    for served in _served():
        if served.relative_to(ROOT).as_posix() == path:
            return served.read_bytes(), MEDIA_TYPES[served.suffix]
    return None


def _served() -> Iterable[Path]:
    return (path for path in sorted(ROOT.rglob("*")) if path.suffix in MEDIA_TYPES)
