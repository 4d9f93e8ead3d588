/** A canvas of tiles whose cells are pointed at with the pointer, a finger or the arrow keys. */

import { element } from "../dom.js";
import { paintTiles, putPixels } from "../raster.js";

/** @typedef {{index: number, row: number, column: number}} Cell */
/** @typedef {{row: number, column: number, height: number, width: number, tile?: number}} Box */

const STEPS = /** @type {const} */ ({
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
});

/**
 * @typedef {Object} PictureOptions
 * @property {string} label what the picture shows, for those who do not see it
 * @property {import("../raster.js").TileLayout} layout
 * @property {boolean} [byTile] whether whole tiles are pointed at instead of single cells
 * @property {(cell: Cell) => string} [describe] the words for a cell; without it nothing is pointed at
 * @property {(cell: Cell | null) => void} [point] told where the pointer or the cursor is
 * @property {(cell: Cell) => void} [choose] told of a click or Enter
 */

/** @param {PictureOptions} options */
export function createPicture({ label, layout, byTile = false, describe, point, choose }) {
  const canvas = element("canvas", { class: "pixels", role: "img", "aria-label": label });
  const boxes = element("div", { class: "boxes", "aria-hidden": "true" });
  const readout = element("p", { class: "readout", "aria-live": "polite" });
  const frame = element("div", { class: "picture" }, canvas, boxes);
  const root = element("div", {}, frame);
  const pixels = new Uint32Array(layout.width * layout.height);
  /** @type {Cell | null} */
  let cell = null;
  /** @type {Box[]} */
  let outlined = [];

  // Where the screen has fewer pixels than the picture, sharp cells would hide whole rows of it.
  new ResizeObserver(() => {
    canvas.classList.toggle("smooth", canvas.clientWidth * devicePixelRatio < layout.width);
  }).observe(canvas);

  if (describe) {
    root.append(readout);
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", `${label}. Arrow keys move from cell to cell.`);
    frame.addEventListener("pointermove", (event) => move(cellAt(event)));
    frame.addEventListener("pointerdown", (event) => {
      const hit = cellAt(event);
      move(hit);
      if (hit) choose?.(hit);
    });
    frame.addEventListener("pointerleave", () => move(null));
    frame.addEventListener("blur", () => move(null));
    frame.addEventListener("keydown", onKey);
  }

  /** @param {PointerEvent} event */
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
      if (cell) choose?.(cell);
    } else if (event.key === "Home") {
      move({ index: 0, row: 0, column: 0 });
    } else if (event.key in STEPS) {
      const [down, right] = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
      move(cell ? beside(cell, down, right) : { index: 0, row: 0, column: 0 });
    } else {
      return;
    }
    event.preventDefault();
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
    cell = to;
    showReadout();
    showBoxes();
    point?.(cell);
  }

  function showReadout() {
    readout.textContent = cell && describe ? describe(cell) : "\u00a0";
  }

  function showBoxes() {
    const size = byTile
      ? { row: 0, column: 0, height: layout.rows, width: layout.columns }
      : { height: 1, width: 1 };
    const here = cell && { tile: cell.index, row: cell.row, column: cell.column, ...size };
    boxes.replaceChildren(
      ...outlined.map((box) => boxElement(box, "box")),
      ...(here ? [boxElement(here, "box box-here")] : []),
    );
  }

  /**
   * @param {Box} box
   * @param {string} className
   */
  function boxElement({ tile = 0, row, column, height, width }, className) {
    const corner = layout.tile(tile);
    const box = element("div", { class: className });
    box.style.left = `${(100 * (corner.x + column)) / layout.width}%`;
    box.style.top = `${(100 * (corner.y + row)) / layout.height}%`;
    box.style.width = `${(100 * width) / layout.width}%`;
    box.style.height = `${(100 * height) / layout.height}%`;
    return box;
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
     * @param {Float32Array} values
     * @param {import("../raster.js").PaintOptions} options
     */
    paint(values, options) {
      paintTiles(pixels, values, layout, options);
      putPixels(canvas, pixels, layout.width, layout.height);
      if (cell) showReadout();
    },
    /**
     * Outlines parts of the picture, besides the cell pointed at.
     * @param {Box[]} list
     */
    outline(list) {
      outlined = list;
      showBoxes();
    },
    /** @param {string} text */
    relabel(text) {
      canvas.setAttribute("aria-label", text);
    },
  };
}
