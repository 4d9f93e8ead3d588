/** One map of Conv1, large: beside its kernel, and the patch of the drawing that makes a cell. */

import { element } from "../../widgets/dom.js";
import { signed, print } from "../../widgets/numbers.js";
import { conv1Patch } from "../../network/receptive-fields.js";
import { explainConv1 } from "../../inspector/explain/conv1.js";
import { tileLayout } from "../../graphics/raster.js";
import { shownDigit, shownIteration, shownUnit } from "../../state/state.js";
import { createInputPicture } from "../../widgets/input-picture.js";
import { createPicture } from "../../widgets/picture.js";
import { layerColours, settingsOf } from "./colours.js";
import { tellCell } from "./layer.js";
import { createLegend } from "../../widgets/legend.js";

/**
 * @typedef {import("../../state/store.js").Scope} Scope
 * @typedef {import("./colours.js").View} View
 * @typedef {import("../../server/weights.js").Weights} Weights
 */

/**
 * @param {Scope} store
 * @param {View} view
 * @param {Weights} weights
 */
export function createOne(store, view, weights) {
  const { config } = store.state.model;
  const map = createMap(store, view);
  const kernel = createKernel(store, view, weights);
  const drawing = createInputPicture(
    store,
    "The drawing, with the patch under the kernel outlined",
  );
  const title = element("h3", {});
  const sum = element("p", { class: "formula number conv1-sum" });
  const { conv1_kernel_size: size } = config;

  return {
    root: element(
      "div",
      { class: "conv1-one" },
      element("div", { class: "stack conv1-map" }, title, ...map.roots),
      element(
        "div",
        { class: "stack conv1-sources" },
        element("div", {}, element("h3", {}, `Kernel, ${size}×${size}`), ...kernel.roots),
        element("div", {}, element("h3", {}, "Drawing"), drawing.root),
      ),
      sum,
    ),
    /** Shows the chosen map and cell anew. */
    show() {
      const { trace } = store.state;
      if (!trace) return;
      const here = weights.has([["conv1", 0]]);
      const bias = here ? weights.get("conv1").bias : null;
      title.textContent = `Map ${view.map}${bias ? `, bias ${signed(bias[view.map], 3)}` : ""}`;
      map.show(trace.values("conv1"));
      drawing.paintImage(trace.values("image"));
      // While no unit is selected anywhere, the cell that the words speak of is still outlined.
      const free = shownUnit(store.state) === null;
      const { row, column } = view;
      map.outline(free ? [{ row, column, height: 1, width: 1, role: "here" }] : []);
      drawing.outline(free ? [conv1Patch(config, row, column)] : []);
      if (!here) return;
      kernel.show();
      sum.textContent = tellSum(store.state, view, trace, weights);
    },
  };
}

/**
 * @param {Scope} store
 * @param {View} view
 */
function createMap(store, view) {
  const { image, config } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const [rows, columns] = [image.height - size + 1, image.width - size + 1];
  const picture = createPicture({
    label: "The chosen map, enlarged",
    layout: tileLayout({ count: 1, rows, columns, across: 1 }),
    describe: ({ row, column }) => tellCell(store, view.map, row, column),
    nameTile: () => `map ${view.map}`,
    units: {
      ...{ store, part: "conv1" },
      unit: ({ row, column }) => ({ kind: "conv1", map: view.map, row, column }),
      place: (tile) => (tile === view.map ? 0 : null),
    },
  });
  const legend = createLegend(picture.canvas);

  /**
   * Takes away the cells that the sweep has yet to make.
   * @param {number} first
   */
  function hideFrom(first) {
    const context = picture.canvas.getContext("2d");
    const row = Math.floor(first / columns);
    context?.clearRect(first % columns, row, columns, 1);
    context?.clearRect(0, row + 1, columns, rows);
  }

  return {
    roots: [picture.root, legend.root],
    outline: picture.outline,
    /** @param {Float32Array} values of all maps */
    show(values) {
      const { rectify, wholeLayer } = settingsOf(store.state);
      const { palette, domain, scope } = layerColours(values, {
        ...{ count, wholeLayer, dark: store.state.dark },
        ...{ signed: !rectify, chosen: view.map, noun: "map" },
      });
      const length = rows * columns;
      const own = values.subarray(view.map * length, (view.map + 1) * length);
      picture.paint(own, { palette, domain, rectify });
      if (view.swept !== null) hideFrom(view.swept);
      legend.show(palette, domain, `activation, ${scope}`);
    },
  };
}

/**
 * @param {Scope} store
 * @param {View} view
 * @param {Weights} weights
 */
function createKernel(store, view, weights) {
  const { image, config } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const first = () => (view.map * image.channels + view.channel) * size * size;
  const picture = createPicture({
    label: "Its kernel, enlarged",
    layout: tileLayout({ count: 1, rows: size, columns: size, across: 1 }),
    describe: ({ row, column }) => {
      const at = first() + row * size + column;
      return `row ${row}, column ${column}: weight ${signed(weights.get("conv1").weight[at], 3)}`;
    },
    nameTile: () => `kernel ${view.map}`,
    units: {
      ...{ store, part: "kernels" },
      unit: () => ({ kind: "kernel", map: view.map }),
      // Every cell of it is the kernel: nothing is outlined that is not all of the picture.
      place: () => null,
    },
  });
  const legend = createLegend(picture.canvas);
  return {
    roots: [picture.root, legend.root],
    show() {
      const { wholeLayer } = settingsOf(store.state);
      const { weight } = weights.get("conv1");
      const { palette, domain } = layerColours(weight, {
        ...{ count, wholeLayer, dark: store.state.dark },
        ...{ signed: true, chosen: view.map, noun: "kernel" },
      });
      picture.paint(weight, { palette, domain, offset: first() });
      legend.show(palette, domain, wholeLayer ? "layer" : "its own");
    },
  };
}

/**
 * How the chosen cell comes about: what the inspector tells of it, in three lines.
 * @param {import("../../state/state.js").State} state
 * @param {View} view
 * @param {import("../../server/trace.js").Trace} trace
 * @param {Weights} weights
 */
function tellSum(state, { map, row, column }, trace, weights) {
  const { model } = state;
  const [iteration, digit] = [shownIteration(state), shownDigit(state)];
  const { sections } = explainConv1(
    { kind: "conv1", map, row, column },
    { trace, model, iteration, digit, weights, moved: false },
  );
  const told = sections.find(({ type }) => type === "sum");
  if (told?.type !== "sum") return "";
  const { terms, bias, total, then, decimals } = told;
  const added = [...terms, ...(bias ? [bias] : [])];
  const about = trace.isExact("conv1") ? "" : "≈ ";
  return [
    `row ${row}, column ${column}`,
    added.map(({ name, value }) => `${name} ${print(value, decimals)}`).join(" + "),
    ...[total, ...then].map(({ name, value }) => `${name} ${about}${print(value, decimals)}`),
  ].join("\n→ ");
}
