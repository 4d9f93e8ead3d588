/** Hides the parts of the page that a link names: a help for teaching, not a lock. */

import { lastingProblem } from "../state/problem.js";
import { PARTS } from "./parts.js";

/** The window in which the page is one screen, as in page.css. */
const ONE_SCREEN = "@media (min-width: 1180px) and (min-height: 680px)";
/** Rows of the page's columns, from above: what stands in them, and how high they are. */
const COLUMNS = {
  input: { draw: "auto", pose: "auto", why: "minmax(0, 1fr)" },
  middle: { strip: "auto", stage: "minmax(0, 1fr)", inspector: "auto" },
  output: {
    prediction: "var(--answer-row)",
    lengths: "var(--lengths-row)",
    pictures: "minmax(0, 1fr)",
    capsule: "auto",
  },
};
const NO_OUTPUT = `[data-region="output"] { display: none !important; }
${ONE_SCREEN} {
  [data-region="frame"] { grid-template-columns: var(--left) minmax(0, 1fr); }
}`;
const NO_STRIP = '[data-region="strip"] { display: none !important; }';

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
 * The style rules that hide parts, and give their room to the others.
 * @param {readonly string[]} names
 */
export function rulesFor(names) {
  const parts = PARTS.filter(({ name }) => names.includes(name));
  const rules = parts.map(({ selector }) => `${selector} { display: none !important; }`);
  const cards = PARTS.filter(({ selector }) => selector.startsWith("[data-card="));
  const isEmpty = cards.every(({ name }) => names.includes(name));
  if (isEmpty) rules.push(NO_STRIP);
  const gone = isEmpty ? [...names, "strip"] : names;
  for (const [region, rows] of Object.entries(COLUMNS)) {
    const left = Object.entries(rows).filter(([name]) => !gone.includes(name));
    if (left.length === Object.keys(rows).length) continue;
    if (left.length === 0) rules.push(NO_OUTPUT);
    else rules.push(columnOf(region, left));
  }
  return rules.join("\n");
}

/**
 * Rows for what is left of a column; without one that takes all room, none is stretched.
 * @param {string} region
 * @param {[string, string][]} rows
 */
function columnOf(region, rows) {
  const heights = rows.map(([, height]) => height);
  const align = heights.some((height) => height.includes("fr")) ? "" : " align-content: start;";
  return `${ONE_SCREEN} {
  [data-region="${region}"] { grid-template-rows: ${heights.join(" ")};${align} }
}`;
}
