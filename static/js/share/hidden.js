/** Hides the parts of the page that a link names: a help for teaching, not a lock. */

import { lastingProblem } from "../state/problem.js";
import { PARTS } from "./parts.js";

/** What a strip with fewer cards looks like where it is one row. */
const FEWER_CARDS = `@media (min-width: 1181px) {
  .strip { grid-template-columns: none; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); }
  .strip [data-card="draw"] { width: 230px; }
}`;
const NO_SIDE = ".bench { grid-template-columns: minmax(0, 1fr); } .side { display: none; }";

/**
 * Hides what the state names; what names no part is told, and left out of the state.
 * @param {Pick<import("../state/state.js").State, "hidden" | "problem">} state
 * @returns {Partial<import("../state/state.js").State>}
 */
export function hideParts({ hidden, problem }) {
  const parts = PARTS.filter(({ name }) => hidden.includes(name));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rulesFor(hidden));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const unknown = hidden.filter((name) => !PARTS.some((part) => part.name === name));
  const known = parts.map(({ name }) => name);
  if (unknown.length === 0) return { hidden: known };
  const expected = PARTS.map(({ name }) => name).join(", ");
  const words = `invalid hide in the link: "${unknown.join(".")}" (expected ${expected})`;
  return { hidden: known, ...lastingProblem({ problem }, words) };
}

/**
 * The style rules that hide parts.
 * @param {readonly string[]} names
 */
export function rulesFor(names) {
  const parts = PARTS.filter(({ name }) => names.includes(name));
  const rules = parts.map(({ selector }) => `${selector} { display: none !important; }`);
  if (parts.some(({ group }) => group === "Cards")) rules.push(FEWER_CARDS);
  if (["inspector", "capsule"].every((name) => names.includes(name))) rules.push(NO_SIDE);
  return rules.join("\n");
}
