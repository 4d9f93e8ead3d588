/** Support painted on the drawing: which ink speaks for a class, and which against. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { choice, element } from "../../widgets/dom.js";
import { minus, signed } from "../../widgets/numbers.js";
import { paintSupport, primaryGrid, primaryPatch } from "../../network/receptive-fields.js";
import { paintInputPicture, tileLayout } from "../../graphics/raster.js";
import { createPicture } from "../../widgets/picture.js";
import { shownDigit, shownIteration, switched, withSwitch } from "../../state/state.js";
import { supportByPosition } from "../../server/trace.js";
import { createLegend } from "../../widgets/legend.js";
import { valuesFor } from "./values.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountPainting(store) {
  const { class_names: names, config, image } = store.state.model;
  const grid = primaryGrid(config);
  const patch = primaryPatch(config, 0, 0);
  // Side of a position's square; a single position has no neighbours to leave room for.
  const stride = grid.rows * grid.columns === 1 ? patch.height : config.field_stride;
  let byInk = switched(store.state, "painting") === "ink";
  /** Support of each position for the shown class. @type {Float32Array} */
  let positions = new Float32Array(0);
  /** What each pixel shows. @type {Float32Array} */
  let painted = new Float32Array(0);
  let length = 0; // ‖s‖

  const title = element("h3", {});
  const words = element("p", { class: "quiet" });
  const ink = element("canvas", { class: "pixels painting-ink", "aria-hidden": "true" });
  const spread = choice(
    "How support is painted",
    [
      { value: true, text: "on the ink", title: "Spread over the ink that the capsules see" },
      { value: false, text: "by position", title: "One square for each position, at its middle" },
    ],
    (value) => {
      store.update(withSwitch(store.state, "painting", value ? "ink" : "position"));
      byInk = value;
      show();
    },
  );
  const picture = createPicture({
    label: "Support painted on the drawing",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1, gap: 0 }),
    describe: ({ row, column }) => {
      const position = positionAt(row, column);
      const value = painted[row * image.width + column] ?? 0;
      const share = length > 0 ? `, ${((100 * value) / length).toFixed(2)} % of ‖s‖` : "";
      if (byInk) return `row ${row}, column ${column}: ${signed(value, 4)}${share}`;
      return position
        ? `position row ${position.row}, column ${position.column}: ${signed(value, 4)}${share}`
        : "between the positions";
    },
    tabled: () =>
      byInk
        ? null
        : {
            label: "Support by position",
            layout: tileLayout({ count: 1, ...grid, across: 1, gap: 0 }),
            valueAt: (_, row, column) => positions[row * grid.columns + column],
            first: 0,
          },
    units: {
      store,
      part: "image",
      unit: ({ row, column }) => {
        const position = positionAt(row, column);
        return !byInk && position
          ? { kind: "position", ...position, digit: shownDigit(store.state) }
          : { kind: "pixel", row, column };
      },
    },
  });
  const legend = createLegend(picture.canvas);

  /**
   * The position whose square holds a pixel: it lies about the middle of the position's patch.
   * @param {number} row
   * @param {number} column
   */
  function positionAt(row, column) {
    const down = Math.floor((row - offset(patch.height)) / stride);
    const right = Math.floor((column - offset(patch.width)) / stride);
    const within = down >= 0 && down < grid.rows && right >= 0 && right < grid.columns;
    return within ? { row: down, column: right } : null;
  }

  /** @param {number} size of a patch */
  function offset(size) {
    return Math.floor((size - stride + 1) / 2);
  }

  function paintPositions() {
    return Float32Array.from({ length: image.height * image.width }, (_, pixel) => {
      const position = positionAt(Math.floor(pixel / image.width), pixel % image.width);
      return position ? positions[position.row * grid.columns + position.column] : 0;
    });
  }

  function show() {
    spread.show(byInk);
    const { trace, dark, model } = store.state;
    if (trace?.model !== model.name) return;
    const iteration = shownIteration(store.state);
    const digit = shownDigit(store.state);
    const name = names[digit];
    positions = valuesFor(supportByPosition(trace, iteration), names.length, digit);
    painted = byInk ? paintSupport(config, positions, trace.values("image")) : paintPositions();
    length = Math.hypot(...trace.slice("sums", iteration, digit));
    ink.hidden = byInk;
    if (!byInk) paintInputPicture(ink, trace);
    const palette = lookup(dark ? diverging.dark : diverging.light);
    const range = domain(painted, { signed: true });
    picture.paint(painted, { palette, domain: range });
    legend.show(palette, range, byInk ? "support per pixel" : "support per position");
    title.textContent = `Support for ${name} on the drawing`;
    words.textContent = trace.isBlank
      ? "Nothing is drawn. What is shown is what the network makes of blank paper."
      : tell(name);
  }

  /** @param {string} name */
  function tell(name) {
    const sum = positions.reduce((total, value) => total + value, 0);
    const exact = config.digit_bias
      ? `It adds up to ${minus(sum.toFixed(3))}; with ${minus((length - sum).toFixed(3))} from the bias that is ‖s‖ = ${length.toFixed(3)}.`
      : `It adds up to ‖s‖ = ${length.toFixed(3)}.`;
    const seen = `${patch.height}×${patch.width} pixels`;
    return byInk
      ? `Red ink speaks for ${name}, blue against. ${exact} Each capsule's support is spread over the ink in the ${seen} that it sees.`
      : grid.rows * grid.columns === 1
        ? `Red speaks for ${name}, blue against. ${exact} There is one position alone: all capsules see the same ${seen}.`
        : `Red squares speak for ${name}, blue against. ${exact} Each square is what all capsules of one position say; they see ${seen} about it, not only what lies under it.`;
  }

  store.watch(["trace", "digit", "iteration", "dark"], show);
  return {
    root: element(
      "div",
      { class: "stack" },
      title,
      element(
        "div",
        { class: "painting-row" },
        element("div", { class: "painting" }, picture.root, ink, legend.root),
        element("div", { class: "stack" }, spread.root, words),
      ),
    ),
  };
}
