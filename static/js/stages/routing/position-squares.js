/** A square of the drawing for each position of primary capsules, about the middle of what it sees. */

import { primaryGrid, primaryPatch } from "../../network/receptive-fields.js";

/** @param {import("../../state/state.js").Config} config */
export function createSquares(config) {
  const { image_height: height, image_width: width } = config;
  const { rows, columns } = primaryGrid(config);
  const patch = primaryPatch(config, 0, 0);
  // A single position has no neighbours to leave room for.
  const side = rows * columns === 1 ? patch.height : config.field_stride;
  const [top, left] = [patch.height, patch.width].map((size) => Math.floor((size - side + 1) / 2));

  /**
   * The position whose square holds a pixel; null between them.
   * @param {number} row
   * @param {number} column
   */
  function positionAt(row, column) {
    const down = Math.floor((row - top) / side);
    const right = Math.floor((column - left) / side);
    const within = down >= 0 && down < rows && right >= 0 && right < columns;
    return within ? { row: down, column: right } : null;
  }

  return {
    positionAt,
    /**
     * Each position's value on the pixels of its square, 0 elsewhere.
     * @param {ArrayLike<number>} values rows * columns
     */
    paint: (values) =>
      Float32Array.from({ length: height * width }, (_, pixel) => {
        const position = positionAt(Math.floor(pixel / width), pixel % width);
        return position ? values[position.row * columns + position.column] : 0;
      }),
  };
}
