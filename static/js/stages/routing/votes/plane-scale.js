/** Where the plane of votes lies in its picture, with room for the axes' numbers. */

export const MARGIN = { left: 56, right: 10, top: 8, bottom: 38 };
/** How far the plane reaches up and down, of how far it reaches to the sides: v moves sideways. */
const RISE = 0.6;

/** @typedef {[number, number]} Place in the plane's numbers */
/** @typedef {ReturnType<typeof planeScale>} PlaneScale */

/**
 * How far the plane reaches along the second axis.
 * @param {number} reach along the first: it shows −reach to reach
 */
export const riseOf = (reach) => RISE * reach;

/**
 * Whether a point lies in the part of the plane that is shown.
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export const isInside = (x, y, reach) => Math.abs(x) <= reach && Math.abs(y) <= riseOf(reach);

/**
 * The nearest point that is shown.
 * @param {Place} place
 * @param {number} reach
 * @returns {Place}
 */
export function within([x, y], reach) {
  const rise = riseOf(reach);
  return [Math.min(reach, Math.max(-reach, x)), Math.min(rise, Math.max(-rise, y))];
}

/**
 * The plane in a picture of some size: as large as it has room for.
 * @param {import("../../../widgets/charts/sized-svg.js").Size} size in CSS pixels
 */
export function planeScale({ width, height }) {
  const across = width - MARGIN.left - MARGIN.right;
  const up = height - MARGIN.top - MARGIN.bottom;
  const inner = Math.max(1, Math.min(across, up / RISE));
  return {
    /** CSS pixels from one side of the plane to the other. */
    inner,
    right: MARGIN.left + inner,
    bottom: MARGIN.top + RISE * inner,
    /** @param {number} value @param {number} reach */
    toX: (value, reach) => MARGIN.left + ((value + reach) / (2 * reach)) * inner,
    /** @param {number} value @param {number} reach */
    toY: (value, reach) => MARGIN.top + ((riseOf(reach) - value) / (2 * reach)) * inner,
    /**
     * The plane's numbers at a point of the picture, within what is shown.
     * @param {number} x in CSS pixels
     * @param {number} y
     * @param {number} reach
     * @returns {Place}
     */
    placeAt(x, y, reach) {
      const unit = (2 * reach) / inner;
      const place = [(x - MARGIN.left) * unit - reach, riseOf(reach) - (y - MARGIN.top) * unit];
      return within(/** @type {Place} */ (place), reach);
    },
  };
}
