/** All maps of Conv1, and the kernels that make them, each at its map's place. */

import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import { createPicture } from "../../widgets/picture.js";
import { layerColours, settingsOf } from "./colours.js";
import { mapOrder } from "./map-order.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./colours.js").View} view
 * @param {import("../../server/weights.js").Weights} weights
 */
export function createLayer(store, view, weights) {
  const { config, image } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  /** Map shown at each place. */
  let order = mapOrder(new Float32Array(count), count, "index");
  const mapAt = (/** @type {number} */ place) => order[place];
  const place = (/** @type {number} */ map) => order.indexOf(map);
  const maps = createMaps(store, { mapAt, place });
  const kernels = createKernels(store, { view, weights, mapAt, place });
  const channelSize = size * size;

  function paint() {
    const { trace, dark } = store.state;
    if (!trace) return;
    const { rectify, wholeLayer } = settingsOf(store.state);
    const shared = { count, dark, wholeLayer, chosen: view.map };
    const values = trace.values("conv1");
    const colours = layerColours(values, { ...shared, signed: !rectify, noun: "map" });
    maps.picture.paint(values, { ...colours, order, rectify });
    maps.legend.show(colours.palette, colours.domain, `activation, ${colours.scope}`);
    if (!weights.has([["conv1", 0]])) return;
    const { weight } = weights.get("conv1");
    const tints = layerColours(weight, { ...shared, signed: true, noun: "kernel" });
    kernels.picture.paint(weight, {
      ...{ ...tints, order },
      strides: { tile: image.channels * channelSize, row: size, column: 1 },
      offset: view.channel * channelSize,
    });
    kernels.legend.show(tints.palette, tints.domain, `weight, ${tints.scope}`);
  }

  return {
    roots: [maps.root, kernels.root],
    paint,
    /** Puts the maps into the order that is asked for; tells whether it is another one. */
    sort() {
      const { trace } = store.state;
      if (!trace) return;
      const before = order;
      order = mapOrder(trace.values("conv1"), count, settingsOf(store.state).sort);
      if (order.every((map, index) => map === before[index])) return;
      paint();
      maps.picture.replace();
      kernels.picture.replace();
    },
  };
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{mapAt: (place: number) => number, place: (map: number) => number}} order
 */
function createMaps(store, { mapAt, place }) {
  const { config, image } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const [rows, columns] = [image.height - size + 1, image.width - size + 1];
  const across = Math.ceil(Math.sqrt(count));
  const picture = createPicture({
    label: `${count} feature maps of ${rows} by ${columns}`,
    layout: tileLayout({ count, rows, columns, across, gap: 1 }),
    describe: ({ index, row, column }) => tellCell(store, mapAt(index), row, column),
    nameTile: (tile) => `map ${mapAt(tile)}`,
    units: {
      ...{ store, part: "conv1", place },
      unit: ({ index, row, column }) => ({ kind: "conv1", map: mapAt(index), row, column }),
    },
  });
  const legend = createLegend(picture.canvas);
  const heading = element("h3", {}, `Maps, ${rows}×${columns}`);
  return { picture, legend, root: element("div", {}, heading, picture.root, legend.root) };
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} of
 * @param {import("./colours.js").View} of.view
 * @param {import("../../server/weights.js").Weights} of.weights
 * @param {(place: number) => number} of.mapAt
 * @param {(map: number) => number} of.place
 */
function createKernels(store, { view, weights, mapAt, place }) {
  const { config, image } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const across = Math.ceil(Math.sqrt(count));
  const picture = createPicture({
    label: `${count} kernels of ${size} by ${size}`,
    layout: tileLayout({ count, rows: size, columns: size, across, gap: 1 }),
    describe: ({ index, row, column }) => {
      if (!weights.has([["conv1", 0]])) return "";
      const map = mapAt(index);
      const at = ((map * image.channels + view.channel) * size + row) * size + column;
      return `kernel ${map}, row ${row}, column ${column}: weight ${signed(weights.get("conv1").weight[at], 3)}`;
    },
    nameTile: (tile) => `kernel ${mapAt(tile)}`,
    units: {
      ...{ store, part: "kernels", place },
      unit: ({ index }) => ({ kind: "kernel", map: mapAt(index) }),
    },
  });
  const legend = createLegend(picture.canvas);
  const heading = element("h3", {}, `Kernels, ${size}×${size}`);
  return { picture, legend, root: element("div", {}, heading, picture.root, legend.root) };
}

/**
 * A cell of a map in words: before ReLU, and after it.
 * @param {import("../../state/store.js").Scope} store
 * @param {number} map
 * @param {number} row
 * @param {number} column
 */
export function tellCell(store, map, row, column) {
  const { trace } = store.state;
  if (!trace) return "";
  const before = trace.at("conv1", map, row, column);
  const about = trace.isExact("conv1") ? "" : "≈ ";
  return `map ${map}, row ${row}, column ${column}: ${about}${signed(before, 3)} → ReLU → ${Math.max(0, before).toFixed(3)}`;
}
