/**
 * A canvas of tiles whose cells are pointed at. A cell may stand for a unit of the network: pointing
 * at it tells the page's one selection, and what is linked to the selected unit is outlined here.
 */

import { element } from "./dom.js";
import { imagePixels, INK_SCALE, keepScale, paintTiles, putPixels } from "../graphics/raster.js";
import { followPointer } from "./pointing.js";

/**
 * @typedef {{index: number, row: number, column: number}} Cell
 *
 * @typedef {import("./outlines.js").Box} Box
 *
 * @typedef {import("../graphics/raster.js").TileLayout} TileLayout
 *
 * @typedef {Object} Units what makes the cells of a picture units of the network
 * @property {import("../state/store.js").Store | import("../state/store.js").Scope} store
 * @property {import("../network/units.js").Part} [part] which of a selection's outlines are
 *   drawn; without it none is
 * @property {(cell: Cell) => import("../network/units.js").Unit} [unit] what a cell stands for;
 *   without it nothing is selected here
 * @property {(tile: number) => number | null} [place] where in the picture a map or a type stands;
 *   null where it is not shown. By default it stands at its own number.
 *
 * @typedef {Object} TilesOptions
 * @property {string} label what the picture shows, for those who do not see it
 * @property {TileLayout} layout
 * @property {boolean} [byTile] whether whole tiles are pointed at instead of single cells
 * @property {boolean} [countRows] whether the number of each row's first tile stands beside it
 * @property {Units} [units]
 * @property {(cell: Cell | null) => void} [point] told where the pointer or the cursor is
 */

/** @param {TilesOptions} options */
export function createTiles({ label, layout, byTile = false, countRows = false, units, point }) {
  const { width, height } = layout;
  const shown = { class: "pixels", role: "img", "aria-label": label };
  const canvas = element("canvas", { ...shown, width, height }); // its shape from the first
  const frame = element("div", { class: "picture", "data-layers": true }, canvas);
  const root = element("div", {}, frame);
  root.style.setProperty("--ratio", String(layout.width / layout.height)); // for what fits it in
  if (countRows) {
    root.classList.add("counted-rows");
    root.prepend(rowCounts(layout));
  }
  const pixels = new Uint32Array(layout.width * layout.height);
  /** @type {Cell | null} */
  let cell = null;
  const boxes = createBoxes(frame, layout, { byTile, units, cell: () => cell });

  // Where the screen has fewer pixels than the picture, sharp cells would hide whole rows of it.
  new ResizeObserver(() => {
    canvas.classList.toggle("smooth", canvas.clientWidth * devicePixelRatio < layout.width);
  }).observe(canvas);
  if (point || units?.unit) followPointer(frame, { at: cellAt, point: move });

  /** @param {MouseEvent} event */
  function cellAt(event) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return layout.hit(
      Math.floor(((event.clientX - left) / width) * layout.width),
      Math.floor(((event.clientY - top) / height) * layout.height),
    );
  }

  /** @param {Cell | null} to */
  function move(to) {
    const same = to?.index === cell?.index && to?.row === cell?.row && to?.column === cell?.column;
    if (same) return;
    cell = to;
    boxes.show();
    point?.(cell);
    tellUnit();
  }

  function tellUnit() {
    if (units?.unit) units.store.update({ pointed: cell && units.unit(cell) });
  }

  return {
    ...{ root, frame, canvas, cellAt, move },
    outline: boxes.outline,
    /** The cell that is pointed at. */
    cell: () => cell,
    /**
     * What an event is over; null between tiles.
     * @param {MouseEvent} event
     */
    unitAt(event) {
      const at = cellAt(event);
      return (at && units?.unit?.(at)) ?? null;
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
    },
    /**
     * Paints pictures as the network receives or draws them: ink on paper, or in their colours.
     * @param {Float32Array} values tiles * channels * rows * columns
     */
    paintImage(values) {
      const { count, rows, columns, width, height } = layout;
      const size = values.length / count;
      for (let tile = 0; tile < count; tile++) {
        const { x, y } = layout.tile(tile);
        const image = imagePixels(values.subarray(tile * size, (tile + 1) * size), rows * columns);
        for (let row = 0; row < rows; row++) {
          pixels.set(image.subarray(row * columns, (row + 1) * columns), (y + row) * width + x);
        }
      }
      putPixels(canvas, pixels, width, height);
      if (size === rows * columns) keepScale(canvas, INK_SCALE);
    },
    /** Points and outlines again, where tiles have changed their places. */
    replace() {
      boxes.show();
      if (cell) tellUnit();
    },
    /** @param {string} text */
    relabel(text) {
      canvas.setAttribute("aria-label", text);
    },
  };
}

/**
 * What is outlined over a picture: the cell pointed at, what is linked to the selection, and what the
 * panel outlines besides.
 * @param {HTMLElement} frame
 * @param {TileLayout} layout
 * @param {{byTile: boolean, units?: Units, cell: () => Cell | null}} of
 */
function createBoxes(frame, layout, { byTile, units, cell }) {
  const size = byTile
    ? { row: 0, column: 0, height: layout.rows, width: layout.columns }
    : { height: 1, width: 1 };
  /** @type {Box[]} */
  let own = [];
  /** @type {Box[]} */
  let shown = [];
  /** Fetched with the first box. @type {Promise<import("./outlines.js").Outlines> | null} */
  let outlines = null;

  /** @returns {Box[]} */
  function linked() {
    const { linked: found } = units?.store.state ?? {};
    if (!units?.part || !found) return [];
    const { place = (/** @type {number} */ tile) => (tile < layout.count ? tile : null) } = units;
    return found.boxes[units.part].flatMap((box) => {
      if (box.tile === undefined) return [box];
      const tile = place(box.tile);
      return tile === null ? [] : [{ ...box, tile }];
    });
  }

  function show() {
    const here = cell();
    shown = [...own, ...linked()];
    if (here) {
      const { index: tile, row, column } = here;
      shown.push({ tile, row, column, ...size, role: "here" });
    }
    if (shown.length === 0 && !outlines) return;
    outlines ??= import("./outlines.js").then(({ createOutlines }) => {
      const made = createOutlines(layout);
      frame.append(made.root);
      return made;
    });
    outlines.then(
      (made) => made.show(shown),
      () => (outlines = null), // The next outlines try again.
    );
  }

  units?.store.watch(["linked"], show);
  return {
    show,
    /**
     * Outlines parts of the picture, besides the cell pointed at and what is linked.
     * @param {Box[]} list
     */
    outline(list) {
      own = list;
      show();
    },
  };
}

/** @param {TileLayout} layout */
function rowCounts({ down, across }) {
  return element(
    "div",
    { class: "row-counts number", "aria-hidden": "true" },
    ...Array.from({ length: down }, (_, row) => element("span", {}, String(row * across))),
  );
}
