/**
 * Strokes: the drawing as lines, with undo and redo, so that it can be moved, enlarged and put
 * into a link.
 *
 * Nothing here changes what it is given: every operation returns something new. A history holds
 * only drawings that a link brings back exactly.
 */

import { fits, MAX_STROKES, toWhole } from "./link-code.js";
import { simplify } from "./stroke-shapes.js";

export { decode, encode } from "./link-code.js";
export { inkCenter, path, simplify, SPACE, transform } from "./stroke-shapes.js";

/**
 * @typedef {[x: number, y: number]} Point
 *
 * @typedef {object} Stroke
 * @property {Point[]} points where the pen was, at least one
 * @property {number} width of the line
 * @property {boolean} erase whether it takes ink away
 *
 * @typedef {object} Drawing
 * @property {Stroke[]} strokes in the order they were drawn
 *
 * @typedef {object} History
 * @property {Drawing[]} past earlier drawings, the latest last
 * @property {Drawing} present
 * @property {Drawing[]} future undone drawings, the next one first
 */

/** @type {Drawing} */
export const EMPTY_DRAWING = { strokes: [] };

/** How far a kept stroke may stray from the pen's way: a twentieth of a pixel of MNIST. */
const TOLERANCE = 0.5;

/**
 * A history that begins with a drawing.
 *
 * @param {Drawing} [drawing]
 * @returns {History}
 */
export function startHistory(drawing = EMPTY_DRAWING) {
  return { past: [], present: wholeDrawing(drawing), future: [] };
}

/**
 * The history after a stroke, kept in whole units and without needless points; unchanged where
 * the drawing is full.
 *
 * @param {History} history
 * @param {Stroke} stroke
 * @returns {History}
 */
export function addStroke(history, stroke) {
  return withStrokes(history, history.present.strokes, stroke);
}

/**
 * The history after one stroke took the place of the whole drawing; unchanged where it is too long.
 *
 * @param {History} history
 * @param {Stroke} stroke
 * @returns {History}
 */
export function replaceByStroke(history, stroke) {
  return withStrokes(history, [], stroke);
}

/**
 * @param {History} history
 * @param {Stroke[]} others
 * @param {Stroke} stroke
 */
function withStrokes(history, others, stroke) {
  const points = simplify(stroke.points, TOLERANCE);
  const drawing = { strokes: [...others, { ...stroke, points }] };
  return fits(drawing) && points.length > 0 ? replace(history, drawing) : history;
}

/**
 * The history after the whole drawing has become another.
 *
 * @param {History} history
 * @param {Drawing} drawing
 * @returns {History}
 */
export function replace({ past, present }, drawing) {
  const kept = past.slice(Math.max(0, past.length + 1 - MAX_STROKES));
  return { past: [...kept, present], present: wholeDrawing(drawing), future: [] };
}

/**
 * The history with an empty drawing; unchanged where it is empty already.
 *
 * @param {History} history
 */
export function clear(history) {
  return history.present.strokes.length > 0 ? replace(history, EMPTY_DRAWING) : history;
}

/**
 * The history one step back; unchanged at its beginning.
 *
 * @param {History} history
 * @returns {History}
 */
export function undo(history) {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  return { past: past.slice(0, -1), present: past[past.length - 1], future: [present, ...future] };
}

/**
 * The history one step forward again; unchanged at its end.
 *
 * @param {History} history
 * @returns {History}
 */
export function redo(history) {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  return { past: [...past, present], present: future[0], future: future.slice(1) };
}

/**
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
function wholeDrawing({ strokes }) {
  return { strokes: strokes.map(toWhole) };
}
