/** Finding a theme by a few letters. */

/**
 * Themes that hold every word of the query in their path, best first: the name starts with it, a word of the name does,
 * the name holds it, only the path does. Retired ones are not found.
 *
 * @template {{no: number, name: string, path: string, retired?: boolean}} T
 * @param {T[]} themes
 * @param {string} query
 * @returns {T[]}
 */
export function matching(themes, query) {
  const asked = plain(query).split(/\s+/).filter(Boolean);
  return themes
    .filter((theme) => !theme.retired && asked.every((word) => plain(theme.path).includes(word)))
    .map((theme) => ({ theme, rank: asked.length ? rankOf(plain(theme.name), asked.join(" ")) : 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ theme }) => theme);
}

function rankOf(/** @type {string} */ name, /** @type {string} */ query) {
  if (name.startsWith(query)) return 0;
  if (name.includes(` ${query}`)) return 1;
  return name.includes(query) ? 2 : 3;
}

function plain(/** @type {string} */ text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Where a theme stands: its path without its own name. */
export function above(/** @type {{path: string}} */ theme) {
  return theme.path.split(" / ").slice(0, -1).join(" / ");
}

/**
 * How deep each theme stands under the others, and whether it only groups them: by its number.
 *
 * @param {{no: number, path: string, retired?: boolean}[]} themes
 * @returns {Map<number, {depth: number, groups: boolean}>}
 */
export function treeOf(themes) {
  const open = themes.filter((theme) => !theme.retired);
  const byPath = new Map(open.map((theme) => [theme.path, theme.no]));
  const tree = new Map(open.map((theme) => [theme.no, { depth: 0, groups: false }]));
  for (const theme of open) {
    for (let at = theme.path.indexOf(" / "); at >= 0; at = theme.path.indexOf(" / ", at + 1)) {
      const holder = byPath.get(theme.path.slice(0, at));
      if (holder === undefined) continue;
      tree.get(holder).groups = true;
      tree.get(theme.no).depth += 1;
    }
  }
  return tree;
}
