/** What moving each dimension does to the decoded picture's measures: numbers, no DOM. */

import { correlation, measure, MEASURES } from "./picture-measures.js";

/**
 * @typedef {Object} Reading what one dimension does to one measure
 * @property {(number | null)[]} values of the measure at each offset; null where there is hardly ink
 * @property {number} r correlation with the offset, over those that are measured
 * @property {number} change of the measure, from the first offset to the last that are measured
 */

/** Correlations below it are told by number, but make no reading. */
const CLEAR = 0.7;

/**
 * The readings of every dimension.
 * @param {Float32Array} pictures dimensions * offsets * channels * rows * columns
 * @param {readonly number[]} offsets
 * @param {{height: number, width: number, channels: number}} image
 * @returns {Record<import("./picture-measures.js").Measure, Reading>[]}
 */
export function readingsOf(pictures, offsets, { height, width, channels }) {
  const size = channels * height * width;
  const dimensions = pictures.length / (size * offsets.length);
  return Array.from({ length: dimensions }, (_, dimension) => {
    const measures = offsets.map((_, at) => {
      const first = (dimension * offsets.length + at) * size;
      const picture = pictures.subarray(first, first + size);
      return measure(meanOverChannels(picture, channels), height, width);
    });
    return /** @type {Record<import("./picture-measures.js").Measure, Reading>} */ (
      Object.fromEntries(
        names().map((name) => [
          name,
          reading(
            offsets,
            measures.map((each) => each && each[name]),
          ),
        ]),
      )
    );
  });
}

/** @returns {import("./picture-measures.js").Measure[]} */
export function names() {
  return /** @type {import("./picture-measures.js").Measure[]} */ (Object.keys(MEASURES));
}

/**
 * The measures that a dimension changes clearly: by a straight line, and by at least a quarter of what
 * any dimension changes them. Those it changes most, of what any does, come first.
 * @param {Record<import("./picture-measures.js").Measure, Reading>[]} readings
 * @param {number} dimension
 */
export function clearReadings(readings, dimension) {
  return names()
    .map((name) => {
      const most = Math.max(...readings.map((each) => Math.abs(each[name].change)));
      const own = readings[dimension][name];
      return { name, ...own, share: most > 0 ? Math.abs(own.change) / most : 0 };
    })
    .filter(({ r, share }) => Math.abs(r) >= CLEAR && share >= 0.25)
    .sort((one, other) => other.share - one.share);
}

/**
 * @param {readonly number[]} offsets
 * @param {(number | null)[]} values
 * @returns {Reading}
 */
function reading(offsets, values) {
  const measured = offsets.filter((_, at) => values[at] !== null);
  const found = values.filter((value) => value !== null);
  if (found.length < 3) return { values, r: 0, change: 0 };
  return {
    values,
    r: correlation(measured, found),
    change: found[found.length - 1] - found[0],
  };
}

/**
 * @param {Float32Array} picture
 * @param {number} channels
 */
function meanOverChannels(picture, channels) {
  if (channels === 1) return picture;
  const size = picture.length / channels;
  const mean = new Float32Array(size);
  picture.forEach((value, index) => (mean[index % size] += value / channels));
  return mean;
}
