/** Where keys lead in a picture of tiles. */

import { arrowOf } from "./arrow-keys.js";

/**
 * @typedef {import("./tiles.js").Cell} Cell
 * @typedef {import("../graphics/raster.js").TileLayout} TileLayout
 */

/** @type {Cell} */
export const FIRST_CELL = { index: 0, row: 0, column: 0 };

/**
 * The cell that a key leads to; null for a key that leads nowhere. Arrows go from cell to cell, across
 * the gaps between tiles; Home and End stay in the tile; Page Up and Page Down go from tile to tile.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey">} event
 * @param {Cell | null} cell null before there is one
 * @param {TileLayout} layout
 * @param {boolean} byTile whether whole tiles are pointed at
 * @returns {Cell | null}
 */
export function stepInPicture({ key, ctrlKey }, cell, layout, byTile) {
  const { count, rows, columns, across } = layout;
  const from = cell ?? FIRST_CELL;
  const arrow = arrowOf(key);
  if (arrow) return cell ? beside(cell, arrow, layout, byTile) : FIRST_CELL;
  const whole = ctrlKey || byTile;
  const by = byTile ? across : 1;
  switch (key) {
    case "Home":
      return whole ? FIRST_CELL : { ...from, column: 0 };
    case "End":
      return whole
        ? { index: count - 1, row: byTile ? 0 : rows - 1, column: byTile ? 0 : columns - 1 }
        : { ...from, column: columns - 1 };
    case "PageUp":
      return count === 1 ? { ...from, row: 0 } : { ...from, index: Math.max(0, from.index - by) };
    case "PageDown":
      return count === 1
        ? { ...from, row: rows - 1 }
        : { ...from, index: Math.min(count - 1, from.index + by) };
    default:
      return null;
  }
}

/**
 * The neighbouring cell, across the gap between tiles where there is one; itself at the edge.
 * @param {Cell} from
 * @param {{down: number, right: number}} arrow
 * @param {TileLayout} layout
 * @param {boolean} byTile
 */
function beside(from, { down, right }, layout, byTile) {
  const { rows, columns, gap, gapDown } = layout;
  const { x, y } = layout.tile(from.index);
  if (byTile) return layout.hit(x + right * (columns + gap), y + down * (rows + gapDown)) ?? from;
  for (let step = 1; step <= 1 + Math.max(gap, gapDown); step++) {
    const hit = layout.hit(x + from.column + step * right, y + from.row + step * down);
    if (hit) return hit;
  }
  return from;
}
