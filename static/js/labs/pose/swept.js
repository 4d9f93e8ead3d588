/** What a sweep says: rows of numbers, and words. No DOM. */

import { signed } from "../../widgets/numbers.js";
import { heldRange, nearest, POSES } from "./poses.js";

/**
 * @typedef {Awaited<ReturnType<typeof import("../../server/lab-api.js").postSweep>> & {
 *   kind: import("./poses.js").Kind, values: number[]}} Swept values are those of the pose, one a step
 */

/** Classes that are told of a step. */
const TOLD = 3;

/**
 * A pose as it is written.
 * @param {Pick<Swept, "kind" | "values">} swept
 * @param {number} step
 */
export function poseText({ kind, values }, step) {
  const { unit, decimals, none } = POSES[kind];
  const value = values[step];
  return `${none === 0 ? signed(value, decimals) : value.toFixed(decimals)}${unit}`;
}

/**
 * The step at which nothing is moved, or the nearest to it.
 * @param {Pick<Swept, "kind" | "values">} swept
 */
export function stillStep({ kind, values }) {
  return nearest(values, POSES[kind].none);
}

/**
 * The class that curves are told from: the chosen one, else the longest where nothing is moved.
 * @param {Pick<Swept, "kind" | "values" | "lengths">} swept
 * @param {number | null} digit
 * @param {number} classes
 */
export function ownClass(swept, digit, classes) {
  return digit ?? heldRange(swept.lengths, classes, stillStep(swept)).winner;
}

/**
 * How far the answer holds, in words.
 * @param {Pick<Swept, "kind" | "values">} swept
 * @param {ArrayLike<number>} numbers steps * classes
 * @param {readonly string[]} names of the classes
 */
export function tellHeld(swept, numbers, names) {
  const { winner, first, last } = heldRange(numbers, names.length, stillStep(swept));
  return first === 0 && last === swept.values.length - 1
    ? `Read as ${names[winner]} from end to end.`
    : `Read as ${names[winner]} from ${poseText(swept, first)} to ${poseText(swept, last)}.`;
}

/**
 * What is read at a step, in words: the largest first.
 * @param {Pick<Swept, "kind" | "values">} swept
 * @param {ArrayLike<number>} numbers steps * classes
 * @param {number} step
 * @param {readonly string[]} names of the classes
 */
export function tellStep(swept, numbers, step, names) {
  const largest = names
    .map((name, index) => ({ name, value: numbers[step * names.length + index] }))
    .sort((one, other) => other.value - one.value)
    .slice(0, TOLD)
    .map(({ name, value }) => `${name} ${value.toFixed(3)}`);
  return `${poseText(swept, step)}: ${largest.join(", ")}`;
}
