/** What the stage of Conv1 shows: its settings, and the colours that follow from them. */

import { switched } from "../../state/state.js";
import { diverging, domain, lookup, sequential } from "../../graphics/color.js";

/**
 * @typedef {Object} Settings
 * @property {boolean} rectify whether maps are shown after ReLU
 * @property {import("./map-order.js").Sort} sort
 * @property {boolean} wholeLayer whether one range of colours holds for all maps, and for all kernels
 *
 * @typedef {Object} Colours
 * @property {Uint32Array} palette
 * @property {[number, number]} domain of the chosen tile, or of the whole layer
 * @property {[number, number][] | undefined} domains of each tile, where each has its own
 * @property {string} scope whose range it is
 */

/**
 * @param {import("../../state/state.js").State} state
 * @returns {Settings}
 */
export function settingsOf(state) {
  return {
    rectify: switched(state, "relu") === "after",
    sort: /** @type {import("./map-order.js").Sort} */ (switched(state, "order")),
    wholeLayer: switched(state, "maps") === "layer",
  };
}

/** Of each field's array, its ranges: they are asked for by two pictures, and do not change. */
const ranges = new WeakMap();

/**
 * Colours of tiles of a layer.
 * @param {Float32Array} values of all tiles
 * @param {{count: number, signed: boolean, dark: boolean, wholeLayer: boolean, chosen: number,
 *   noun: string}} options
 * @returns {Colours}
 */
export function layerColours(values, { count, signed, dark, wholeLayer, chosen, noun }) {
  const palette = lookup(signed ? (dark ? diverging.dark : diverging.light) : sequential);
  if (wholeLayer) {
    const range = rangesOf(values, `layer ${signed}`, () => domain(values, { signed }));
    return { palette, domain: range, domains: undefined, scope: "whole layer" };
  }
  const size = values.length / count;
  const domains = rangesOf(values, `each ${signed}`, () =>
    Array.from({ length: count }, (_, tile) =>
      domain(values.subarray(tile * size, (tile + 1) * size), { signed }),
    ),
  );
  return { palette, domain: domains[chosen], domains, scope: `${noun} ${chosen} alone` };
}

/**
 * @template T
 * @param {Float32Array} values
 * @param {string} key
 * @param {() => T} find
 * @returns {T}
 */
function rangesOf(values, key, find) {
  const known = ranges.get(values) ?? new Map();
  ranges.set(values, known);
  if (!known.has(key)) known.set(key, find());
  return known.get(key);
}
