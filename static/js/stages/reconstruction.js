/** Reconstruction: what a capsule's numbers draw, and what each of them changes. */

import { postDecode } from "../api.js";
import { diverging, grey, lookup } from "../color.js";
import { choice, element, signed } from "../dom.js";
import { capsuleValues, setValues } from "../held.js";
import { tileLayout } from "../raster.js";
import { shownDigit } from "../store.js";
import { createLegend } from "./legend.js";
import { createPicture } from "../panels/picture.js";

export const title = "What does a capsule imagine?";

/** The paper's figure 4: each dimension moved by up to a quarter, in steps of a twentieth. */
const OFFSETS = [-0.25, -0.2, -0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25];
/** Milliseconds of rest before the 16 x 11 pictures are asked for. */
const REST = 120;

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 */
export function mount(root, store) {
  const { config, image, class_names: names } = store.state.model;
  const [height, width] = [image.height, image.width];
  const single = tileLayout({ count: 1, rows: height, columns: width, across: 1, gap: 0 });
  /** @type {Float32Array | null} */
  let shown = null;
  /** @type {Float32Array | null} */
  let tiles = null;
  /** What the tiles were decoded from. @type {{digit: number, values: number[]} | null} */
  let tilesOf = null;

  const picture = createPicture({
    label: "What the decoder draws",
    layout: single,
    describe: ({ row, column }) =>
      `row ${row}, column ${column}: ${shown?.[row * width + column].toFixed(3)}`,
  });
  const difference = createPicture({
    label: "The reconstruction minus the network's input",
    layout: single,
    describe: ({ row, column }) =>
      `row ${row}, column ${column}: ${signed(minus()[row * width + column], 3)}`,
  });
  // Two columns of dimensions, so that all of them are seen at once.
  const half = Math.ceil(config.digit_dimensions / 2);
  const grids = [0, half].map((first) =>
    createGrid(first, Math.min(half, config.digit_dimensions - first)),
  );
  const legend = createLegend();
  const error = element("p", { class: "quiet" });
  const digits = choice(
    "Capsule",
    names.map((name, digit) => ({ value: digit, text: name })),
    (digit) => store.update({ digit }),
  );
  root.append(
    element(
      "p",
      { class: "story" },
      `The decoder sees one capsule's ${config.digit_dimensions} numbers and nothing else. Move a slider and watch. What a dimension does differs from digit to digit, and few do only one thing.`,
    ),
    element("div", { class: "row" }, digits.root),
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
        element("div", { class: "tile-columns" }, ...grids.map(({ root: each }) => each)),
      ),
    ),
  );

  /**
   * Pictures of some dimensions, one a row, at every offset.
   * @param {number} first dimension
   * @param {number} count
   */
  function createGrid(first, count) {
    /** @param {number} index */
    const placeOf = (index) =>
      /** @type {const} */ ([
        first + Math.floor(index / OFFSETS.length),
        OFFSETS[index % OFFSETS.length],
      ]);
    const tileGrid = createPicture({
      label: `Dimensions ${first} to ${first + count - 1} at ${OFFSETS.length} values each`,
      layout: tileLayout({
        count: count * OFFSETS.length,
        rows: height,
        columns: width,
        across: OFFSETS.length,
        gap: 2,
      }),
      byTile: true,
      describe: ({ index }) => {
        if (!tilesOf) return "";
        const [dimension, offset] = placeOf(index);
        return `dimension ${dimension} at ${signed(tilesOf.values[dimension] + offset, 3)} (${signed(offset)})`;
      },
      choose: ({ index }) => {
        if (!tilesOf) return;
        const [dimension, offset] = placeOf(index);
        store.update(
          setValues(
            store.state,
            tilesOf.values.with(dimension, tilesOf.values[dimension] + offset),
          ),
        );
      },
    });
    const labels = Array.from({ length: count }, (_, row) =>
      element("span", {}, String(first + row)),
    );
    return {
      root: element(
        "div",
        { class: "tile-rows" },
        element("div", { class: "tile-labels", "aria-hidden": "true" }, ...labels),
        tileGrid.root,
      ),
      /** @param {Float32Array} pictures of all dimensions */
      paint(pictures) {
        const size = OFFSETS.length * height * width;
        tileGrid.paint(pictures.subarray(first * size, (first + count) * size), {
          palette: lookup(grey),
          domain: [0, 1],
        });
      },
    };
  }

  function minus() {
    const input = store.state.trace?.values("image");
    return Float32Array.from(shown ?? [], (value, index) => value - (input?.[index] ?? 0));
  }

  store.watch(["trace", "digit", "held", "heldPicture", "dark"], () => {
    const { trace, held, heldPicture, dark } = store.state;
    if (!trace) return;
    const digit = held?.digit ?? shownDigit(store.state);
    digits.show(digit);
    shown = held && heldPicture ? heldPicture : trace.slice("reconstructions", digit);
    picture.paint(shown, { palette: lookup(grey), domain: [0, 1] });
    const palette = lookup(dark ? diverging.dark : diverging.light);
    const values = minus();
    difference.paint(values, { palette, domain: [-1, 1] });
    legend.show(palette, [-1, 1], "too much ink is red, too little blue");
    const squared = values.reduce((sum, value) => sum + value * value, 0);
    error.textContent = `Squared error, summed over the pixels: ${squared.toFixed(2)}`;
  });

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let busy = false;
  const values = () => capsuleValues(store.state);

  async function decodeTiles() {
    const { model, held, trace } = store.state;
    const center = values();
    if (!trace || !center || busy) return;
    const digit = held?.digit ?? shownDigit(store.state);
    busy = true;
    try {
      const capsules = center.flatMap((value, dimension) =>
        OFFSETS.map(
          (offset) =>
            /** @type {[number, number[]]} */ ([digit, center.with(dimension, value + offset)]),
        ),
      );
      tiles = await postDecode(model.name, capsules);
      tilesOf = { digit, values: center };
      for (const each of grids) each.paint(tiles);
    } catch (problem) {
      store.update({
        problem: {
          message: problem instanceof Error ? problem.message : String(problem),
          lasting: false,
        },
      });
    } finally {
      busy = false;
    }
    if (String(values()) !== String(center)) rest();
  }
  function rest() {
    clearTimeout(timer);
    timer = setTimeout(() => void decodeTiles(), REST);
  }
  store.watch(["trace", "digit", "held"], rest);
  store.onDispose(() => clearTimeout(timer));
}
