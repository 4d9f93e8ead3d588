/** One type of primary capsules: its dimensions as maps. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { choice, element } from "../../widgets/dom.js";
import { createInstrument } from "../../widgets/instrument.js";
import { signed } from "../../widgets/numbers.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { switched, withSwitch } from "../../state/state.js";
import { createLegend } from "../../widgets/legend.js";
import { sideOf } from "./all-types.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
export function createDimensions(store, { capsule }) {
  const { config } = store.state.model;
  const { primary_dimensions: dimensions } = config;
  const { rows, columns } = primaryGrid(config);
  const size = rows * columns * dimensions;
  const title = element("h3", {});
  const maps = createPicture({
    label: `The ${dimensions} dimensions of one type of primary capsules`,
    layout: tileLayout({
      count: dimensions,
      rows,
      columns,
      across: Math.ceil(dimensions / 2),
      gap: 1,
    }),
    nameTile: (tile) => `dimension ${tile}`,
    describe: ({ index, row, column }) => {
      const { trace } = store.state;
      if (!trace?.has("primary")) return "";
      const [before, after] = /** @type {const} */ (["primary_raw", "primary"]).map((side) =>
        trace.at(side, capsule().type, row, column, index),
      );
      const about = trace.isExact("primary_raw") ? "" : "≈ ";
      return `dimension ${index}, row ${row}, column ${column}: ${about}${signed(before, 3)} → squash → ${signed(after, 3)}`;
    },
    units: {
      store,
      // A type's own outline would surround one of its dimensions: only whole positions fit here.
      part: "primary",
      place: () => null,
      unit: ({ index, row, column }) => ({
        kind: "component",
        type: capsule().type,
        row,
        column,
        dimension: index,
      }),
    },
  });
  const legend = createLegend(maps.canvas);
  const spans = choice(
    "Colour range of the dimensions",
    [
      { value: "type", text: "this type" },
      { value: "layer", text: "layer" },
    ],
    (value) => store.update(withSwitch(store.state, "dimensions", value)),
  );
  return {
    root: createInstrument(title, maps, {
      ...{ legend, settings: [spans.root], name: "primary-dimensions" },
    }),
    show() {
      const { type, row, column } = capsule();
      const { trace, dark } = store.state;
      const span = switched(store.state, "dimensions");
      const side = sideOf(store.state);
      spans.show(span);
      title.textContent = `Dimensions of type ${type}`;
      if (!trace?.has(side)) return;
      const all = trace.values(side);
      const own = all.subarray(type * size, (type + 1) * size);
      const palette = lookup(dark ? diverging.dark : diverging.light);
      const range = domain(span === "type" ? own : all, { signed: true });
      maps.paint(all, {
        palette,
        domain: range,
        offset: type * size,
        strides: { tile: 1, row: columns * dimensions, column: dimensions },
      });
      // The capsule that is shown has a cell in every map.
      maps.outline([{ row, column, height: 1, width: 1 }]);
      const words = side === "primary" ? "after squash" : "before squash";
      legend.show(palette, range, `${words}, ${span === "type" ? "this type" : "whole layer"}`);
    },
  };
}
