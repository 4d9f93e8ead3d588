/**
 * A canvas of tiles whose cells are pointed at with the pointer, a finger or the arrow keys. A cell
 * may stand for a unit of the network: pointing at it tells the page's one selection, and what is
 * linked to the selected unit is outlined here.
 */

import { element, loadStyles } from "./dom.js";
import { imagePixels, INK_SCALE, keepScale, paintTiles, putPixels } from "../graphics/raster.js";

/** @typedef {{index: number, row: number, column: number}} Cell */

/** @typedef {import("./outlines.js").Box} Box */

/**
 * What makes the cells of a picture units of the network.
 * @typedef {Object} Units
 * @property {import("../state/store.js").Store | import("../state/store.js").Scope} store
 * @property {import("../network/units.js").Part} [part] which of a selection's outlines are
 *   drawn; without it none is
 * @property {(cell: Cell) => import("../network/units.js").Unit} [unit] what a cell stands for;
 *   without it nothing is selected here
 * @property {(tile: number) => number | null} [place] where in the picture a map or a type stands;
 *   null where it is not shown. By default it stands at its own number.
 */

const STEPS = /** @type {const} */ ({
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
});

/**
 * @typedef {Object} PictureOptions
 * @property {string} label what the picture shows, for those who do not see it
 * @property {import("../graphics/raster.js").TileLayout} layout
 * @property {boolean} [byTile] whether whole tiles are pointed at instead of single cells
 * @property {(cell: Cell) => string} [describe] the words for a cell; without it the picture is no
 *   tab stop
 * @property {(cell: Cell | null) => void} [point] told where the pointer or the cursor is
 * @property {(cell: Cell) => void} [choose] told of a click or Enter, which otherwise pin the unit
 * @property {(tile: number) => string} [nameTile] what a tile is, for the table of its numbers
 * @property {boolean} [countRows] whether the number of each row's first tile stands beside it
 * @property {() => Partial<import("./picture-table.js").Numbers> | null} [tabled] what the table
 *   shows instead, where the picture shows each number in several cells
 * @property {Units} [units]
 */

/** @param {PictureOptions} options */
export function createPicture({
  label,
  layout,
  byTile = false,
  describe,
  point,
  choose,
  nameTile,
  countRows = false,
  tabled,
  units,
}) {
  const canvas = element("canvas", { class: "pixels", role: "img", "aria-label": label });
  const readout = element("p", { class: "readout" });
  const frame = element("div", { class: "picture" }, canvas);
  const root = element("div", {}, frame);
  if (countRows) {
    root.classList.add("counted-rows");
    const firsts = Array.from({ length: layout.down }, (_, row) => row * layout.across);
    root.prepend(
      element(
        "div",
        { class: "row-counts number", "aria-hidden": "true" },
        ...firsts.map((first) => element("span", {}, String(first))),
      ),
    );
  }
  const pixels = new Uint32Array(layout.width * layout.height);
  /** @type {Cell | null} */
  let cell = null;
  let last = { index: 0, row: 0, column: 0 }; // the cell that was pointed at last
  /** @type {import("./picture-table.js").Numbers["valueAt"]} */
  let valueAt = null;
  let channels = 1;
  /** @type {(() => void) | null} */
  let tablePainted = null;
  /** @type {Box[]} */
  let outlined = [];
  /** @type {Box[]} */
  let shownBoxes = [];
  /** Fetched with the first box. @type {Promise<import("./outlines.js").Outlines> | null} */
  let outlines = null;

  // Where the screen has fewer pixels than the picture, sharp cells would hide whole rows of it.
  new ResizeObserver(() => {
    canvas.classList.toggle("smooth", canvas.clientWidth * devicePixelRatio < layout.width);
  }).observe(canvas);

  if (describe || units?.unit) {
    // A finger that moves scrolls the page; it points where it taps.
    frame.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") move(cellAt(event));
    });
    frame.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") move(null);
    });
  }
  if (describe) {
    const button = element(
      "button",
      {
        type: "button",
        class: "link table-button",
        "aria-label": `table of ${label}`,
        "aria-haspopup": "dialog",
        onclick: openTable,
      },
      "table",
    );
    root.append(element("div", { class: "readout-row" }, readout, button));
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", `${label}. Arrow keys move from cell to cell.`);
    frame.addEventListener("focus", () => {
      if (!cell && frame.matches(":focus-visible")) move(last);
    });
    frame.addEventListener("blur", () => move(null));
    frame.addEventListener("keydown", onKey);
    frame.addEventListener("click", (event) => {
      move(cellAt(event));
      act();
    });
  }
  if (units) units.store.watch(["linked"], showBoxes);

  /** @param {MouseEvent} event */
  function cellAt(event) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return layout.hit(
      Math.floor(((event.clientX - left) / width) * layout.width),
      Math.floor(((event.clientY - top) / height) * layout.height),
    );
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === "Enter" || event.key === " ") {
      act();
    } else {
      const to = target(event);
      if (!to) return;
      move(to);
    }
    event.preventDefault();
  }

  /**
   * The cell that a key leads to; null for a key that leads nowhere.
   * @param {KeyboardEvent} event
   * @returns {Cell | null}
   */
  function target({ key, ctrlKey }) {
    const { count, rows, columns, across } = layout;
    const first = { index: 0, row: 0, column: 0 };
    const end = { index: count - 1, row: byTile ? 0 : rows - 1, column: byTile ? 0 : columns - 1 };
    const from = cell ?? first;
    if (key in STEPS) {
      const [down, right] = STEPS[/** @type {keyof typeof STEPS} */ (key)];
      return cell ? beside(cell, down, right) : first;
    }
    switch (key) {
      case "Home":
        return ctrlKey || byTile ? first : { ...from, column: 0 };
      case "End":
        return ctrlKey || byTile ? end : { ...from, column: columns - 1 };
      case "PageUp":
        if (count === 1) return { ...from, row: 0 };
        return { ...from, index: Math.max(0, from.index - (byTile ? across : 1)) };
      case "PageDown":
        if (count === 1) return { ...from, row: rows - 1 };
        return { ...from, index: Math.min(count - 1, from.index + (byTile ? across : 1)) };
      default:
        return null;
    }
  }

  /**
   * The neighbouring cell, across the gap between tiles where there is one.
   * @param {Cell} from
   * @param {number} down
   * @param {number} right
   */
  function beside(from, down, right) {
    const { x, y } = layout.tile(from.index);
    if (byTile) {
      return (
        layout.hit(
          x + right * (layout.columns + layout.gap),
          y + down * (layout.rows + layout.gap),
        ) ?? from
      );
    }
    for (let step = 1; step <= 1 + layout.gap; step++) {
      const hit = layout.hit(x + from.column + step * right, y + from.row + step * down);
      if (hit) return hit;
    }
    return from;
  }

  /** @param {Cell | null} to */
  function move(to) {
    const same = to?.index === cell?.index && to?.row === cell?.row && to?.column === cell?.column;
    if (same) return;
    cell = to;
    last = to ?? last;
    // Heard when the cursor moves, not with every answer while the pen does.
    readout.setAttribute("aria-live", "polite");
    showReadout();
    showBoxes();
    point?.(cell);
    if (units?.unit) units.store.update({ pointed: cell && units.unit(cell) });
  }

  function act() {
    if (cell && choose) choose(cell);
    else pin();
  }

  function pin() {
    if (!cell || !units?.unit) return;
    const unit = units.unit(cell);
    const { pinned } = units.store.state;
    // Units are plain and small: equal text is an equal unit.
    const again = JSON.stringify(unit) === JSON.stringify(pinned);
    units.store.update({ pinned: again ? null : unit });
  }

  function showReadout() {
    readout.textContent = cell && describe ? describe(cell) : "\u00a0";
  }

  function showBoxes() {
    const size = byTile
      ? { row: 0, column: 0, height: layout.rows, width: layout.columns }
      : { height: 1, width: 1 };
    /** @type {Box[]} */
    const boxes = [...outlined, ...linkedBoxes()];
    if (cell) {
      const { index: tile, row, column } = cell;
      boxes.push({ tile, row, column, ...size, role: "here" });
    }
    shownBoxes = boxes;
    if (boxes.length === 0 && !outlines) return;
    outlines ??= import("./outlines.js").then(({ createOutlines }) => {
      const made = createOutlines(layout);
      frame.append(made.root);
      return made;
    });
    outlines.then(
      (made) => made.show(shownBoxes),
      () => (outlines = null), // The next outlines try again.
    );
  }

  /** @returns {Box[]} */
  function linkedBoxes() {
    const { linked } = units?.store.state ?? {};
    if (!units?.part || !linked) return [];
    const { place = (/** @type {number} */ tile) => (tile < layout.count ? tile : null) } = units;
    return linked.boxes[units.part].flatMap((box) => {
      if (box.tile === undefined) return [box];
      const tile = place(box.tile);
      return tile === null ? [] : [{ ...box, tile }];
    });
  }

  function painted() {
    if (cell) {
      readout.setAttribute("aria-live", "off");
      showReadout();
    }
    tablePainted?.();
  }

  /** @param {number} tile */
  const nameByCell = (tile) => describe?.({ index: tile, row: 0, column: 0 }) ?? "";

  function openTable() {
    Promise.all([import("./picture-table.js"), loadStyles("tables")]).then(
      ([table]) => {
        const name = nameTile ?? (byTile && describe ? nameByCell : null);
        const own = { label, layout, name, channels };
        const shown = () => ({ ...own, valueAt, first: last.index, ...tabled?.() });
        tablePainted = table.openTable(shown, () => (tablePainted = null));
      },
      (error) => (readout.textContent = `The table cannot be shown: ${error.message}`),
    );
  }

  showReadout();
  return {
    root,
    canvas,
    /** The cell that is pointed at. */
    get cell() {
      return cell;
    },
    /**
     * Paints all tiles anew.
     * @param {Float32Array | Uint8Array} values
     * @param {import("../graphics/raster.js").PaintOptions} options
     */
    paint(values, options) {
      paintTiles(pixels, values, layout, options);
      putPixels(canvas, pixels, layout.width, layout.height);
      keepScale(canvas, options);
      const { rows, columns } = layout;
      const { order, offset = 0, rectify = false } = options;
      const { strides = { tile: rows * columns, row: columns, column: 1 } } = options;
      valueAt = (tile, row, column) => {
        const from = offset + (order ? order[tile] : tile) * strides.tile;
        const value = values[from + row * strides.row + column * strides.column];
        return rectify ? Math.max(0, value) : value;
      };
      painted();
    },
    /**
     * Paints pictures as the network receives or draws them: ink on paper, or in their colours.
     * @param {Float32Array} values tiles * channels * rows * columns
     */
    paintImage(values) {
      const { count, rows, columns, width, height } = layout;
      const size = values.length / count;
      channels = size / (rows * columns);
      for (let tile = 0; tile < count; tile++) {
        const { x, y } = layout.tile(tile);
        const image = imagePixels(values.subarray(tile * size, (tile + 1) * size), rows * columns);
        for (let row = 0; row < rows; row++) {
          pixels.set(image.subarray(row * columns, (row + 1) * columns), (y + row) * width + x);
        }
      }
      putPixels(canvas, pixels, width, height);
      if (channels === 1) keepScale(canvas, INK_SCALE);
      valueAt = (plane, row, column) => values[(plane * rows + row) * columns + column];
      painted();
    },
    /**
     * Outlines parts of the picture, besides the cell pointed at and what is linked.
     * @param {Box[]} list
     */
    outline(list) {
      outlined = list;
      showBoxes();
    },
    /** Outlines again, where tiles have changed their places. */
    replace() {
      showBoxes();
      if (!cell) return;
      showReadout();
      if (units?.unit) units.store.update({ pointed: units.unit(cell) });
    },
    /** @param {string} text */
    relabel(text) {
      canvas.setAttribute("aria-label", text);
    },
  };
}
