/**
 * A picture that is read: its cells are pointed at with the pointer, a finger or the arrow keys and told
 * in words; a menu at its corner shows its numbers as a table, enlarges and exports it.
 */

import { element, loadStyles } from "./dom.js";
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
  const menu = createMenuButton(label, tiles.canvas, { read: readNumbers, failed: readout.tell });

  function readNumbers() {
    const nameByCell = (/** @type {number} */ index) => describe?.({ ...FIRST_CELL, index }) ?? "";
    const name = nameTile ?? (byTile && describe ? nameByCell : null);
    return { label, layout, name, first: last.index, ...numbers, ...tabled?.() };
  }

  if (describe) {
    const { root, frame } = tiles;
    if (!told) root.append(readout.root);
    frame.append(menu.root);
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
    menu.repainted();
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

/** What asks for the page's export; it bubbles from the picture. */
const EXPORT = "picture-export";

/**
 * The button at a picture's corner. What it opens is fetched when it is first asked for.
 * @param {string} label of the picture
 * @param {HTMLCanvasElement} canvas
 * @param {{read: () => Numbers, failed: (words: string) => void}} told
 */
function createMenuButton(label, canvas, { read, failed }) {
  /** What paints an open table or enlarged picture anew. @type {Set<() => void>} */
  const opened = new Set();
  const table = () =>
    Promise.all([import("./picture-table.js"), loadStyles("table")]).then(([module]) => module);
  const enlarged = () => import("./picture-enlarged.js");
  const choices = [
    { text: "Table of numbers", act: () => show(table, (it, end) => it.openTable(read, end)) },
    {
      text: "Enlarge",
      act: () => show(enlarged, (it, end) => it.openEnlarged(label, canvas, end)),
    },
    {
      text: "Export",
      act: () => void root.dispatchEvent(new CustomEvent(EXPORT, { bubbles: true })),
    },
  ];
  const root = element(
    "button",
    {
      ...{ type: "button", class: "picture-more", title: "Table, enlarge, export" },
      ...{ "aria-label": `More of ${label}`, "aria-haspopup": "menu", "aria-expanded": "false" },
      // What is done here is not done to the cell beneath.
      onclick: (/** @type {MouseEvent} */ event) => {
        event.stopPropagation();
        import("./picture-menu.js").then(({ openMenu }) => openMenu(root, choices), fail);
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" && !/^[\w?[\]]$/.test(event.key)) event.stopPropagation();
      },
    },
    "⋯",
  );

  /**
   * @template Module
   * @param {() => Promise<Module>} load
   * @param {(module: Module, closed: () => void) => () => void} open
   */
  function show(load, open) {
    load().then((module) => {
      const repaint = open(module, () => opened.delete(repaint));
      opened.add(repaint);
    }, fail);
  }

  /** @param {Error} error */
  function fail(error) {
    failed(`This cannot be shown: ${error.message}`);
  }

  return { root, repainted: () => opened.forEach((repaint) => repaint()) };
}
