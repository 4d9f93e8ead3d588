/** Why a class is read, or is not, in two sentences made from what the primary capsules add to it. */

import { byLength, greatest } from "../network/longest.js";
import { lengthOf, placeOf, supportFor } from "../network/votes.js";
import { primaryGrid } from "../network/receptive-fields.js";
import { supportByType } from "../server/trace.js";
import { minus } from "../widgets/numbers.js";
import { classNoun } from "../state/state.js";

/**
 * @typedef {import("../state/state.js").Model} Model
 * @typedef {import("../server/trace.js").Trace} Trace
 *
 * @typedef {string | {type: number, words: string}} Piece plain words, or words for a type of primary
 *   capsules
 *
 * @typedef {Object} Evidence for one class, after the last iteration
 * @property {number} length ‖s‖, which all support adds up to, and the bias where there is one
 * @property {{type: number, share: number}[]} types of primary capsules with what they add to ‖s‖, as
 *   a share of it; most first
 */

/** What one type has to add for it to be told as what decides. */
const DECIDES = 0.25;

/** Names of the thirds of a picture, from the top and from the left. */
const PARTS = [
  ["at the upper left", "at the top", "at the upper right"],
  ["at the left", "in the centre", "at the right"],
  ["at the lower left", "at the bottom", "at the lower right"],
];

/**
 * What the capsule of a class adds up to, and from where.
 * @param {Trace} trace
 * @param {number} digit
 * @returns {Evidence}
 */
export function evidenceFor(trace, digit) {
  const last = trace.iterations - 1;
  const classes = trace.shape("support")[4];
  const length = lengthOf(trace.slice("sums", last, digit));
  const sums = supportByType(trace, last);
  const types = Array.from({ length: sums.length / classes }, (_, type) => ({
    type,
    share: sums[type * classes + digit] / length,
  }));
  return { length, types: types.sort((one, other) => other.share - one.share) };
}

/**
 * The capsule of a type that adds most to a class.
 * @param {Trace} trace
 * @param {Model} model
 * @param {number} type
 * @param {number} digit
 * @returns {import("../network/units.js").Capsule}
 */
export function strongestOf(trace, { config }, type, digit) {
  const support = supportOfType(trace, type, digit);
  return { kind: "capsule", ...placeOf(config, type * support.length + greatest(support)) };
}

/**
 * Where in the picture a type's support for a class comes from: "mostly" where one part has at least
 * half of it; null where its capsules all see the whole picture.
 * @param {Trace} trace
 * @param {Model} model
 * @param {number} type
 * @param {number} digit
 */
export function placeOfSupport(trace, { config }, type, digit) {
  const { rows, columns } = primaryGrid(config);
  if (rows * columns === 1) return null;
  const parts = new Float64Array(9);
  const support = supportOfType(trace, type, digit);
  support.forEach((value, index) => {
    parts[3 * third(Math.floor(index / columns), rows) + third(index % columns, columns)] += value;
  });
  const most = greatest(parts);
  const total = support.reduce((sum, value) => sum + value, 0);
  const words = PARTS[Math.floor(most / 3)][most % 3];
  return parts[most] >= total / 2 ? `mostly ${words}` : `strongest ${words}`;
}

/**
 * The question that is answered: "Why 7?", or of a class that is looked at but not read "Why not 1?".
 * @param {Trace} trace
 * @param {Model} model
 * @param {number} digit the class looked at
 */
export function whyTitle(trace, { class_names: names }, digit) {
  if (trace.isBlank) return "Why?";
  return digit === trace.prediction ? `Why ${names[digit]}?` : `Why not ${names[digit]}?`;
}

/**
 * @param {Trace} trace
 * @param {Model} model
 * @param {number} digit the class looked at
 * @param {boolean} drawn whether the input is a drawing, not a picture
 * @returns {Piece[]}
 */
export function whyWords(trace, model, digit, drawn) {
  if (trace.isBlank) {
    return [`Draw a ${classNoun(model)}, and read here which capsules speak for it.`];
  }
  if (digit !== trace.prediction) return whyNot(trace, model, digit);
  const because = becauseOf(trace, model, digit);
  return drawn && classNoun(model) !== "digit"
    ? [`This network knows ${model.shows}, no digits. `, ...because]
    : [...because, secondWords(trace, model)];
}

/**
 * Which types of capsules speak for a class, and how much.
 * @param {Trace} trace
 * @param {Model} model
 * @param {number} digit
 * @returns {Piece[]}
 */
function becauseOf(trace, model, digit) {
  const [first, next] = evidenceFor(trace, digit).types;
  const decides = first.share >= DECIDES;
  const place = placeOfSupport(trace, model, first.type, digit);
  const named = [decides ? "Capsules of " : "Many types agree: ", typeWords(first.type)];
  const verb = decides ? "give" : "gives";
  const gives = `${place ? `, ${place},` : ""} ${verb} ${percent(first.share)} of what speaks for it`;
  if (!next) return [...named, `${gives}. `];
  return decides
    ? [...named, `${gives}; no other type gives more than ${percent(next.share)}. `]
    : [...named, `${gives}, then `, typeWords(next.type), ` with ${percent(next.share)}. `];
}

/**
 * @param {Trace} trace
 * @param {Model} model
 * @param {number} digit
 * @returns {Piece[]}
 */
function whyNot(trace, model, digit) {
  const { class_names: names } = model;
  const { length, types } = evidenceFor(trace, digit);
  const [{ type, share }] = types;
  const place = placeOfSupport(trace, model, type, digit);
  const read = evidenceFor(trace, trace.prediction).length;
  return [
    `What speaks for it adds up to ${length.toFixed(2)} only, for ${names[trace.prediction]} to ${read.toFixed(2)}. Most comes from capsules of `,
    typeWords(type),
    `${place ? `, ${place}` : ""}: ${percent(share)}.`,
  ];
}

/**
 * Who is second, and how far behind.
 * @param {Trace} trace
 * @param {Model} model
 */
function secondWords(trace, { class_names: names }) {
  const lengths = trace.values("lengths");
  const [first, second] = byLength(lengths);
  const behind = lengths[first] - lengths[second];
  return `Second is ${names[second]} with ${lengths[second].toFixed(3)}, ${behind.toFixed(3)} behind.`;
}

/** @param {number} type */
function typeWords(type) {
  return { type, words: `type ${type}` };
}

/**
 * What every capsule of a type adds to a class.
 * @param {Trace} trace
 * @param {number} type
 * @param {number} digit
 */
function supportOfType(trace, type, digit) {
  const support = supportFor(trace, trace.iterations - 1, digit);
  const size = support.length / trace.shape("support")[1];
  return support.subarray(type * size, (type + 1) * size);
}

/**
 * The third that one of several lies in.
 * @param {number} index
 * @param {number} count
 */
function third(index, count) {
  return Math.floor((3 * (index + 0.5)) / count);
}

/** @param {number} share */
function percent(share) {
  return minus(`${Math.round(100 * share)}\u00a0%`);
}
