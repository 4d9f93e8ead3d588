/** The outline of some cells of a picture. */

/**
 * A path along the border between cells that are in a mask and cells that are not.
 * @param {ArrayLike<unknown>} mask rows * columns, true where a cell is in it
 * @param {number} rows
 * @param {number} columns
 * @returns {string} as the `d` of an SVG path, one unit a cell
 */
export function contour(mask, rows, columns) {
  const inside = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 &&
    row < rows &&
    column >= 0 &&
    column < columns &&
    Boolean(mask[row * columns + column]);
  let path = "";
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const here = inside(row, column);
      if (here !== inside(row - 1, column)) path += `M${column} ${row}h1`;
      if (here !== inside(row, column - 1)) path += `M${column} ${row}v1`;
    }
  }
  return path;
}
