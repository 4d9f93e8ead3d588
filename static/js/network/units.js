/** Units: everything of the network that can be pointed at, and how each is named. */

import { primaryGrid } from "./receptive-fields.js";
import { classNoun } from "../state/state.js";

/**
 * All indices count from 0. A `digit` is the index of a class.
 * @typedef {{kind: "pixel", row: number, column: number}} Pixel of what the network receives
 * @typedef {{kind: "kernel", map: number}} Kernel of Conv1
 * @typedef {{kind: "conv1", map: number, row: number, column: number}} Conv1Cell of a map of Conv1
 * @typedef {{kind: "type", type: number}} CapsuleType all primary capsules of one type
 * @typedef {{kind: "capsule", type: number, row: number, column: number}} Capsule a primary one
 * @typedef {{kind: "component", type: number, row: number, column: number, dimension: number}}
 *   Component one number of a primary capsule
 * @typedef {{kind: "vote", type: number, row: number, column: number, digit: number}} Vote
 *   what lies between a primary capsule and a class: vote, logit, coupling, agreement, support
 * @typedef {{kind: "link", type: number, digit: number}} Link the votes of one type for a class
 * @typedef {{kind: "position", row: number, column: number, digit: number}} Position
 *   the votes of one position's capsules for a class
 * @typedef {{kind: "digit", digit: number}} Digit a class's capsule
 * @typedef {{kind: "dimension", digit: number, dimension: number}} Dimension one of its numbers
 * @typedef {{kind: "hidden", digit: number, layer: number, index: number}} Hidden
 *   a unit of the decoder's hidden layers, while it draws a class's capsule
 * @typedef {{kind: "decoded", digit: number, row: number, column: number}} Decoded
 *   a pixel of the picture that the decoder draws from a class's capsule
 *
 * @typedef {Pixel | Kernel | Conv1Cell | CapsuleType | Capsule | Component | Vote | Link | Position
 *   | Digit | Dimension | Hidden | Decoded} Unit
 *
 * @typedef {"image" | "conv1" | "kernels" | "primary" | "reconstruction"} Part a kind of picture
 */

/**
 * Indices of each kind of unit, in the order of its name and its text.
 * @type {Record<Unit["kind"], readonly string[]>}
 */
export const INDICES = {
  pixel: ["row", "column"],
  kernel: ["map"],
  conv1: ["map", "row", "column"],
  type: ["type"],
  capsule: ["type", "row", "column"],
  component: ["type", "row", "column", "dimension"],
  vote: ["type", "row", "column", "digit"],
  link: ["type", "digit"],
  position: ["row", "column", "digit"],
  digit: ["digit"],
  dimension: ["digit", "dimension"],
  hidden: ["digit", "layer", "index"],
  decoded: ["digit", "row", "column"],
};

const NAMES = {
  pixel: "Pixel",
  kernel: "Kernel",
  conv1: "Conv1",
  type: "Capsule type",
  capsule: "Primary capsule",
  component: "Primary capsule",
  vote: "Vote",
  link: "Link",
  position: "Position",
  digit: "Capsule",
  dimension: "Capsule",
  hidden: "Decoder",
  decoded: "Reconstruction",
};

/**
 * A unit's name for people: "Conv1 · map 18, row 3, column 6".
 * @param {Unit} unit
 * @param {import("../state/state.js").Model} model
 */
export function unitName(unit, model) {
  const indices = /** @type {Record<string, number>} */ (/** @type {unknown} */ (unit));
  const words = INDICES[unit.kind].map((name) => {
    if (name === "digit") return `${classNoun(model)} ${model.class_names[indices.digit]}`;
    return `${name === "index" ? "unit" : name} ${indices[name]}`;
  });
  return `${NAMES[unit.kind]} · ${words.join(", ")}`;
}

/**
 * Whether two units are the same.
 * @param {Unit | null} one
 * @param {Unit | null} other
 */
export function sameUnit(one, other) {
  return one === other || (one !== null && other !== null && unitText(one) === unitText(other));
}

/**
 * A unit as a short text: "conv1-18-3-6".
 * @param {Unit} unit
 */
export function unitText(unit) {
  const indices = /** @type {Record<string, number>} */ (/** @type {unknown} */ (unit));
  return [unit.kind, ...INDICES[unit.kind].map((name) => indices[name])].join("-");
}

/**
 * @typedef {Object} Reading what a text says
 * @property {Unit | null} unit
 * @property {string} [expected] where there is no unit: what would have been one
 */

/**
 * The unit that `unitText` wrote, where this network has it.
 * @param {string} text
 * @param {import("../state/state.js").Model} model
 * @returns {Reading}
 */
export function unitFromText(text, model) {
  const [kind, ...parts] = text.split("-");
  if (!Object.hasOwn(INDICES, kind)) {
    return { unit: null, expected: `one of ${Object.keys(INDICES).join(", ")}, and its place` };
  }
  const names = INDICES[/** @type {Unit["kind"]} */ (kind)];
  const form = [kind, ...names.map((name) => name.toUpperCase())].join("-");
  if (parts.length !== names.length || !parts.every((part) => /^\d{1,7}$/.test(part))) {
    return { unit: null, expected: `${form}, with whole numbers` };
  }
  const indices = Object.fromEntries(names.map((name, place) => [name, Number(parts[place])]));
  const sizes = sizesOf(/** @type {Unit["kind"]} */ (kind), model, indices.layer);
  const wrong = names.find((name) => indices[name] >= sizes[name]);
  if (wrong !== undefined) {
    const range = sizes[wrong] > 0 ? `0 to ${sizes[wrong] - 1}` : "that this network does not have";
    return { unit: null, expected: `${form}, ${wrong} ${range}` };
  }
  return { unit: /** @type {Unit} */ (/** @type {unknown} */ ({ kind, ...indices })) };
}

/**
 * How many of each index a kind of unit has.
 * @param {Unit["kind"]} kind
 * @param {import("../state/state.js").Model} model
 * @param {number} [layer] of the decoder
 * @returns {Record<string, number>}
 */
export function sizesOf(kind, { config, image }, layer = 0) {
  const shared = {
    map: config.conv1_kernels,
    type: config.primary_types,
    digit: config.classes,
    layer: config.decoder_hidden.length,
    index: config.decoder_hidden[layer] ?? 0,
    dimension: kind === "component" ? config.primary_dimensions : config.digit_dimensions,
  };
  switch (kind) {
    case "pixel":
    case "decoded":
      return { ...shared, row: image.height, column: image.width };
    case "conv1": {
      const less = config.conv1_kernel_size - 1;
      return { ...shared, row: image.height - less, column: image.width - less };
    }
    default: {
      const { rows, columns } = primaryGrid(config);
      return { ...shared, row: rows, column: columns };
    }
  }
}
