/** A table of a picture's numbers: what a canvas shows, for those who read rather than see it. */

import { choice, element } from "./dom.js";
import { minus, print } from "./numbers.js";

/**
 * @typedef {Object} Numbers what a picture shows, for a table
 * @property {string} label of the picture
 * @property {import("../graphics/raster.js").TileLayout} layout
 * @property {((tile: number) => string) | null} name of a tile
 * @property {((tile: number, row: number, column: number) => number) | null} valueAt null before
 *   the first painting
 * @property {number} channels of each tile: valueAt takes tile * channels + channel
 * @property {number} first tile to be looked at
 */

/** Decimals of a rounded number. */
const DECIMALS = 4;

/**
 * Opens a dialog over the page; returns what tells it that the picture was painted anew.
 * @param {() => Numbers} read
 * @param {() => void} onClosed
 */
export function openTable(read, onClosed) {
  const first = asTiles(read());
  let rounded = true;
  let tile = Math.min(first.first, first.count - 1);
  const opener = document.activeElement;
  const cells = Array.from({ length: first.rows * first.columns }, () => element("td", {}));
  const select = element(
    "select",
    {
      "aria-label": "Part of the picture",
      hidden: first.count === 1,
      onchange: () => {
        tile = Number(select.value);
        show();
      },
    },
    ...Array.from({ length: first.count }, (_, index) =>
      element("option", { value: index, selected: index === tile }, first.name(index)),
    ),
  );
  const digits = choice(
    "Digits",
    [
      { value: true, text: `${DECIMALS} decimals` },
      { value: false, text: "all digits" },
    ],
    (value) => {
      rounded = value;
      show();
    },
  );
  const close = element(
    "button",
    { type: "button", "aria-label": "Close the table", onclick: () => dialog.close() },
    "✕",
  );
  const caption = element("caption", {});
  const table = element(
    "div",
    { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "The numbers" },
    element("table", { class: "cells number" }, caption, head(first), body(first, cells)),
  );
  const dialog = element(
    "dialog",
    { class: "table-dialog", "aria-labelledby": "table-title", onclose: end, onkeydown: keep },
    element(
      "div",
      { class: "row table-head" },
      element("h2", { id: "table-title" }, first.label),
      select,
      digits.root,
      close,
    ),
    table,
  );

  function show() {
    const { valueAt, name } = asTiles(read());
    digits.show(rounded);
    caption.textContent = `${name(tile)}${first.count > 1 ? ": " : ""}row by row, counted from 0`;
    cells.forEach((cell, index) => {
      const value = valueAt(tile, Math.floor(index / first.columns), index % first.columns);
      const text = Number.isNaN(value) ? "" : rounded ? print(value, DECIMALS) : exact(value);
      if (cell.textContent !== text) cell.textContent = text;
    });
  }

  function end() {
    dialog.remove();
    if (opener instanceof HTMLElement) opener.focus();
    onClosed();
  }

  document.body.append(dialog);
  show();
  dialog.showModal();
  table.focus();
  return show;
}

/**
 * A picture's numbers as tiles of rows and columns; tiles of a single cell are a table together.
 * @param {Numbers} numbers
 */
function asTiles({ label, layout, name, valueAt, channels, first }) {
  const { count, rows, columns, across, down } = layout;
  const at = valueAt ?? (() => Number.NaN);
  if (rows * columns === 1) {
    /** @type {(tile: number, row: number, column: number) => number} */
    const one = (_, row, column) =>
      row * across + column < count ? at(row * across + column, 0, 0) : Number.NaN;
    const size = { rows: down, columns: across };
    return { label, ...size, count: 1, first: 0, name: () => "", valueAt: one };
  }
  /** @param {number} plane a tile, or a channel of one */
  const namePlane = (plane) => {
    const tile = Math.floor(plane / channels);
    const part = name ? name(tile) : count > 1 ? `part ${tile}` : "";
    const channel = channels > 1 ? `channel ${plane % channels}` : "";
    return [part, channel].filter(Boolean).join(", ");
  };
  return {
    ...{ label, rows, columns, valueAt: at, name: namePlane },
    count: count * channels,
    first: first * channels,
  };
}

/** @param {{columns: number}} size */
function head({ columns }) {
  const names = Array.from({ length: columns }, (_, column) =>
    element("th", { scope: "col" }, String(column)),
  );
  return element("thead", {}, element("tr", {}, element("td", {}), ...names));
}

/**
 * @param {{rows: number, columns: number}} size
 * @param {HTMLElement[]} cells
 */
function body({ rows, columns }, cells) {
  return element(
    "tbody",
    {},
    ...Array.from({ length: rows }, (_, row) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, String(row)),
        ...cells.slice(row * columns, (row + 1) * columns),
      ),
    ),
  );
}

/**
 * The shortest text that is read back as this very float32 number.
 * @param {number} value
 */
function exact(value) {
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === Math.fround(value)) return minus(text);
  }
  return minus(String(Number(value.toPrecision(9))));
}

/**
 * The page's own keys do not reach through an open dialog.
 * @param {KeyboardEvent} event
 */
function keep(event) {
  event.stopPropagation();
}
