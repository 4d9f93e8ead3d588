/** What moving each dimension does to the decoded picture's measures: numbers, no DOM. */

import { correlation, measure, MEASURES } from "./picture-measures.js";

/**
 * @typedef {import("./picture-measures.js").Measure} Measure
 *
 * @typedef {Object} Effect what one dimension does to one measure
 * @property {(number | null)[]} values of the measure at each offset; null where there is hardly ink
 * @property {number} r correlation with the offset, over those that are measured
 * @property {number} change of the measure, from the first offset to the last that are measured
 *
 * @typedef {Record<Measure, Effect>} Effects of one dimension
 */

export const NAMES = /** @type {Measure[]} */ (Object.keys(MEASURES));
/** Correlations below it are told by number, but are no effect. */
const CLEAR = 0.7;
/** The least of what any dimension changes a measure that is told as an effect. */
const SHARE = 0.25;
/** The least of the strongest effect's share that a second one has to have to be told with it. */
const CLOSE = 0.8;

/**
 * The effects of every dimension.
 * @param {Float32Array} pictures dimensions * offsets * channels * rows * columns
 * @param {readonly number[]} offsets
 * @param {{height: number, width: number, channels: number}} image
 */
export function effectsOf(pictures, offsets, { height, width, channels }) {
  const size = channels * height * width;
  const dimensions = pictures.length / (size * offsets.length);
  return Array.from({ length: dimensions }, (_, dimension) => {
    const measures = offsets.map((_, at) => {
      const first = (dimension * offsets.length + at) * size;
      const picture = pictures.subarray(first, first + size);
      return measure(meanOverChannels(picture, channels), height, width);
    });
    return eachMeasure((name) =>
      effectOf(
        offsets,
        measures.map((each) => each && each[name]),
      ),
    );
  });
}

/**
 * The range of each measure over all dimensions, as curves are drawn in it.
 * @param {readonly Effects[]} effects
 */
export function rangesOf(effects) {
  return eachMeasure((name) => {
    const all = effects.flatMap((each) => each[name].values.filter((value) => value !== null));
    const [low, high] = all.length > 0 ? [Math.min(...all), Math.max(...all)] : [-1, 1];
    // A measure that hardly changes is a flat line, not noise at full height.
    const room = Math.max(0.5, high - low) / 2;
    return /** @type {const} */ ([(low + high) / 2 - room, (low + high) / 2 + room]);
  });
}

/**
 * The measures that a dimension changes clearly: by a straight line, and by at least a quarter of what
 * any dimension changes them. Those it changes most, of what any does, come first.
 * @param {readonly Effects[]} effects
 * @param {number} dimension
 */
export function clearEffects(effects, dimension) {
  return NAMES.map((name) => {
    const most = Math.max(...effects.map((each) => Math.abs(each[name].change)));
    const own = effects[dimension][name];
    return { name, ...own, share: most > 0 ? Math.abs(own.change) / most : 0 };
  })
    .filter(({ r, share }) => Math.abs(r) >= CLEAR && share >= SHARE)
    .sort((one, other) => other.share - one.share);
}

/**
 * What a dimension does most clearly: one effect, two where the second is nearly as strong, none
 * where nothing is clear.
 * @param {readonly Effects[]} effects
 * @param {number} dimension
 */
export function strongestEffects(effects, dimension) {
  const [first, second] = clearEffects(effects, dimension);
  if (!first) return [];
  return second && second.share >= CLOSE * first.share ? [first, second] : [first];
}

/**
 * @template Value
 * @param {(name: Measure) => Value} valueOf
 */
function eachMeasure(valueOf) {
  return /** @type {Record<Measure, Value>} */ (
    Object.fromEntries(NAMES.map((name) => [name, valueOf(name)]))
  );
}

/**
 * @param {readonly number[]} offsets
 * @param {(number | null)[]} values
 * @returns {Effect}
 */
function effectOf(offsets, values) {
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
