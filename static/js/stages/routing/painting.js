/** Support painted on the drawing: which ink speaks for a class, and which against. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { minus, signed } from "../../widgets/numbers.js";
import { paintSupport, primaryGrid, primaryPatch } from "../../network/receptive-fields.js";
import { paintInputPicture, tileLayout } from "../../graphics/raster.js";
import { createPicture } from "../../widgets/picture.js";
import { shownDigit, shownIteration, switched, watchTrace } from "../../state/state.js";
import { supportByPosition } from "../../server/trace.js";
import { createLegend } from "../../widgets/legend.js";
import { createSquares } from "./position-squares.js";
import { valuesFor } from "../../network/votes.js";

/**
 * @typedef {Object} Painted
 * @property {Float32Array} positions support of each position for the shown class
 * @property {Float32Array} pixels what each pixel shows
 * @property {number} length ‖s‖
 */

/** @param {import("../../state/store.js").Scope} store */
export function mountPainting(store) {
  const { model } = store.state;
  const { class_names: names, config } = model;
  const squares = createSquares(config);
  const byInk = () => switched(store.state, "painting") === "ink";
  /** @type {Painted} */
  let shown = { positions: new Float32Array(0), pixels: new Float32Array(0), length: 0 };

  const words = element("p", { class: "quiet" });
  const ink = element("canvas", { class: "pixels painting-ink", "aria-hidden": "true" });
  const picture = createPaintedPicture(store, { byInk, squares, shown: () => shown });
  picture.frame.append(ink);
  const legend = createLegend(picture.canvas);
  const root = element(
    "div",
    { class: "painted" },
    element("div", { class: "fit painting" }, picture.root),
    legend.root,
    words,
  );

  watchTrace(store, ["trace", "digit", "iteration", "dark", "switches"], (trace, { dark }) => {
    root.hidden = switched(store.state, "painting") === "capsules";
    if (root.hidden) return;
    const iteration = shownIteration(store.state);
    const digit = shownDigit(store.state);
    const positions = valuesFor(supportByPosition(trace, iteration), names.length, digit);
    const pixels = byInk()
      ? paintSupport(config, positions, trace.values("image"))
      : squares.paint(positions);
    const length = Math.hypot(...trace.slice("sums", iteration, digit));
    shown = { positions, pixels, length };
    ink.hidden = byInk();
    if (!byInk()) paintInputPicture(ink, trace);
    const palette = lookup(dark ? diverging.dark : diverging.light);
    const range = domain(pixels, { signed: true });
    picture.paint(pixels, { palette, domain: range });
    legend.show(palette, range, byInk() ? "support per pixel" : "support per position");
    words.textContent = trace.isBlank
      ? "Nothing is drawn. What is shown is what the network makes of blank paper."
      : tell(shown, config, names[digit], byInk());
  });
  return { root };
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{byInk: () => boolean, squares: ReturnType<typeof createSquares>, shown: () => Painted}} of
 */
function createPaintedPicture(store, { byInk, squares, shown }) {
  const { config, image } = store.state.model;
  const grid = primaryGrid(config);
  return createPicture({
    label: "Support painted on the drawing",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1 }),
    describe: ({ row, column }) => {
      const position = squares.positionAt(row, column);
      const { pixels, length } = shown();
      const value = pixels[row * image.width + column] ?? 0;
      const share = length > 0 ? `, ${((100 * value) / length).toFixed(2)} % of ‖s‖` : "";
      if (byInk()) return `row ${row}, column ${column}: ${signed(value, 4)}${share}`;
      return position
        ? `position row ${position.row}, column ${position.column}: ${signed(value, 4)}${share}`
        : "between the positions";
    },
    tabled: () =>
      byInk()
        ? null
        : {
            label: "Support by position",
            layout: tileLayout({ count: 1, ...grid, across: 1 }),
            valueAt: (_, row, column) => shown().positions[row * grid.columns + column],
            first: 0,
          },
    units: {
      ...{ store, part: "image" },
      unit: ({ row, column }) => {
        const position = squares.positionAt(row, column);
        return !byInk() && position
          ? { kind: "position", ...position, digit: shownDigit(store.state) }
          : { kind: "pixel", row, column };
      },
    },
  });
}

/**
 * @param {Painted} painted
 * @param {import("../../state/state.js").Config} config
 * @param {string} name of the class
 * @param {boolean} byInk
 */
function tell({ positions, length }, config, name, byInk) {
  const sum = positions.reduce((total, value) => total + value, 0);
  const { height, width } = primaryPatch(config, 0, 0);
  const exact = config.digit_bias
    ? `It adds up to ${minus(sum.toFixed(3))}, with the bias's ${minus((length - sum).toFixed(3))} to ‖s‖ = ${length.toFixed(3)}.`
    : `It adds up to ‖s‖ = ${length.toFixed(3)}.`;
  if (byInk) return `Orange ink speaks for ${name}, blue against. ${exact}`;
  return positions.length === 1
    ? `Orange speaks for ${name}, blue against. ${exact} All capsules see the same ${height}×${width} pixels.`
    : `Orange squares speak for ${name}, blue against. ${exact} Each sees ${height}×${width} pixels about it.`;
}
