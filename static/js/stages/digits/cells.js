/** Cells with the numbers of a capsule: coloured, and as short as a capsule's numbers can be written. */

import { css, position, textColor } from "../../graphics/color.js";
import { print } from "../../widgets/numbers.js";

/**
 * A number of a capsule to two decimals, without the zero before the point: all are below 1.
 * @param {number} value
 */
export function short(value) {
  return print(value, 2).replace("0.", ".");
}

/**
 * @param {HTMLElement[]} cells
 * @param {ArrayLike<number>} values
 * @param {{palette: import("../../graphics/color.js").Palette, range: [number, number]}} colours
 */
export function showNumbers(cells, values, { palette, range }) {
  cells.forEach((cell, index) => {
    const t = position(values[index], range);
    cell.textContent = short(values[index]);
    cell.style.background = css(palette, t);
    cell.style.color = textColor(palette, t);
  });
}
