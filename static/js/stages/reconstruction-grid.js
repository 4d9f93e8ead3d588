/** The paper's figure 4: what becomes of a capsule's picture when one of its numbers is moved. */

import { postDecode } from "../api.js";
import { element, signed } from "../dom.js";
import { capsuleValues, setValues } from "../held.js";
import { tileLayout } from "../raster.js";
import { shownDigit } from "../store.js";
import { createPicture } from "../panels/picture.js";

/** Each dimension is moved by up to a quarter, in steps of a twentieth. */
const OFFSETS = [-0.25, -0.2, -0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25];
/** Milliseconds of rest before the pictures are asked for. */
const REST = 120;

/** @typedef {{digit: number, values: number[]}} Source what the pictures were decoded from */

/** @param {import("../store.js").Scope} store */
export function createGrids(store) {
  const { digit_dimensions: dimensions } = store.state.model.config;
  /** @type {Source | null} */
  let source = null;
  // Two columns of dimensions, so that all of them are seen at once.
  const half = Math.ceil(dimensions / 2);
  const grids = [0, half].map((first) =>
    createGrid(store, first, Math.min(half, dimensions - first), () => source),
  );
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let busy = false;

  async function decode() {
    const { model, held, trace } = store.state;
    const center = capsuleValues(store.state);
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
      const pictures = await postDecode(model.name, capsules);
      source = { digit, values: center };
      for (const each of grids) each.paint(pictures);
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      store.update({ problem: { message, lasting: false } });
    } finally {
      busy = false;
    }
    if (String(capsuleValues(store.state)) !== String(center)) rest();
  }
  function rest() {
    clearTimeout(timer);
    timer = setTimeout(() => void decode(), REST);
  }
  store.watch(["trace", "digit", "held"], rest);
  store.onDispose(() => clearTimeout(timer));
  return element("div", { class: "tile-columns" }, ...grids.map(({ root }) => root));
}

/**
 * Pictures of some dimensions, one a row, at every offset.
 * @param {import("../store.js").Scope} store
 * @param {number} first dimension
 * @param {number} count
 * @param {() => Source | null} source
 */
function createGrid(store, first, count, source) {
  const { height: rows, width: columns, channels } = store.state.model.image;
  const across = OFFSETS.length;
  /** @param {number} index */
  const placeOf = (index) => ({
    dimension: first + Math.floor(index / across),
    offset: OFFSETS[index % across],
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
