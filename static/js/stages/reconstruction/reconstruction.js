/** Reconstruction: what a capsule's numbers draw, and what each of them changes. */

import { diverging, lookup } from "../../graphics/color.js";
import { choice, element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { tileLayout } from "../../graphics/raster.js";
import { classNoun, shownDigit, watchTrace } from "../../state/state.js";
import { createPicture } from "../../widgets/picture.js";
import { createDecoderLayers } from "./decoder-layers.js";
import { createLegend } from "../../widgets/legend.js";
import { createGrids } from "../../widgets/dimension-grid.js";

export const title = "What does a capsule imagine?";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { image, class_names: names } = store.state.model;
  const { height, width, channels } = image;
  const layout = tileLayout({ count: 1, rows: height, columns: width, across: 1, gap: 0 });
  const shownCapsule = () => store.state.held?.digit ?? shownDigit(store.state);
  /** @type {Float32Array} */
  let shown = new Float32Array(channels * height * width);
  let minus = new Float32Array(height * width); // summed over the channels
  const units = {
    ...{ store, part: /** @type {const} */ ("reconstruction") },
    /** @type {(cell: import("../../widgets/picture.js").Cell) => import("../../network/units.js").Unit} */
    unit: ({ row, column }) => ({ kind: "decoded", digit: shownCapsule(), row, column }),
  };
  const picture = createPicture({
    label: "What the decoder draws",
    layout,
    describe: ({ row, column }) => {
      const inks = Array.from({ length: channels }, (_, channel) =>
        shown[(channel * height + row) * width + column].toFixed(3),
      );
      return `row ${row}, column ${column}: ${inks.join(", ")}`;
    },
    units,
  });
  const difference = createPicture({
    label: "The reconstruction minus the network's input",
    layout,
    describe: ({ row, column }) =>
      `row ${row}, column ${column}: ${signed(minus[row * width + column], 3)}`,
    units,
  });
  const legend = createLegend(difference.canvas);
  const error = element("p", { class: "quiet" });
  const capsules = choice(
    "Capsule",
    names.map((name, digit) => ({ value: digit, text: name })),
    (digit) => store.update({ digit }),
  );
  const of = element("p", { class: "quiet" });

  root.append(
    element("div", { class: "row" }, `Capsule of ${classNoun(store.state.model)}`, capsules.root),
    of,
    element(
      "div",
      { class: "columns reconstruction-columns" },
      element(
        "div",
        { class: "pair" },
        element("div", { class: "stack" }, element("h3", {}, "Picture"), picture.root),
        element("div", { class: "stack" }, element("h3", {}, "Minus the drawing"), difference.root),
        element("div", { class: "both" }, legend.root, error),
      ),
      element(
        "div",
        { class: "stack" },
        element(
          "h3",
          {},
          "One dimension a row, from −0.25 to +0.25 around its value; click a picture to take it",
        ),
        createGrids(store),
      ),
    ),
    createDecoderLayers(store),
  );

  watchTrace(
    store,
    ["trace", "digit", "held", "heldPicture", "dark"],
    (trace, { held, heldPicture, dark }) => {
      const digit = shownCapsule();
      capsules.show(digit);
      of.textContent = tellWhose(digit, trace.prediction, names, held !== null);
      shown = held && heldPicture ? heldPicture : trace.slice("reconstructions", digit);
      picture.paintImage(shown);
      const input = trace.values("image");
      minus = new Float32Array(height * width);
      let squared = 0;
      shown.forEach((value, index) => {
        const off = value - input[index];
        minus[index % minus.length] += off;
        squared += off * off;
      });
      const palette = lookup(dark ? diverging.dark : diverging.light);
      difference.paint(minus, { palette, domain: [-channels, channels] });
      legend.show(palette, [-channels, channels], "too much ink is red, too little blue");
      error.textContent = `Squared error, summed over the pixels: ${squared.toFixed(2)}`;
    },
  );
}

/**
 * Whose picture is shown, in words.
 * @param {number} digit
 * @param {number} winner
 * @param {string[]} names
 * @param {boolean} moved
 */
function tellWhose(digit, winner, names, moved) {
  const which =
    digit === winner
      ? `This is the picture of the capsule of ${names[digit]}, the longest one.`
      : `This is the picture of the capsule of ${names[digit]}, though ${names[winner]} is the longest: what the decoder would draw if it were this one.`;
  return moved ? `${which} Its numbers were moved by hand.` : which;
}
