/** Pictures of every dimension at several values, a dimension a row, with what each row does. */

import { tileLayout } from "../../graphics/raster.js";
import { effectsOf } from "../../network/effects.js";
import { setValues } from "../../state/capsule-edit.js";
import { shownDigit } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { wordsOf } from "../../widgets/effect-words.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { createReadout } from "../../widgets/readout.js";
import { followRoom } from "../../widgets/room.js";
import { ACROSS } from "./dimension-pictures.js";
import { arrange, BESIDE, ABOVE, GAP } from "./grid-room.js";

/**
 * @typedef {import("./dimension-pictures.js").Moved} Moved
 * @typedef {import("./grid-room.js").Arrangement} Arrangement
 */

/** @param {import("../../state/store.js").Scope} store */
export function createDimensionGrid(store) {
  const { image, config } = store.state.model;
  const count = config.digit_dimensions;
  const told = createReadout({ "data-told": "" });
  const room = element("div", { class: "dimension-room" });
  /** @type {Moved | null} */
  let moved = null;
  /** @type {string[]} */
  let words = [];
  let made = ""; // what the columns were made for
  /** @type {ReturnType<typeof createRows>[]} */
  let columns = [];

  followRoom(room, (width, height) => {
    if (width === 0 || height === 0) return;
    const arranged = arrange({ count, across: ACROSS, image }, { width, height });
    const key = `${arranged.columns} ${arranged.words} ${arranged.gapDown}`;
    if (key !== made) make(arranged);
    made = key;
    for (const { fit } of columns) fit(arranged.scale);
  });

  /** @param {Arrangement} arranged */
  function make(arranged) {
    const rows = Math.ceil(count / arranged.columns);
    columns = Array.from({ length: arranged.columns }, (_, column) => {
      const first = column * rows;
      const span = { first, count: Math.min(rows, count - first) };
      return createRows(store, { ...span, ...arranged, told, moved: () => moved });
    });
    room.replaceChildren(...columns.map(({ root }) => root));
    if (moved) for (const { show } of columns) show(moved, words);
    mark();
  }

  function mark() {
    for (const column of columns) column.mark(store.state.linked?.dimension ?? null);
  }

  store.watch(["linked"], mark);
  return {
    root: element("div", { class: "dimension-grid" }, room, told.root),
    /** @param {Moved} newest */
    show(newest) {
      moved = newest;
      const effects = effectsOf(newest.pictures, newest.offsets, image);
      words = effects.map((_, dimension) => wordsOf(effects, dimension));
      for (const { show } of columns) show(newest, words);
    },
  };
}

/**
 * Some dimensions, one a row.
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} rows
 * @param {number} rows.first dimension
 * @param {number} rows.count
 * @param {Arrangement["words"]} rows.words
 * @param {number} rows.gapDown
 * @param {ReturnType<typeof createReadout>} rows.told the line that tells what is pointed at
 * @param {() => Moved | null} rows.moved
 */
function createRows(store, { first, count, words: place, gapDown, told, moved }) {
  const { height: rows, width: columns, channels } = store.state.model.image;
  const layout = tileLayout({
    ...{ count: count * ACROSS, rows, columns },
    ...{ across: ACROSS, gap: GAP, gapDown },
  });
  /** @param {number} index */
  const placeOf = (index) => ({
    dimension: first + Math.floor(index / ACROSS),
    offset: moved()?.offsets[index % ACROSS] ?? 0,
  });
  const picture = createPicture({
    label: `Dimensions ${first} to ${first + count - 1} at ${ACROSS} values each`,
    ...{ layout, byTile: true, told },
    describe: ({ index }) => {
      const { dimension, offset } = placeOf(index);
      const value = moved()?.values[dimension];
      if (value === undefined) return "";
      return `dimension ${dimension} at ${signed(value + offset, 3)} (${signed(offset)})`;
    },
    choose: ({ index }) => {
      const { dimension, offset } = placeOf(index);
      const values = moved()?.values;
      if (!values) return;
      const changed = values.with(dimension, values[dimension] + offset);
      store.update(setValues(store.state, changed));
    },
    units: {
      store,
      unit: ({ index }) => ({
        kind: "dimension",
        digit: moved()?.digit ?? shownDigit(store.state),
        dimension: placeOf(index).dimension,
      }),
    },
  });
  const effects = Array.from({ length: count }, () => element("span", {}));
  const labels = effects.map((effect, row) => {
    const label = element("div", {}, element("strong", {}, String(first + row)), effect);
    const { y } = layout.tile(row * ACROSS);
    label.style.top = `${(100 * y) / layout.height}%`;
    label.style.height = `${(100 * rows) / layout.height}%`;
    return label;
  });
  picture.frame.append(
    element("div", { class: `row-words ${place}`, "aria-hidden": "true" }, ...labels),
  );
  picture.root.classList.add("dimension-rows", place);
  return {
    root: picture.root,
    /** @param {number} scale CSS pixels of a cell */
    fit(scale) {
      const width = scale * layout.width + (place === "beside" ? BESIDE : 0);
      picture.root.style.width = `${width}px`;
      picture.root.style.height = `${scale * layout.height + (place === "above" ? ABOVE : 0)}px`;
    },
    /** @param {Moved} newest @param {string[]} words of all dimensions */
    show({ pictures }, words) {
      const size = ACROSS * channels * rows * columns;
      picture.paintImage(pictures.subarray(first * size, (first + count) * size));
      effects.forEach((effect, row) => (effect.textContent = words[first + row]));
    },
    /** @param {number | null} dimension that is selected */
    mark(dimension) {
      labels.forEach((label, row) =>
        label.toggleAttribute("data-linked", dimension === first + row),
      );
    },
  };
}
