/** How rows of pictures are laid out so that they are as large as their room allows. No DOM. */

/** CSS pixels of a row's words above its pictures, or beside them. */
export const ABOVE = 16;
export const BESIDE = 128;
/** From the pictures of a row to those of the next, where words stand between them. */
const APART = { least: 19, most: 40 };
/** Between two columns of rows. */
const BETWEEN = 20;
/** Cells of a picture between it and the next. */
export const GAP = 2;
const LEAST = 0.1;

/**
 * @typedef {Object} Arrangement
 * @property {1 | 2} columns of rows
 * @property {"above" | "beside"} words where those of a row stand
 * @property {number} scale CSS pixels of a cell
 * @property {number} gapDown cells between the pictures of a row and those of the next
 */

/**
 * The arrangement with the largest pictures.
 * @param {Object} grid
 * @param {number} grid.count of rows
 * @param {number} grid.across pictures of a row
 * @param {{height: number, width: number}} grid.image cells of a picture
 * @param {{width: number, height: number}} room in CSS pixels
 * @returns {Arrangement}
 */
export function arrange({ count, across, image }, room) {
  const arrangements = /** @type {const} */ ([1, 2]).flatMap((columns) =>
    /** @type {const} */ (["beside", "above"]).map((words) => {
      const rows = Math.ceil(count / columns);
      const above = words === "above";
      const width = (room.width - BETWEEN * (columns - 1)) / columns - (above ? 0 : BESIDE);
      const height = above ? room.height - ABOVE - APART.least * (rows - 1) : room.height;
      const scale = Math.min(
        width / (across * (image.width + GAP) - GAP),
        height / (rows * image.height + (above ? 0 : GAP * (rows - 1))),
      );
      return { columns, words, rows, scale };
    }),
  );
  const { columns, words, rows, scale } = arrangements.reduce((one, other) =>
    other.scale > one.scale ? other : one,
  );
  if (words === "beside") return { columns, words, scale: Math.max(LEAST, scale), gapDown: GAP };
  const free = (room.height - ABOVE - rows * image.height * scale) / Math.max(1, rows - 1);
  const gapDown = Math.floor(Math.min(APART.most, free) / scale);
  return { columns, words, scale, gapDown };
}
