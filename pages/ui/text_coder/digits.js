/** Which theme stands on which digit. */

import { treeOf } from "../themes.js";

const DIGITS = 9;

/**
 * Themes on the digits 1-9: the recent ones, filled up in the framework's order, those that group others last. A digit stays with its theme while the
 * desk is open, so that fingers can learn it.
 */
export function digitsOf(themes, before) {
  const open = new Set(themes.filter((theme) => !theme.retired).map((theme) => theme.no));
  const recent = themes.filter((theme) => theme.recent).sort((a, b) => a.recent - b.recent);
  const order = before.length ? before : recent.map((theme) => theme.no);
  const digits = order.filter((no) => open.has(no)).slice(0, DIGITS);
  const tree = treeOf(themes);
  const filling = [...open].sort((a, b) => tree.get(a).groups - tree.get(b).groups);
  for (const no of filling) if (digits.length < DIGITS && !digits.includes(no)) digits.push(no);
  return digits;
}

/** A theme without a digit takes the one of the theme that was longest not used; `uses` is in order of use. */
export function withDigitFor(digits, theme, uses) {
  if (digits.includes(theme)) return digits;
  const rank = (no) => uses.lastIndexOf(no);
  const idle = digits.reduceRight((least, no) => (rank(no) < rank(least) ? no : least), digits[digits.length - 1]);
  return digits.map((no) => (no === idle ? theme : no));
}
