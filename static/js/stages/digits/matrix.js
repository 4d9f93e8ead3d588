/**
 * Every number of every class's capsule, as a grid: one tab stop, arrows inside. A row's name and its
 * length are the class's capsule, each cell is one dimension.
 */

import { css, diverging, domain, position, textColor } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { presses, stepInGrid } from "../../widgets/arrow-keys.js";
import { signed } from "../../widgets/numbers.js";
import { togglePin } from "../../widgets/selection.js";
import { sameUnit } from "../../network/units.js";
import { shownUnit, watchTrace } from "../../state/state.js";
import { ABSENT, PRESENT } from "../../network/margin-loss.js";

/**
 * @typedef {import("../../network/units.js").Unit} Unit
 * @typedef {{row: number, column: number}} Place
 */

/** @param {import("../../state/store.js").Scope} store */
export function mountMatrix(store) {
  const { class_names: names, config } = store.state.model;
  const { digit_dimensions: dimensions } = config;
  const rows = names.map((name, digit) => createRow(name, digit, dimensions));
  const size = { rows: rows.length, columns: rows[0].cells.length };
  const root = element(
    "table",
    {
      class: "matrix",
      role: "grid",
      "aria-label": `Numbers of the ${names.length} capsules. Arrow keys move from cell to cell, Enter pins.`,
      onkeydown: onKey,
      onclick: (/** @type {MouseEvent} */ event) => pin(placeOf(event.target)),
      onpointerover: (/** @type {PointerEvent} */ event) => point(placeOf(event.target)),
      onpointerleave: () => point(null),
      onfocusin: (/** @type {FocusEvent} */ event) => enter(placeOf(event.target)),
      onfocusout: () => point(null),
    },
    createHead(dimensions),
    element("tbody", {}, ...rows.map((row) => row.root)),
  );
  /** The one cell that Tab comes to. @type {Place} */
  let current = { row: 0, column: 0 };
  rows[0].cells[0].element.tabIndex = 0;

  /**
   * @param {EventTarget | null} target
   * @returns {Place | null}
   */
  function placeOf(target) {
    const found = target instanceof Element ? target.closest("td, th") : null;
    for (const [row, { cells }] of rows.entries()) {
      const column = cells.findIndex((cell) => cell.element === found);
      if (column >= 0) return { row, column };
    }
    return null;
  }

  /** @param {Place} place */
  const cellAt = ({ row, column }) => rows[row].cells[column];

  /** @param {Place | null} place */
  function point(place) {
    store.update({ pointed: place && cellAt(place).unit });
  }

  /** @param {Place | null} place */
  function enter(place) {
    if (!place) return;
    cellAt(current).element.tabIndex = -1;
    current = place;
    cellAt(current).element.tabIndex = 0;
    point(place);
  }

  /** @param {Place | null} place */
  function pin(place) {
    if (place) togglePin(store, cellAt(place).unit);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const to = stepInGrid(event, current, size);
    if (presses(event)) pin(placeOf(event.target));
    else if (to) cellAt(to).element.focus();
    else return;
    event.preventDefault();
  }

  store.watch(["linked", "pointed", "pinned"], () => {
    const { linked } = store.state;
    const here = shownUnit(store.state);
    rows.forEach((row, digit) => {
      row.root.toggleAttribute("data-linked", linked?.digits.includes(digit) ?? false);
      for (const cell of row.cells)
        cell.element.toggleAttribute("data-here", here !== null && sameUnit(cell.unit, here));
    });
  });
  watchTrace(store, ["trace", "dark", "digit"], (trace, { dark, digit: chosen }) => {
    const palette = dark ? diverging.dark : diverging.light;
    const values = trace.slice("digits", trace.iterations - 1);
    const range = domain(values, { signed: true });
    const lengths = trace.values("lengths");
    rows.forEach((row, digit) => {
      const numbers = values.subarray(digit * dimensions, (digit + 1) * dimensions);
      row.show(numbers, lengths[digit], { palette, range });
      row.root.toggleAttribute("data-winner", digit === trace.prediction && !trace.isBlank);
      row.root.toggleAttribute("data-chosen", digit === chosen);
    });
  });
  return { root };
}

/** @param {number} dimensions */
function createHead(dimensions) {
  const names = ["class", ...Array.from({ length: dimensions }, (_, index) => index), "length"];
  return element(
    "thead",
    {},
    element(
      "tr",
      {},
      ...names.map((name) => element("th", { scope: "col" }, String(name))),
      element("th", { scope: "col", class: "margins" }, `margins ${ABSENT} and ${PRESENT}`),
    ),
  );
}

/**
 * A class's name, the numbers of its capsule, its length, and that as a bar.
 * @param {string} name
 * @param {number} digit
 * @param {number} dimensions
 */
function createRow(name, digit, dimensions) {
  const numbers = Array.from({ length: dimensions }, () =>
    element("td", { class: "number", tabindex: -1 }),
  );
  const length = element("td", { class: "number", tabindex: -1 });
  const bar = element("span", { class: "length-bar" });
  /** @type {Unit} */
  const whole = { kind: "digit", digit };
  /** What is pointed at. @type {{element: HTMLElement, unit: Unit}[]} */
  const cells = [
    { element: element("th", { scope: "row", tabindex: -1 }, name), unit: whole },
    ...numbers.map((cell, dimension) => ({
      element: cell,
      unit: /** @type {const} */ ({ kind: "dimension", digit, dimension }),
    })),
    { element: length, unit: whole },
  ];
  const track = element("span", { class: "length-track with-margins" }, bar);
  return {
    root: element(
      "tr",
      {},
      ...cells.map((cell) => cell.element),
      element("td", { class: "margins" }, track),
    ),
    cells,
    /**
     * @param {Float32Array} values
     * @param {number} size their length
     * @param {{palette: import("../../graphics/color.js").Palette, range: [number, number]}} colours
     */
    show(values, size, { palette, range }) {
      numbers.forEach((cell, dimension) => {
        const t = position(values[dimension], range);
        cell.textContent = signed(values[dimension], 2);
        cell.style.background = css(palette, t);
        cell.style.color = textColor(palette, t);
      });
      length.textContent = size.toFixed(3);
      bar.style.width = `${100 * size}%`;
    },
  };
}
