/** Conv1: every kernel beside the map that it makes of the drawing. */

import { choice, element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { weightsOf } from "../../server/weights.js";
import { tileLayout } from "../../graphics/raster.js";
import { shownUnit, switched, withSwitch } from "../../state/state.js";
import { createPicture } from "../../widgets/picture.js";
import { createOne } from "./one-map.js";
import { mapOrder } from "./map-order.js";
import { createSweep } from "./sweep.js";
import { layerColours } from "./colours.js";
import { createLegend } from "../../widgets/legend.js";

export const title = "Conv1: small kernels look for strokes and edges";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { config, image } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const [rows, columns] = [image.height - size + 1, image.width - size + 1];
  const across = Math.ceil(Math.sqrt(count));
  const weights = weightsOf(store.state.model);
  /** @type {import("./colours.js").View} */
  const view = {
    rectify: switched(store.state, "relu") === "after",
    sort: /** @type {import("./map-order.js").Sort} */ (switched(store.state, "order")),
    wholeLayer: switched(store.state, "maps") === "layer",
    channel: 0,
    ...{ map: 0, row: 0, column: 0, swept: null },
  };
  let chosen = false; // whether someone has pointed at a cell yet
  /** Map shown at each place. */
  let order = mapOrder(new Float32Array(count), count, "index");
  const place = (/** @type {number} */ map) => order.indexOf(map);

  const maps = createPicture({
    label: `${count} feature maps of ${rows} by ${columns}`,
    layout: tileLayout({ count, rows, columns, across, gap: 1 }),
    describe: ({ index, row, column }) => describe(order[index], row, column),
    nameTile: (tile) => `map ${order[tile]}`,
    units: {
      ...{ store, part: "conv1", place },
      unit: ({ index, row, column }) => ({ kind: "conv1", map: order[index], row, column }),
    },
  });
  const kernels = createPicture({
    label: `${count} kernels of ${size} by ${size}`,
    layout: tileLayout({ count, rows: size, columns: size, across, gap: 1 }),
    describe: ({ index, row, column }) => {
      if (!weights.has([["conv1", 0]])) return "";
      const map = order[index];
      const at = ((map * image.channels + view.channel) * size + row) * size + column;
      return `kernel ${map}, row ${row}, column ${column}: weight ${signed(weights.get("conv1").weight[at], 3)}`;
    },
    nameTile: (tile) => `kernel ${order[tile]}`,
    units: {
      ...{ store, part: "kernels", place },
      unit: ({ index }) => ({ kind: "kernel", map: order[index] }),
    },
  });
  const one = createOne(store, view, weights, describe);
  const sweep = createSweep(store, view, { rows, columns }, one.show);
  const mapsLegend = createLegend(maps.canvas);
  const kernelsLegend = createLegend(kernels.canvas);
  const relu = choice(
    "Activation",
    [
      { value: false, text: "before ReLU" },
      { value: true, text: "after ReLU" },
    ],
    (rectify) => {
      store.update(withSwitch(store.state, "relu", rectify ? "after" : "before"));
      set({ rectify });
    },
  );
  const sort = choice(
    "Order",
    /** @type {const} */ ([
      { value: "index", text: "by index" },
      { value: "mean", text: "by mean", title: "By the mean response, largest first" },
      { value: "maximum", text: "by maximum", title: "By the largest response, largest first" },
    ]),
    (value) => {
      store.update(withSwitch(store.state, "order", value));
      view.sort = value;
      sortMaps();
      show();
    },
  );
  const scope = choice(
    "Range of the colours",
    [
      { value: true, text: "scale: layer", title: "One range of colours for all" },
      { value: false, text: "scale: unit", title: "Each map and each kernel has its own range" },
    ],
    (wholeLayer) => {
      store.update(withSwitch(store.state, "maps", wholeLayer ? "layer" : "unit"));
      set({ wholeLayer });
    },
  );
  const channel = choice(
    "Channel of the kernels",
    Array.from({ length: image.channels }, (_, index) => ({
      value: index,
      text: `channel ${index}`,
    })),
    (value) => set({ channel: value }),
  );
  channel.root.hidden = image.channels === 1;

  root.append(
    element("div", { class: "row" }, relu.root, sort.root, scope.root, channel.root),
    element(
      "div",
      { class: "columns conv1-columns" },
      element("div", {}, element("h3", {}, `Maps, ${rows}×${columns}`), maps.root, mapsLegend.root),
      element(
        "div",
        {},
        element("h3", {}, `Kernels, ${size}×${size}`),
        kernels.root,
        kernelsLegend.root,
      ),
      element("div", { class: "stack" }, sweep.root, one.root),
    ),
  );

  /** @type {(map: number, row: number, column: number) => string} */
  function describe(map, row, column) {
    const { trace } = store.state;
    if (!trace) return "";
    const before = trace.at("conv1", map, row, column);
    const about = trace.isExact("conv1") ? "" : "≈ ";
    return `map ${map}, row ${row}, column ${column}: ${about}${signed(before, 3)} → ReLU → ${Math.max(0, before).toFixed(3)}`;
  }

  /** @param {Partial<import("./colours.js").View>} changes */
  function set(changes) {
    Object.assign(view, changes);
    show();
  }

  function sortMaps() {
    const { trace } = store.state;
    if (!trace) return;
    const before = order;
    order = mapOrder(trace.values("conv1"), count, view.sort);
    if (order.every((map, index) => map === before[index])) return;
    paintAll();
    maps.replace();
    kernels.replace();
  }

  function paintAll() {
    const { trace, dark } = store.state;
    if (!trace) return;
    const { rectify, wholeLayer, map } = view;
    const shared = { count, dark, wholeLayer, chosen: map };
    const values = trace.values("conv1");
    const colours = layerColours(values, { ...shared, signed: !rectify, noun: "map" });
    maps.paint(values, { ...colours, order, rectify });
    mapsLegend.show(colours.palette, colours.domain, `activation, ${colours.scope}`);
    if (!weights.has([["conv1", 0]])) return;
    const { weight } = weights.get("conv1");
    const tints = layerColours(weight, { ...shared, signed: true, noun: "kernel" });
    const strides = { tile: image.channels * size * size, row: size, column: 1 };
    kernels.paint(weight, { ...tints, order, strides, offset: view.channel * size * size });
    kernelsLegend.show(tints.palette, tints.domain, `weight, ${tints.scope}`);
  }

  function show() {
    relu.show(view.rectify);
    sort.show(view.sort);
    scope.show(view.wholeLayer);
    channel.show(view.channel);
    // Until someone points: where the map responds most.
    if (!chosen && view.swept === null) lookAtStrongest();
    paintAll();
    one.show();
  }

  /** Follows what is selected anywhere on the page, where it is of this layer. */
  function follow() {
    const unit = shownUnit(store.state);
    const { map } = view;
    // While the kernel slides, what the pointer happens to pass is none of its business.
    const passing = sweep.playing() && store.state.pinned === null;
    if (!passing && unit?.kind === "conv1") {
      const { row, column } = unit;
      Object.assign(view, { map: unit.map, row, column });
      chosen = true;
    } else if (!passing && unit?.kind === "kernel") {
      view.map = unit.map;
      lookAtStrongest();
    }
    one.show();
    if (map !== view.map && !view.wholeLayer) paintAll();
  }

  function lookAtStrongest() {
    const values = store.state.trace?.slice("conv1", view.map);
    if (!values) return;
    const best = values.reduce((most, value, index) => (value > values[most] ? index : most), 0);
    Object.assign(view, { row: Math.floor(best / columns), column: best % columns });
    chosen = false;
  }

  weights.load([["conv1", 0]]).then(show, (error) =>
    store.update({
      problem: { message: `The kernels could not be loaded: ${error.message}`, lasting: true },
    }),
  );
  // The first look is at the map that responds most.
  if (store.state.trace) {
    view.map = mapOrder(store.state.trace.values("conv1"), count, "maximum")[0];
  }
  store.watch(["trace", "stroke"], () => {
    // Maps keep their places while the pen is down.
    if (store.state.stroke === null && store.state.trace?.isExact("conv1")) sortMaps();
  });
  store.watch(["trace", "dark"], show);
  store.watch(["pointed", "pinned"], follow);
}
