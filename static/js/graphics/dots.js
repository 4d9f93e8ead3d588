/** The dots of a canvas as numbers: a file may show them as circles, where the page paints pixels. */

/**
 * @typedef {Object} Dots of one colour, in units of which the canvas is `width` wide
 * @property {string} fill
 * @property {string} stroke
 * @property {number} strokeWidth
 * @property {{x: number, y: number, radius: number}[]} places
 *
 * @typedef {{width: number, groups: Dots[]}} DotPicture the last group lies on top
 */

/** @type {WeakMap<HTMLCanvasElement, () => DotPicture | null>} */
const pictures = new WeakMap();

/**
 * Says what a canvas shows, for who asks.
 * @param {HTMLCanvasElement} canvas
 * @param {() => DotPicture | null} read null while it shows nothing
 */
export function keepDots(canvas, read) {
  pictures.set(canvas, read);
}

/**
 * What a canvas shows as dots; null where it shows something else.
 * @param {HTMLCanvasElement} canvas
 */
export function dotsOf(canvas) {
  return pictures.get(canvas)?.() ?? null;
}
