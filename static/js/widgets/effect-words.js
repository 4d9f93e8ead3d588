/** What moving a dimension does, in words. */

import { strongestEffects } from "../network/effects.js";
import { MEASURES } from "../network/picture-measures.js";
import { signed } from "./numbers.js";

/**
 * @typedef {import("../network/effects.js").Effects} Effects
 * @typedef {import("../network/picture-measures.js").Measure} Measure
 */

/**
 * What a dimension does, in few words: "slant −35°".
 * @param {readonly Effects[]} effects
 * @param {number} dimension
 * @param {{pixels?: string}} [how] what is written behind a number of pixels
 */
export function wordsOf(effects, dimension, { pixels = " px" } = {}) {
  const told = strongestEffects(effects, dimension);
  if (told.length === 0) return "nothing clear";
  return told
    .map(({ name, change }) => {
      const { short, unit } = MEASURES[name];
      return unit === "°"
        ? `${short} ${signed(change, 0)}${unit}`
        : `${short} ${signed(change, 1)}${pixels}`;
    })
    .join(", ");
}

/**
 * One curve, in words.
 * @param {readonly Effects[]} effects
 * @param {number} dimension
 * @param {Measure} name
 */
export function describeEffect(effects, dimension, name) {
  const { title, unit } = MEASURES[name];
  const { values, r, change } = effects[dimension][name];
  const found = values.filter((value) => value !== null);
  if (found.length === 0) return `dimension ${dimension}: too little ink to measure`;
  const [from, to] = [found[0], found[found.length - 1]].map((value) => signed(value, 2));
  return `dimension ${dimension}, ${title}: ${from} to ${to}${unit}, change ${signed(change, 2)}, r = ${signed(r, 3)}`;
}
