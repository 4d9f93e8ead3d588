/**
 * Every number of every class's capsule, as a grid: one tab stop, arrows inside. A row's name and its
 * length are the class's capsule, each cell is one dimension.
 */

import { css, diverging, domain, position, textColor } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { sameUnit } from "../../network/units.js";
import { shownUnit } from "../../state/state.js";
import { ABSENT, PRESENT } from "../../network/margin-loss.js";

/** @typedef {import("../../network/units.js").Unit} Unit */

/** @param {import("../../state/store.js").Scope} store */
export function mountMatrix(store) {
  const { class_names: names, config } = store.state.model;
  const { digit_dimensions: dimensions } = config;
  /** @type {Map<HTMLElement, {row: number, column: number, unit: Unit}>} */
  const places = new Map();
  const rows = names.map((name, digit) => {
    /** @type {Unit} */
    const whole = { kind: "digit", digit };
    const head = element("th", { scope: "row", tabindex: -1 }, name);
    const cells = Array.from({ length: dimensions }, () =>
      element("td", { class: "number", tabindex: -1 }),
    );
    const length = element("td", { class: "number", tabindex: -1 });
    const bar = element("span", { class: "length-bar" });
    const all = [head, ...cells, length];
    all.forEach((cell, column) => {
      const dimension = column - 1;
      const isOne = dimension >= 0 && dimension < dimensions;
      places.set(cell, {
        row: digit,
        column,
        unit: isOne ? { kind: "dimension", digit, dimension } : whole,
      });
    });
    const track = element("span", { class: "length-track with-margins" }, bar);
    const root = element("tr", {}, ...all, element("td", { class: "margins" }, track));
    return { root, head, cells, length, bar, all };
  });
  const table = element(
    "table",
    {
      class: "matrix",
      role: "grid",
      "aria-label": `Numbers of the ${names.length} capsules. Arrow keys move from cell to cell, Enter pins.`,
      onkeydown: onKey,
      onclick: (/** @type {MouseEvent} */ event) => pin(cellOf(event.target)),
      onpointerover: (/** @type {PointerEvent} */ event) => point(cellOf(event.target)),
      onpointerleave: () => point(null),
      onfocusin: (/** @type {FocusEvent} */ event) => enter(cellOf(event.target)),
      onfocusout: () => point(null),
    },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, "class"),
        ...Array.from({ length: dimensions }, (_, index) =>
          element("th", { scope: "col" }, String(index)),
        ),
        element("th", { scope: "col" }, "length"),
        element("th", { scope: "col", class: "margins" }, `margins ${ABSENT} and ${PRESENT}`),
      ),
    ),
    element("tbody", {}, ...rows.map(({ root }) => root)),
  );
  /** @type {HTMLElement} the one cell that Tab comes to */
  let current = rows[0].all[0];
  current.tabIndex = 0;

  /** @param {EventTarget | null} target */
  function cellOf(target) {
    const cell = target instanceof Element ? target.closest("td, th") : null;
    return cell instanceof HTMLElement && places.has(cell) ? cell : null;
  }

  /** @param {HTMLElement | null} cell */
  function point(cell) {
    store.update({ pointed: cell && (places.get(cell)?.unit ?? null) });
  }

  /** @param {HTMLElement | null} cell */
  function enter(cell) {
    if (!cell) return;
    current.tabIndex = -1;
    current = cell;
    current.tabIndex = 0;
    point(cell);
  }

  /** @param {HTMLElement | null} cell */
  function pin(cell) {
    const place = cell && places.get(cell);
    if (!place) return;
    store.update({ pinned: sameUnit(place.unit, store.state.pinned) ? null : place.unit });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === "Enter" || event.key === " ") {
      pin(cellOf(event.target));
      event.preventDefault();
      return;
    }
    const to = target(event);
    if (!to) return;
    rows[to.row].all[to.column].focus();
    event.preventDefault();
  }

  /**
   * The place that a key leads to; null for a key that leads nowhere.
   * @param {KeyboardEvent} event
   */
  function target({ key, ctrlKey }) {
    const { row, column } = places.get(current) ?? { row: 0, column: 0 };
    const lastRow = rows.length - 1;
    const lastColumn = rows[0].all.length - 1;
    switch (key) {
      case "ArrowLeft":
        return { row, column: Math.max(0, column - 1) };
      case "ArrowRight":
        return { row, column: Math.min(lastColumn, column + 1) };
      case "ArrowUp":
        return { row: Math.max(0, row - 1), column };
      case "ArrowDown":
        return { row: Math.min(lastRow, row + 1), column };
      case "Home":
        return { row: ctrlKey ? 0 : row, column: 0 };
      case "End":
        return { row: ctrlKey ? lastRow : row, column: lastColumn };
      case "PageUp":
        return { row: 0, column };
      case "PageDown":
        return { row: lastRow, column };
      default:
        return null;
    }
  }

  store.watch(["linked", "pointed", "pinned"], () => {
    const { linked } = store.state;
    const here = shownUnit(store.state);
    rows.forEach(({ root, all }, digit) => {
      root.toggleAttribute("data-linked", linked?.digits.includes(digit) ?? false);
      for (const cell of all) {
        const own = places.get(cell)?.unit ?? null;
        cell.toggleAttribute("data-here", here !== null && sameUnit(own, here));
      }
    });
  });
  store.watch(["trace", "dark", "digit"], () => {
    const { trace, dark, digit: chosen, model } = store.state;
    if (trace?.model !== model.name) return;
    const palette = dark ? diverging.dark : diverging.light;
    const values = trace.slice("digits", trace.iterations - 1);
    const range = domain(values, { signed: true });
    const sizes = trace.values("lengths");
    rows.forEach(({ root, cells, length, bar }, digit) => {
      cells.forEach((cell, dimension) => {
        const value = values[digit * dimensions + dimension];
        const t = position(value, range);
        cell.textContent = signed(value, 2);
        cell.style.background = css(palette, t);
        cell.style.color = textColor(palette, t);
      });
      length.textContent = sizes[digit].toFixed(3);
      bar.style.width = `${100 * sizes[digit]}%`;
      root.toggleAttribute("data-winner", digit === trace.prediction && !trace.isBlank);
      root.toggleAttribute("data-chosen", digit === chosen);
    });
  });
  return { root: table };
}
