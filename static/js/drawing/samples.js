/** The bundled sample drawings: strokes of our own, so that the first view is alive. */

import { replace } from "./strokes.js";

/**
 * @typedef {Object} SampleDrawing
 * @property {number} label the digit that it is
 * @property {string} name for people
 * @property {[number, number][][]} strokes in the space of a drawing
 */

/** @returns {Promise<SampleDrawing[]>} */
export async function loadSamples() {
  const response = await fetch("/static/samples/digits.json");
  if (!response.ok)
    throw new Error(`The sample drawings could not be loaded (${response.status}).`);
  return (await response.json()).digits;
}

/**
 * @param {SampleDrawing} sample
 * @param {number} width of the pen
 * @returns {import("./strokes.js").Drawing}
 */
export function sampleDrawing({ strokes }, width) {
  return { strokes: strokes.map((points) => ({ points, width, erase: false })) };
}

/**
 * The sample that a drawing is, however wide its lines are; null where it is another drawing.
 * @param {import("./strokes.js").Drawing} drawing
 * @param {readonly SampleDrawing[]} samples
 */
export function sampleOf({ strokes: drawn }, samples) {
  const isDrawn = (/** @type {SampleDrawing} */ { strokes }) =>
    strokes.length === drawn.length &&
    strokes.every((points, index) => !drawn[index].erase && isSameWay(points, drawn[index].points));
  return drawn.length > 0 ? (samples.find(isDrawn) ?? null) : null;
}

/**
 * @param {[number, number][]} points
 * @param {[number, number][]} others
 */
function isSameWay(points, others) {
  return (
    points.length === others.length &&
    points.every(([x, y], index) => x === others[index][0] && y === others[index][1])
  );
}

/**
 * The state with a sample in place of the drawing, which undo brings back.
 * @param {import("../state/state.js").State} state
 * @param {SampleDrawing} sample
 * @returns {Partial<import("../state/state.js").State>}
 */
export function takeSample({ drawing, pen }, sample) {
  return {
    drawing: replace(drawing, sampleDrawing(sample, pen.width)),
    stroke: null,
    input: { kind: "strokes" },
  };
}
