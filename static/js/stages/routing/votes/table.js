/** The strongest votes of a class as a table: what the plane shows, in numbers. */

import { element } from "../../../widgets/dom.js";
import { pointing } from "../../../widgets/pointing.js";
import { signed } from "../../../widgets/numbers.js";
import { placeName } from "../../../network/votes.js";

const ROWS = 20;

/**
 * @typedef {Object} VoteRow
 * @property {import("../../../network/units.js").Vote} unit
 * @property {number} x in the plane
 * @property {number} y
 * @property {number | null} coupling
 * @property {number} support
 *
 * @param {import("../../../state/store.js").Scope} store
 * @param {() => VoteRow[]} strongest asked for while the table is shown
 */
export function createVoteTable(store, strongest) {
  const body = element("tbody", {});
  const heads = ["type: place", "x", "y", "c", "support"].map((name) =>
    element("th", { scope: "col" }, name),
  );
  const root = element(
    "div",
    { class: "vote-table", tabindex: 0, role: "region", "aria-label": "The strongest votes" },
    element("table", { class: "numbers" }, element("thead", {}, element("tr", {}, ...heads)), body),
  );
  /** @type {VoteRow[]} */
  let shown = [];
  const rows = Array.from({ length: ROWS }, (_, place) => {
    const button = element("button", {
      type: "button",
      class: "link",
      onclick: () => store.update({ pinned: shown[place].unit }),
      ...pointing(store, () => shown[place].unit),
    });
    const cells = Array.from({ length: 4 }, () => element("td", { class: "number" }));
    return {
      root: element("tr", {}, element("th", { scope: "row" }, button), ...cells),
      button,
      cells,
    };
  });

  function show() {
    if (root.hidden) return;
    shown = strongest().slice(0, ROWS);
    rows.forEach(({ button, cells }, place) => {
      if (place >= shown.length) return;
      const { unit, x, y, coupling, support } = shown[place];
      button.textContent = `${unit.type}: ${unit.row},${unit.column}`;
      button.title = placeName(unit);
      button.setAttribute("aria-label", placeName(unit));
      const texts = [
        signed(x, 3),
        signed(y, 3),
        coupling === null ? "–" : coupling.toFixed(4),
        signed(support, 4),
      ];
      cells.forEach((cell, index) => void (cell.textContent = texts[index]));
    });
    body.replaceChildren(...rows.slice(0, shown.length).map(({ root: row }) => row));
  }

  return { root, show };
}
