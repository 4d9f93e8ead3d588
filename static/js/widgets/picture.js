/**
 * A picture that is read: its cells are pointed at with the pointer, a finger or the arrow keys, told
 * in words, and shown as a table of numbers.
 */

import { element } from "./dom.js";
import { followKeys } from "./arrow-keys.js";
import { FIRST_CELL, stepInPicture } from "./picture-keys.js";
import { createReadout } from "./readout.js";
import { togglePin } from "./selection.js";
import { createTiles } from "./tiles.js";

/**
 * @typedef {import("./tiles.js").Cell} Cell
 * @typedef {import("./tiles.js").Units} Units
 * @typedef {import("./picture-table.js").Numbers} Numbers
 *
 * @typedef {Object} Reading what a picture is read by
 * @property {(cell: Cell) => string} [describe] the words for a cell; without it the picture is no
 *   tab stop
 * @property {ReturnType<typeof createReadout>} [told] the line for these words, where several
 *   pictures share one; without it each has its own below it
 * @property {(cell: Cell) => void} [choose] told of a click or Enter, which otherwise pin the unit
 * @property {(tile: number) => string} [nameTile] what a tile is, for the table of its numbers
 * @property {() => Partial<Numbers> | null} [tabled] what the table shows instead, where the picture
 *   shows each number in several cells
 *
 * @typedef {import("./tiles.js").TilesOptions & Reading} PictureOptions
 */

/** @param {PictureOptions} options */
export function createPicture({ describe, told, choose, nameTile, tabled, ...options }) {
  const { label, layout, byTile = false, units, point } = options;
  let last = FIRST_CELL; // the cell that was pointed at last
  const readout = told ?? createReadout();
  const words = () => {
    const cell = tiles.cell();
    return cell && describe ? describe(cell) : null;
  };
  /** @type {(cell: Cell | null) => void} */
  const moved = (cell) => {
    last = cell ?? last;
    readout.tell(words());
    point?.(cell);
  };
  const tiles = createTiles({ ...options, point: describe && moved });
  /** @type {Pick<Numbers, "valueAt" | "channels">} */
  let numbers = { valueAt: null, channels: 1 };
  const table = createTableButton(label, readNumbers, readout.tell);

  function readNumbers() {
    const nameByCell = (/** @type {number} */ index) => describe?.({ ...FIRST_CELL, index }) ?? "";
    const name = nameTile ?? (byTile && describe ? nameByCell : null);
    return { label, layout, name, first: last.index, ...numbers, ...tabled?.() };
  }

  if (describe) {
    const { root, frame } = tiles;
    const row = told
      ? table.root
      : element("div", { class: "readout-row" }, readout.root, table.root);
    root.append(row);
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", `${label}. Arrow keys move from cell to cell.`);
    followKeys(frame, {
      start: () => tiles.cell() ?? last,
      step: (event) => stepInPicture(event, tiles.cell(), layout, byTile),
      move: tiles.move,
      press: act,
    });
    frame.addEventListener("click", (event) => {
      tiles.move(tiles.cellAt(event));
      act();
    });
  }

  function act() {
    const cell = tiles.cell();
    if (!cell) return;
    if (choose) choose(cell);
    else if (units?.unit) togglePin(units.store, units.unit(cell));
  }

  /** @param {typeof numbers} painted */
  function repainted(painted) {
    numbers = painted;
    if (tiles.cell()) readout.refresh(words());
    table.repainted();
  }

  return {
    ...tiles,
    /** @type {typeof tiles.paint} */
    paint(values, options) {
      tiles.paint(values, options);
      repainted({ valueAt: valuesOf(values, layout, options), channels: 1 });
    },
    /** @type {typeof tiles.paintImage} */
    paintImage(values) {
      tiles.paintImage(values);
      const { count, rows, columns } = layout;
      repainted({
        valueAt: (plane, row, column) => values[(plane * rows + row) * columns + column],
        channels: values.length / (count * rows * columns),
      });
    },
    replace() {
      tiles.replace();
      if (tiles.cell()) readout.refresh(words());
    },
  };
}

/**
 * The numbers that the cells of a painted picture show.
 * @param {Float32Array | Uint8Array} values
 * @param {import("../graphics/raster.js").TileLayout} layout
 * @param {import("../graphics/raster.js").PaintOptions} options
 * @returns {Numbers["valueAt"]}
 */
function valuesOf(values, { rows, columns }, { order, offset = 0, rectify = false, strides }) {
  const by = strides ?? { tile: rows * columns, row: columns, column: 1 };
  return (tile, row, column) => {
    const from = offset + (order ? order[tile] : tile) * by.tile;
    const value = values[from + row * by.row + column * by.column];
    return rectify ? Math.max(0, value) : value;
  };
}

/**
 * A button that opens a table of numbers, which is fetched with the first one.
 * @param {string} label of the picture
 * @param {() => Numbers} read
 * @param {(words: string) => void} failed
 */
function createTableButton(label, read, failed) {
  /** @type {(() => void) | null} */
  let repaint = null; // of the open table
  const root = element(
    "button",
    {
      type: "button",
      class: "link table-button",
      "aria-label": `table of ${label}`,
      "aria-haspopup": "dialog",
      onclick: open,
    },
    "table",
  );

  function open() {
    import("./picture-table.js").then(
      (table) => (repaint = table.openTable(read, () => (repaint = null))),
      (error) => failed(`The table cannot be shown: ${error.message}`),
    );
  }

  return { root, repainted: () => repaint?.() };
}
