/** The paper's figure 4: what becomes of a capsule's picture when one of its numbers is moved. */

import { postDecode } from "../server/api.js";
import { createLatest } from "../server/latest.js";
import { element } from "./dom.js";
import { signed } from "./numbers.js";
import { capsuleValues, setValues } from "../state/capsule-edit.js";
import { tileLayout } from "../graphics/raster.js";
import { shownDigit } from "../state/state.js";
import { createPicture } from "./picture.js";

/** Values of each dimension: five on either side of its own. */
const ACROSS = 11;
/** How far the paper's figure moves each dimension. */
const REACH = 0.25;
/** Milliseconds of rest before the pictures are asked for. */
const REST = 120;

/**
 * @typedef {{digit: number, values: number[], offsets: number[]}} Source what the pictures were decoded
 *   from
 */

/**
 * @param {import("../state/store.js").Scope} store
 * @param {Object} [options]
 * @param {() => number} [options.reach] how far each dimension is moved
 * @param {(pictures: Float32Array, source: Source) => void} [options.painted] told of new pictures:
 *   dimensions * values * channels * rows * columns
 */
export function createGrids(store, { reach = () => REACH, painted } = {}) {
  const { digit_dimensions: dimensions } = store.state.model.config;
  /** @type {Source | null} */
  let source = null;
  // Two columns of dimensions, so that all of them are seen at once.
  const half = Math.ceil(dimensions / 2);
  const grids = [0, half].map((first) =>
    createGrid(store, first, Math.min(half, dimensions - first), () => source),
  );
  const decoding = createLatest(store, {
    rest: REST,
    ask() {
      const { model, held } = store.state;
      const values = capsuleValues(store.state);
      return values && decode(model, held?.digit ?? shownDigit(store.state), values, reach());
    },
    show(answer) {
      source = answer.source;
      for (const each of grids) each.paint(answer.pictures);
      painted?.(answer.pictures, source);
    },
  });
  store.watch(["trace", "digit", "held", "switches"], decoding.again);
  return element("div", { class: "tile-columns" }, ...grids.map(({ root }) => root));
}

/**
 * @param {import("../state/state.js").Model} model
 * @param {number} digit
 * @param {number[]} values of its capsule
 * @param {number} reach
 * @returns {Promise<{pictures: Float32Array, source: Source}>}
 */
async function decode(model, digit, values, reach) {
  const offsets = offsetsOf(reach);
  const capsules = values.flatMap((value, dimension) =>
    offsets.map(
      (offset) =>
        /** @type {[number, number[]]} */ ([digit, values.with(dimension, value + offset)]),
    ),
  );
  return { pictures: await postDecode(model.name, capsules), source: { digit, values, offsets } };
}

/** @param {number} reach */
function offsetsOf(reach) {
  const half = (ACROSS - 1) / 2;
  // To the shown digits: a fifth of a quarter is a twentieth.
  return Array.from({ length: ACROSS }, (_, at) =>
    Number(((reach * (at - half)) / half).toFixed(4)),
  );
}

/**
 * Pictures of some dimensions, one a row, at every offset.
 * @param {import("../state/store.js").Scope} store
 * @param {number} first dimension
 * @param {number} count
 * @param {() => Source | null} source
 */
function createGrid(store, first, count, source) {
  const { height: rows, width: columns, channels } = store.state.model.image;
  const across = ACROSS;
  /** @param {number} index */
  const placeOf = (index) => ({
    dimension: first + Math.floor(index / across),
    offset: source()?.offsets[index % across] ?? 0,
  });
  const picture = createPicture({
    label: `Dimensions ${first} to ${first + count - 1} at ${across} values each`,
    layout: tileLayout({ count: count * across, rows, columns, across, gap: 2 }),
    byTile: true,
    describe: ({ index }) => {
      const { dimension, offset } = placeOf(index);
      const value = source()?.values[dimension];
      if (value === undefined) return "";
      return `dimension ${dimension} at ${signed(value + offset, 3)} (${signed(offset)})`;
    },
    choose: ({ index }) => {
      const { dimension, offset } = placeOf(index);
      const values = source()?.values;
      if (!values) return;
      const moved = values.with(dimension, values[dimension] + offset);
      store.update(setValues(store.state, moved));
    },
    units: {
      store,
      unit: ({ index }) => ({
        kind: "dimension",
        digit: source()?.digit ?? shownDigit(store.state),
        dimension: placeOf(index).dimension,
      }),
    },
  });
  const labels = Array.from({ length: count }, (_, row) =>
    element("span", {}, String(first + row)),
  );
  store.watch(["linked"], () => {
    const { linked } = store.state;
    labels.forEach((label, row) => {
      label.toggleAttribute("data-linked", linked?.dimension === first + row);
    });
  });
  return {
    root: element(
      "div",
      { class: "tile-rows" },
      element("div", { class: "tile-labels", "aria-hidden": "true" }, ...labels),
      picture.root,
    ),
    /** @param {Float32Array} pictures of all dimensions */
    paint(pictures) {
      const size = across * channels * rows * columns;
      picture.paintImage(pictures.subarray(first * size, (first + count) * size));
    },
  };
}
