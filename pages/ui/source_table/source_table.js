// The library's rows. Their links are links: a plain press stays within the page, any other is the browser's own.

import { el } from "../dom.js";

const HEADINGS = ["Date", "Kind", "Title", "Trust", "Participants", "Minutes", "Reading", "Lead coder", "More"];
const MARKS = { read: "●", "partly read": "◐", unread: "○" };

export default function sourceTable({ data, parentElement, setTriggerValue }) {
  const go = (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("open", event.currentTarget.getAttribute("href"));
  };
  const head = el("tr", { role: "row" });
  for (const heading of HEADINGS) {
    head.append(el("th", { scope: "col", role: "columnheader", class: heading.toLowerCase() }, heading));
  }
  const body = el("tbody", { role: "rowgroup" }, ...data.rows.map((row) => line(row, go)));
  parentElement.replaceChildren(
    el("table", { class: "source-table", role: "table", "aria-label": "Sources" },
      el("thead", { role: "rowgroup" }, head), body),
  );
}

function line(row, go) {
  const cell = (name, ...inside) => el("td", { role: "cell", class: name }, ...inside.filter((one) => one !== ""));
  const state = cell("state", el("span", { class: "mark", "aria-hidden": "true" }, MARKS[row.state]), row.state);
  if (row.missing) state.append(el("span", { class: "missing" }, row.missing));
  return el("tr", { role: "row" },
    cell("date", row.date),
    cell("kind", row.kind),
    cell("title", el("a", { href: row.open, onclick: go }, row.title)),
    cell("trust", row.trust),
    cell("people", row.people),
    row.minutes ? cell("minutes", String(row.minutes), el("span", { class: "unit" }, " min")) : cell("minutes"),
    state,
    cell("lead", row.lead),
    cell("more", ...row.links.map(([label, href]) =>
      el("a", { href, onclick: go, "aria-label": `${label}: ${row.title}` }, label))),
  );
}
