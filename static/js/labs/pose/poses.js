/** Poses: how a drawing is turned, moved, scaled and sheared, step by step. No DOM. */

import { SPACE } from "../../drawing/stroke-shapes.js";

/**
 * @typedef {"turn" | "right" | "down" | "scale" | "shear"} Kind
 *
 * @typedef {Object} Pose what a kind of pose is
 * @property {string} name
 * @property {string} unit
 * @property {number} from where a sweep begins unless a person says otherwise
 * @property {number} to
 * @property {number} least
 * @property {number} most
 * @property {number} none the value that changes nothing
 * @property {number} decimals
 * @property {(value: number) => import("../../drawing/stroke-shapes.js").Transform} transform
 */

/** Units of the drawing to one of its 28 pixels. */
const PIXEL = SPACE / 28;

/** @type {Record<Kind, Pose>} */
export const POSES = {
  turn: {
    ...{ name: "Turn", unit: "°", from: -45, to: 45, least: -180, most: 180, none: 0 },
    ...{ decimals: 1, transform: (turn) => ({ turn }) },
  },
  right: {
    ...{ name: "Shift right", unit: " px", from: -6, to: 6, least: -14, most: 14, none: 0 },
    ...{ decimals: 1, transform: (value) => ({ dx: PIXEL * value }) },
  },
  down: {
    ...{ name: "Shift down", unit: " px", from: -6, to: 6, least: -14, most: 14, none: 0 },
    ...{ decimals: 1, transform: (value) => ({ dy: PIXEL * value }) },
  },
  scale: {
    ...{ name: "Scale", unit: "×", from: 0.5, to: 1.5, least: 0.2, most: 3, none: 1 },
    ...{ decimals: 2, transform: (scale) => ({ scale }) },
  },
  shear: {
    ...{ name: "Shear", unit: "", from: -0.75, to: 0.75, least: -2, most: 2, none: 0 },
    ...{ decimals: 2, transform: (shear) => ({ shear }) },
  },
};

/**
 * Evenly spread values from one to another.
 * @param {number} from
 * @param {number} to
 * @param {number} count at least 2
 */
export function spread(from, to, count) {
  return Array.from({ length: count }, (_, step) =>
    // To a millionth: a value that changes nothing is met exactly.
    Number((from + ((to - from) * step) / (count - 1)).toFixed(6)),
  );
}

/**
 * The step whose value is nearest to another.
 * @param {readonly number[]} values
 * @param {number} value
 */
export function nearest(values, value) {
  const away = values.map((each) => Math.abs(each - value));
  return away.indexOf(Math.min(...away));
}

/**
 * How far the class that is largest at one step stays the largest, on both sides of it.
 * @param {ArrayLike<number>} values steps * classes
 * @param {number} classes
 * @param {number} step
 * @returns {{winner: number, first: number, last: number}} steps
 */
export function heldRange(values, classes, step) {
  const winners = largest(values, classes);
  const winner = winners[step];
  let [first, last] = [step, step];
  while (winners[first - 1] === winner) first--;
  while (winners[last + 1] === winner) last++;
  return { winner, first, last };
}

/**
 * The class that is largest at each step.
 * @param {ArrayLike<number>} values steps * classes
 * @param {number} classes
 */
export function largest(values, classes) {
  return Array.from({ length: values.length / classes }, (_, step) => {
    let winner = 0;
    for (let index = 1; index < classes; index++) {
      if (values[step * classes + index] > values[step * classes + winner]) winner = index;
    }
    return winner;
  });
}

/**
 * Pixels scaled, sheared, turned (in this order, about the centre of their ink) and moved, as
 * `transform` of stroke-shapes.js does with strokes. Between pixels ink is interpolated linearly.
 * @param {Uint8Array} pixels channels * height * width; 255 is ink
 * @param {{height: number, width: number, channels: number}} size
 * @param {import("../../drawing/stroke-shapes.js").Transform} transform dx and dy in units of a drawing
 */
export function posedPixels(
  pixels,
  { height, width, channels },
  { turn = 0, scale = 1, shear = 0, dx = 0, dy = 0 },
) {
  const [centerX, centerY] = pixelCenter(pixels, height, width);
  const [cosine, sine] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [right, down] = [(dx * width) / SPACE, (dy * height) / SPACE];
  const posed = new Uint8Array(pixels.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column - centerX - right, row - centerY - down];
      const below = cosine * y - sine * x;
      const beside = cosine * x + sine * y + shear * below;
      const [fromX, fromY] = [centerX + beside / scale, centerY + below / scale];
      for (let channel = 0; channel < channels; channel++) {
        const plane = pixels.subarray(channel * height * width, (channel + 1) * height * width);
        posed[(channel * height + row) * width + column] = Math.round(
          between(plane, height, width, fromX, fromY),
        );
      }
    }
  }
  return posed;
}

/**
 * @param {Uint8Array} plane
 * @param {number} height
 * @param {number} width
 * @param {number} x
 * @param {number} y
 */
function between(plane, height, width, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  /** @type {(row: number, column: number) => number} */
  const at = (row, column) =>
    row >= 0 && row < height && column >= 0 && column < width ? plane[row * width + column] : 0;
  return (
    (1 - down) * ((1 - right) * at(top, left) + right * at(top, left + 1)) +
    down * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1))
  );
}

/**
 * @param {Uint8Array} pixels
 * @param {number} height
 * @param {number} width
 */
function pixelCenter(pixels, height, width) {
  let [sumX, sumY, ink] = [0, 0, 0];
  pixels.forEach((value, index) => {
    const place = index % (height * width);
    sumX += value * (place % width);
    sumY += value * Math.floor(place / width);
    ink += value;
  });
  return ink > 0 ? [sumX / ink, sumY / ink] : [(width - 1) / 2, (height - 1) / 2];
}
