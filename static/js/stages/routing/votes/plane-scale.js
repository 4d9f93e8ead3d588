/** Where the plane of votes lies in its picture, with room for the axes' numbers. */

export const MARGIN = { left: 46, right: 10, top: 8, bottom: 36 };
/** The picture's size, in its own units. */
export const WIDTH = 400;
/** How far the plane reaches up and down, of how far it reaches to the sides: v moves sideways. */
const RISE = 0.6;
const INNER = WIDTH - MARGIN.left - MARGIN.right;
export const HEIGHT = RISE * INNER + MARGIN.top + MARGIN.bottom;

/**
 * How far the plane reaches along the second axis.
 * @param {number} reach along the first: it shows −reach to reach
 */
export const riseOf = (reach) => RISE * reach;

/**
 * @param {number} value
 * @param {number} reach
 */
export const toX = (value, reach) => MARGIN.left + ((value + reach) / (2 * reach)) * INNER;

/**
 * @param {number} value
 * @param {number} reach
 */
export const toY = (value, reach) => MARGIN.top + ((riseOf(reach) - value) / (2 * reach)) * INNER;

/**
 * Whether a point lies in the part of the plane that is shown.
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export const isInside = (x, y, reach) => Math.abs(x) <= reach && Math.abs(y) <= riseOf(reach);

/**
 * The nearest point that is shown.
 * @param {[number, number]} place
 * @param {number} reach
 * @returns {[number, number]}
 */
export function within([x, y], reach) {
  const rise = riseOf(reach);
  return [Math.min(reach, Math.max(-reach, x)), Math.min(rise, Math.max(-rise, y))];
}

/**
 * The plane's numbers at a point of the picture, within what is shown.
 * @param {number} x in the picture's units
 * @param {number} y
 * @param {number} reach
 * @returns {[number, number]}
 */
export function placeAt(x, y, reach) {
  const unit = (2 * reach) / INNER;
  return within([(x - MARGIN.left) * unit - reach, riseOf(reach) - (y - MARGIN.top) * unit], reach);
}
