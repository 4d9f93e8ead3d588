/** Primary capsules: what each of them holds, how long it is, and where it looks. */

import { css, diverging, domain, lookup, position, sequential } from "../color.js";
import { choice, element, signed } from "../dom.js";
import { primaryPatch } from "../geometry.js";
import { tileLayout } from "../raster.js";
import { capsuleLengths } from "../trace.js";
import { paintInputPicture } from "../panels/input-picture.js";
import { createLegend } from "./legend.js";
import { createPicture } from "../panels/picture.js";

export const title = "Primary capsules: small vectors instead of single numbers";

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 */
export function mount(root, store) {
  const { config, image } = store.state.model;
  const { primary_types: count, primary_dimensions: dimensions } = config;
  const first = store.state.trace;
  if (!first) return;
  const [, rows, columns] = first.shape("primary");
  const view = {
    /** @type {"primary" | "primary_raw"} */
    field: "primary",
    capsule: { index: 0, row: Math.floor(rows / 2), column: Math.floor(columns / 2) },
    chosen: false,
  };

  const types = createPicture({
    label: `${count} types of ${rows} by ${columns} primary capsules`,
    layout: tileLayout({ count, rows, columns, across: Math.ceil(Math.sqrt(2 * count)), gap: 1 }),
    describe: ({ index, row, column }) => {
      const { trace } = store.state;
      if (!trace?.has("primary_raw")) return "";
      const at = (index * rows + row) * columns + column;
      const before = capsuleLengths(trace, "primary_raw")[at];
      const after = capsuleLengths(trace, "primary")[at];
      return `type ${index}, row ${row}, column ${column}: length ${before.toFixed(3)} → squash → ${after.toFixed(3)}`;
    },
    point: (cell) => {
      if (cell) look(cell);
    },
    choose: (cell) => look(cell),
  });
  const source = createPicture({
    label: "The drawing, with the patch that the capsule looks at outlined",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1, gap: 0 }),
  });
  const legend = createLegend();
  const squashed = choice(
    "Squash",
    [
      { value: /** @type {const} */ ("primary_raw"), text: "before squash" },
      { value: /** @type {const} */ ("primary"), text: "after squash" },
    ],
    (field) => {
      view.field = field;
      show();
    },
  );
  const name = element("h3", {});
  const bars = element("ol", { class: "bars", start: 0 });
  const sum = element("p", { class: "formula number" });
  const patch = primaryPatch(config, 0, 0);

  root.append(
    element(
      "p",
      { class: "story" },
      `A capsule is ${dimensions} numbers: its direction says what is there, its length how sure it is. Squash keeps the direction and brings any length below 1. Each of the ${count} types stands at ${rows}×${columns} places; bright is long.`,
    ),
    element("div", { class: "row" }, squashed.root),
    element(
      "div",
      { class: "columns primary-columns" },
      element(
        "div",
        {},
        element("h3", {}, `${count} types, ${rows}×${columns} capsules each`),
        types.root,
        legend.root,
      ),
      element("div", { class: "stack" }, name, bars, sum),
      element(
        "div",
        { class: "one-map" },
        element("h3", {}, `…looks at ${patch.height}×${patch.width} pixels`),
        source.root,
      ),
    ),
  );

  /** @param {import("../panels/picture.js").Cell} cell */
  function look(cell) {
    view.capsule = cell;
    view.chosen = true;
    showCapsule();
  }

  function show() {
    squashed.show(view.field);
    const { trace } = store.state;
    if (!trace?.has("primary_raw")) return;
    const lengths = capsuleLengths(trace, view.field);
    const palette = lookup(sequential);
    /** @type {[number, number]} */
    const range = view.field === "primary" ? [0, 1] : domain(lengths);
    types.paint(lengths, { palette, domain: range });
    legend.show(palette, range, "length, whole layer");
    if (!view.chosen) {
      // Until someone points: the longest capsule.
      const longest = lengths.reduce(
        (best, value, index) => (value > lengths[best] ? index : best),
        0,
      );
      view.capsule = {
        index: Math.floor(longest / (rows * columns)),
        row: Math.floor(longest / columns) % rows,
        column: longest % columns,
      };
    }
    showCapsule();
  }

  function showCapsule() {
    const { trace, dark } = store.state;
    if (!trace?.has("primary_raw")) return;
    const { index, row, column } = view.capsule;
    const values = trace.slice(view.field, index, row, column);
    name.textContent = `Capsule of type ${index}, row ${row}, column ${column}`;
    const range = domain(values, { signed: true });
    const palette = dark ? diverging.dark : diverging.light;
    const about = trace.isExact(view.field) ? "" : "≈ ";
    bars.replaceChildren(
      ...Array.from(values, (value) => {
        const t = position(value, range);
        const bar = element("span", { class: "bar-fill" });
        bar.style.left = `${100 * Math.min(t, 0.5)}%`;
        bar.style.width = `${100 * Math.abs(t - 0.5)}%`;
        bar.style.background = css(palette, t < 0.5 ? 0.12 : 0.88);
        return element(
          "li",
          {},
          element("span", { class: "bar-track" }, bar),
          element("span", { class: "number" }, signed(value, 3)),
        );
      }),
    );
    const before = Math.hypot(...trace.slice("primary_raw", index, row, column));
    const after = Math.hypot(...trace.slice("primary", index, row, column));
    sum.textContent = `‖s‖ = ${about}${before.toFixed(3)}\n‖s‖² / (1 + ‖s‖²) = ${about}${after.toFixed(3)} = ‖u‖`;
    types.outline([{ tile: index, row, column, height: 1, width: 1 }]);
    paintInputPicture(source.canvas, trace);
    source.outline([primaryPatch(config, row, column)]);
  }

  store.watch(["trace", "dark"], show);
}
