/** A table whose cells stand for units: one tab stop, arrows inside, pointed at and pinned. */

import { presses, stepInGrid } from "../../widgets/arrow-keys.js";
import { togglePin } from "../../widgets/selection.js";
import { sameUnit } from "../../network/units.js";
import { shownUnit } from "../../state/state.js";

/**
 * @typedef {import("../../network/units.js").Unit} Unit
 * @typedef {{row: number, column: number}} Place
 * @typedef {{element: HTMLElement, unit: () => Unit}} UnitCell
 */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {HTMLElement} root the table
 * @param {UnitCell[][]} rows of as many cells each
 */
export function followUnitGrid(store, root, rows) {
  const size = { rows: rows.length, columns: rows[0].length };
  /** The one cell that Tab comes to. @type {Place} */
  let current = { row: 0, column: 0 };
  for (const cell of rows.flat()) cell.element.tabIndex = -1;
  rows[0][0].element.tabIndex = 0;

  /**
   * @param {EventTarget | null} target
   * @returns {Place | null}
   */
  function placeOf(target) {
    const found = target instanceof Element ? target.closest("td, th") : null;
    for (const [row, cells] of rows.entries()) {
      const column = cells.findIndex((cell) => cell.element === found);
      if (column >= 0) return { row, column };
    }
    return null;
  }

  /** @param {Place} place */
  const cellAt = ({ row, column }) => rows[row][column];

  /** @param {Place | null} place */
  function point(place) {
    store.update({ pointed: place && cellAt(place).unit() });
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
    if (place) togglePin(store, cellAt(place).unit());
  }

  function showHere() {
    const here = shownUnit(store.state);
    for (const { element, unit } of rows.flat())
      element.toggleAttribute("data-here", here !== null && sameUnit(unit(), here));
  }

  root.addEventListener("keydown", (event) => {
    const to = stepInGrid(event, current, size);
    if (presses(event)) pin(placeOf(event.target));
    else if (to) cellAt(to).element.focus();
    else return;
    event.preventDefault();
  });
  root.addEventListener("click", ({ target }) => pin(placeOf(target)));
  root.addEventListener("pointerover", ({ target }) => point(placeOf(target)));
  root.addEventListener("pointerleave", () => point(null));
  root.addEventListener("focusin", ({ target }) => enter(placeOf(target)));
  root.addEventListener("focusout", () => point(null));
  store.watch(["pointed", "pinned"], showHere);
  return { showHere };
}
