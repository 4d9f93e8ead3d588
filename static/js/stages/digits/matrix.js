/**
 * Every number of every class's capsule. A row's name and its length are the class's capsule, each
 * cell is one dimension.
 */

import { diverging, domain } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { watchTrace } from "../../state/state.js";
import { ABSENT, PRESENT } from "../../network/margin-loss.js";
import { showNumbers } from "./cells.js";
import { followUnitGrid } from "./unit-grid.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountMatrix(store) {
  const { class_names: names, config } = store.state.model;
  const { digit_dimensions: dimensions } = config;
  const rows = names.map((name, digit) => createRow(name, digit, dimensions));
  const root = element(
    "table",
    {
      class: names.some((name) => name.length > 2) ? "matrix named" : "matrix",
      role: "grid",
      "data-figure": true,
      "aria-label": `Numbers of the ${names.length} capsules. Arrow keys move from cell to cell, Enter pins.`,
    },
    createHead(dimensions),
    element("tbody", {}, ...rows.map((row) => row.root)),
  );
  followUnitGrid(
    store,
    root,
    rows.map(({ cells }) => cells),
  );

  store.watch(["linked"], () => {
    const { linked } = store.state;
    rows.forEach(({ root: row }, digit) => {
      row.toggleAttribute("data-linked", linked?.digits.includes(digit) ?? false);
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
  const indices = Array.from({ length: dimensions }, (_, index) => String(index));
  const margins = [ABSENT, PRESENT].map((margin) => {
    const tick = element("span", { class: "margin" }, String(margin));
    tick.style.left = `${100 * margin}%`;
    return tick;
  });
  return element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("td", {}),
      ...indices.map((index) => element("th", { scope: "col" }, index)),
      element("th", { scope: "col", class: "length" }, "length"),
      element(
        "th",
        { scope: "col", class: "margins", title: "The two margins that training asks for" },
        element("span", { class: "margin-axis" }, ...margins),
      ),
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
  const numbers = Array.from({ length: dimensions }, () => element("td", { class: "number" }));
  const head = element("th", { scope: "row", title: name }, name);
  const length = element("td", { class: "number length" });
  const bar = element("span", { class: "margin-bar" });
  const whole = () => /** @type {const} */ ({ kind: "digit", digit });
  /** What is pointed at. @type {import("./unit-grid.js").UnitCell[]} */
  const cells = [
    { element: head, unit: whole },
    ...numbers.map((cell, dimension) => ({
      element: cell,
      unit: () => /** @type {const} */ ({ kind: "dimension", digit, dimension }),
    })),
    { element: length, unit: whole },
  ];
  const track = element("span", { class: "margin-track" }, bar);
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
    show(values, size, colours) {
      showNumbers(numbers, values, colours);
      length.textContent = size.toFixed(3);
      bar.style.transform = `scaleX(${size})`;
    },
  };
}
