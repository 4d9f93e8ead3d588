/** What the links say, in words. */

import { signed } from "../../../widgets/numbers.js";
import { classNumbers, evenShare, NUMBER_NAMES, QUANTITIES } from "../values.js";
import { nameOfSource } from "./sources.js";

/**
 * @typedef {import("../../../state/state.js").Quantity} Quantity
 *
 * @typedef {Object} Told what links are told by
 * @property {import("../../../server/trace.js").Trace} trace
 * @property {import("./sources.js").LinkSources} sources
 * @property {Quantity} quantity
 * @property {Float32Array} values of the quantity: sources x classes
 * @property {number} iteration
 * @property {import("../../../state/state.js").Step} step
 * @property {string[]} names of the classes
 */

/**
 * What is pointed at: a class by its number; a link, or what a source says of a class, by its value.
 * @param {import("./layout.js").LinkHit} hit
 * @param {number} shown the class that a source is told for
 * @param {Told} told
 */
export function tellHit(hit, shown, { trace, sources, quantity, values, iteration, step, names }) {
  if (!("source" in hit)) {
    const number = classNumbers(trace, step, iteration)?.[hit.digit];
    return `${names[hit.digit]}: ${NUMBER_NAMES[step]} ${number?.toFixed(4) ?? "…"}`;
  }
  const digit = "digit" in hit ? hit.digit : shown;
  const value = values[hit.source * names.length + digit];
  const about = trace.has(quantity) && trace.isExact(quantity) ? "" : "≈ ";
  const mean = sources.kind === "capsule" || quantity === "support" ? "" : "mean ";
  const start = `${nameOfSource(sources, hit.source)} → ${names[digit]}: ${mean}${QUANTITIES[quantity].text} ${about}`;
  if (quantity === "couplings")
    return `${start}${(evenShare(trace) + value).toFixed(4)}, ${signed(value, 4)} from even`;
  if (quantity !== "support") return `${start}${signed(value, 4)}`;
  const length = Math.hypot(...trace.slice("sums", iteration, digit));
  return `${start}${signed(value, 4)}, ${((100 * value) / length).toFixed(1)} % of ‖s‖`;
}

/**
 * What a link's colour and its width mean.
 * @param {Quantity} quantity
 * @param {{name: string, classes: number, many: boolean}} of whose links; `many`: whether a link is
 *   that of several capsules
 */
export function tellLook(quantity, { name, classes, many }) {
  switch (quantity) {
    case "support":
      return `Links are as wide as ${many ? "their capsules' support together" : "the capsule's support"}`;
    case "couplings":
      return `Orange links are coupled to ${name} more than evenly, blue less; width: how far ${many ? "the mean coupling" : "the coupling"} is from 1/${classes}`;
    case "logits":
      return `Orange links have a logit above 0 for ${name}, blue below; width: ${many ? "the mean logit" : "the logit"}`;
    case "agreement":
      return `Orange links agree with ${name}, blue disagree; width: ${many ? "the mean agreement" : "the agreement"}`;
  }
}

/**
 * How much of the shown class's values the links hold.
 * @param {number} share
 * @param {{blank: boolean, quantity: Quantity, name: string}} of
 */
export function tellShare(share, { blank, quantity, name }) {
  if (blank) return "Nothing is drawn.";
  return share === 0
    ? "No links: nothing differs from class to class."
    : `Shown: ${Math.round(100 * share)} % of ${QUANTITIES[quantity].total} for ${name}`;
}
