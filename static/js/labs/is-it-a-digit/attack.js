/** Pictures made by an attack, one of each strength: what the network and the test say. No DOM. */

import { spread } from "../pose/poses.js";

/** As strong as the server makes them. */
const MOST = 0.5;
export const STRENGTHS = spread(0, MOST, 51);

/**
 * @typedef {Awaited<ReturnType<typeof import("../../server/lab-api.js").postAdversarial>> &
 *   {trace: Pick<import("../../server/trace.js").Trace, "values" | "prediction">}} Attack
 *   on the image of a trace
 */

/**
 * The pictures of one strength.
 * @param {Pick<Attack, "images" | "reconstructions" | "trace">} attack
 * @param {number} step
 */
export function picturesAt({ images, reconstructions, trace }, step) {
  const input = trace.values("image");
  const at = (/** @type {Float32Array} */ all) =>
    all.subarray(step * input.length, (step + 1) * input.length);
  return { input, picture: at(images), drawn: at(reconstructions) };
}

/**
 * What is read in the picture of one strength, and what the test says of it, in words.
 * @param {Pick<Attack, "lengths" | "errors"> & {trace: Pick<Attack["trace"], "prediction">}} attack
 * @param {number} step
 * @param {readonly string[]} names of the classes
 * @param {(error: number) => boolean} passes
 */
export function tellAttack({ lengths: all, errors, trace }, step, names, passes) {
  const lengths = all.subarray(step * names.length, (step + 1) * names.length);
  const winner = lengths.indexOf(Math.max(...lengths));
  const long = `length ${lengths[winner].toFixed(3)}`;
  const read =
    winner === trace.prediction
      ? `It is still read as ${names[winner]}, ${long}.`
      : `It is read as ${names[winner]}, ${long}, and no longer as ${names[trace.prediction]}.`;
  const test = passes(errors[step])
    ? "within the threshold: the test lets it pass."
    : "above the threshold: the test says that it is no digit.";
  return `${read} Drawn again, the squared error is ${errors[step].toFixed(2)}, ${test}`;
}
