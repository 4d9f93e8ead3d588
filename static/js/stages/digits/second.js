/** The two longest capsules beside each other: their pictures, their numbers, and what differs. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { tileLayout } from "../../graphics/raster.js";
import { element } from "../../widgets/dom.js";
import { togglePin } from "../../widgets/selection.js";
import { createTiles } from "../../widgets/tiles.js";
import { byLength } from "../../network/longest.js";
import { watchTrace } from "../../state/state.js";
import { showNumbers } from "./cells.js";
import { followUnitGrid } from "./unit-grid.js";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mountSecond(root, store) {
  const { class_names: names } = store.state.model;
  /** Classes, the longest first. */
  let order = [0, 1];
  const pictures = createPictures(store, () => order);
  const table = createTable(store, () => order);
  const verdict = element("p", { class: "verdict" });
  const ranking = element("p", { class: "quiet" });
  root.append(
    element(
      "section",
      { class: "digits-second", "aria-label": "First and second" },
      element(
        "div",
        { class: "second-top" },
        ...pictures.roots,
        element("div", { class: "stack" }, verdict, ranking),
      ),
      table.root,
    ),
  );

  watchTrace(store, ["trace", "dark"], (trace, { dark }) => {
    const lengths = trace.values("lengths");
    order = byLength(lengths);
    pictures.show(trace, dark);
    table.show(trace, dark);
    const [first, second] = order.map((digit) => lengths[digit]);
    verdict.textContent = trace.isBlank
      ? "Nothing is drawn."
      : `${names[order[0]]} is longest with ${first.toFixed(3)}; second is ${names[order[1]]} with ${second.toFixed(3)}, shorter by ${(first - second).toFixed(3)}.`;
    const total = lengths.reduce((sum, length) => sum + length, 0);
    ranking.textContent = `From long to short: ${order.map((digit) => names[digit]).join(", ")}. All lengths together: ${total.toFixed(3)}.`;
  });
}

/**
 * What the decoder draws from each of both, and the one minus the other.
 * @param {import("../../state/store.js").Scope} store
 * @param {() => number[]} order
 */
function createPictures(store, order) {
  const { image, class_names: names } = store.state.model;
  const layout = tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1 });
  const figures = ["first", "second", "difference"].map((label, place) => {
    const tiles = createTiles({
      ...{ label, layout },
      units: {
        ...{ store, part: "reconstruction" },
        unit: ({ row, column }) => ({ kind: "decoded", digit: order()[place % 2], row, column }),
      },
    });
    tiles.frame.addEventListener("click", (event) => {
      const unit = tiles.unitAt(event);
      if (unit) togglePin(store, unit);
    });
    if (place < 2) tiles.canvas.classList.add("paper");
    const caption = element("figcaption", {});
    return {
      tiles,
      caption,
      root: element("figure", {}, caption, element("div", { class: "fit" }, tiles.root)),
    };
  });

  return {
    roots: figures.map(({ root }) => root),
    /**
     * @param {import("../../server/trace.js").Trace} trace
     * @param {boolean} dark
     */
    show(trace, dark) {
      const lengths = trace.values("lengths");
      const [one, other] = order().map((digit) => trace.slice("reconstructions", digit));
      [one, other].forEach((picture, place) => {
        const digit = order()[place];
        const { tiles, caption } = figures[place];
        tiles.paintImage(picture);
        tiles.relabel(`What the decoder draws from the capsule of ${names[digit]}`);
        caption.textContent = `${names[digit]} · ${lengths[digit].toFixed(3)}`;
      });
      const [{ tiles, caption }] = figures.slice(2);
      const { channels } = image;
      const minus = new Float32Array(one.length / channels);
      one.forEach((value, index) => (minus[index % minus.length] += value - other[index]));
      const palette = lookup(dark ? diverging.dark : diverging.light);
      tiles.paint(minus, { palette, domain: [-channels, channels] });
      const words = `${names[order()[0]]} minus ${names[order()[1]]}`;
      tiles.relabel(`The two pictures: ${words}`);
      caption.textContent = words;
    },
  };
}

/**
 * Both capsules' numbers, dimension by dimension, as bars from zero and in figures.
 * @param {import("../../state/store.js").Scope} store
 * @param {() => number[]} order
 */
function createTable(store, order) {
  const { class_names: names, config } = store.state.model;
  const count = config.digit_dimensions;
  const each = Array.from({ length: count }, (_, dimension) => dimension);
  const bars = each.map(() =>
    ["bar-first", "bar-second"].map((name) => element("span", { class: name })),
  );
  const rows = [0, 1, 2].map(() => ({
    head: element("th", { scope: "row" }),
    cells: each.map(() => element("td", { class: "number" })),
  }));
  const [first, second, difference] = rows;
  difference.head.textContent = "difference";
  const root = element(
    "table",
    {
      class: names.some((name) => name.length > 2)
        ? "matrix named second-table"
        : "matrix second-table",
      role: "grid",
      "data-figure": true,
      "aria-label":
        "Numbers of the two longest capsules. Arrow keys move from cell to cell, Enter pins.",
    },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("td", {}),
        ...each.map((dimension) => element("th", { scope: "col" }, String(dimension))),
      ),
    ),
    element(
      "tbody",
      {},
      element(
        "tr",
        { class: "bars-row", "aria-hidden": "true" },
        element("td", {}),
        ...bars.map((pair) => element("td", {}, element("span", { class: "pair-bars" }, ...pair))),
      ),
      ...rows.map(({ head, cells }) => element("tr", {}, head, ...cells)),
    ),
  );
  const grid = followUnitGrid(
    store,
    root,
    [first, second].map(({ head, cells }, place) => [
      { element: head, unit: () => ({ kind: "digit", digit: order()[place] }) },
      ...cells.map((element, dimension) => ({
        element,
        unit: () => /** @type {const} */ ({ kind: "dimension", digit: order()[place], dimension }),
      })),
    ]),
  );

  return {
    root: element("div", { class: "scroll" }, root),
    /**
     * @param {import("../../server/trace.js").Trace} trace
     * @param {boolean} dark
     */
    show(trace, dark) {
      const palette = dark ? diverging.dark : diverging.light;
      const last = trace.iterations - 1;
      const [one, other] = order().map((digit) => trace.slice("digits", last, digit));
      const minus = one.map((value, dimension) => value - other[dimension]);
      const range = domain([...one, ...other, ...minus], { signed: true });
      [one, other, minus].forEach((values, row) =>
        showNumbers(rows[row].cells, values, { palette, range }),
      );
      [first, second].forEach(({ head }, place) => (head.textContent = names[order()[place]]));
      bars.forEach((pair, dimension) => {
        [one, other].forEach((values, place) => {
          pair[place].style.transform = `scaleY(${values[dimension] / range[1]})`;
        });
      });
      grid.showHere();
    },
  };
}
