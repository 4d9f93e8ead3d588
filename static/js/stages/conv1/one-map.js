/** One map of Conv1, large: beside its kernel, and the patch of the drawing that makes a cell. */

import { element } from "../../widgets/dom.js";
import { print, signed } from "../../widgets/numbers.js";
import { conv1Patch } from "../../network/receptive-fields.js";
import { explainConv1 } from "../../inspector/explain/conv1.js";
import { tileLayout } from "../../graphics/raster.js";
import { shownDigit, shownIteration, shownUnit } from "../../state/state.js";
import { createPicture } from "../../widgets/picture.js";
import { layerColours } from "./colours.js";
import { createLegend } from "../../widgets/legend.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./colours.js").View} view
 * @param {import("../../server/weights.js").Weights} weights
 * @param {(map: number, row: number, column: number) => string} describe a cell of a map
 */
export function createOne(store, view, weights, describe) {
  const { model } = store.state;
  const { image, config } = model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const [rows, columns] = [image.height - size + 1, image.width - size + 1];
  /** @param {number} tall @param {number} wide */
  const single = (tall, wide) =>
    tileLayout({ count: 1, rows: tall, columns: wide, across: 1, gap: 0 });
  const map = createPicture({
    label: "The chosen map, enlarged",
    layout: single(rows, columns),
    describe: ({ row, column }) => describe(view.map, row, column),
    nameTile: () => `map ${view.map}`,
    units: {
      store,
      part: "conv1",
      unit: ({ row, column }) => ({ kind: "conv1", map: view.map, row, column }),
      place: (tile) => (tile === view.map ? 0 : null),
    },
  });
  const kernel = createPicture({
    label: "Its kernel, enlarged",
    layout: single(size, size),
    describe: ({ row, column }) => {
      const at = ((view.map * image.channels + view.channel) * size + row) * size + column;
      return `row ${row}, column ${column}: weight ${signed(weights.get("conv1").weight[at], 3)}`;
    },
    nameTile: () => `kernel ${view.map}`,
    units: {
      store,
      part: "kernels",
      unit: () => ({ kind: "kernel", map: view.map }),
      // Every cell of it is the kernel: nothing is outlined that is not all of the picture.
      place: () => null,
    },
  });
  const drawing = createPicture({
    label: "The drawing, with the patch under the kernel outlined",
    layout: single(image.height, image.width),
    describe: ({ row, column }) => {
      const values = store.state.trace?.values("image");
      const inks = Array.from({ length: image.channels }, (_, channel) =>
        (values?.[(channel * image.height + row) * image.width + column] ?? 0).toFixed(3),
      );
      return `row ${row}, column ${column}: ink ${inks.join(", ")}`;
    },
    units: {
      store,
      part: "image",
      unit: ({ row, column }) => ({ kind: "pixel", row, column }),
    },
  });
  const title = element("h3", {});
  const mapLegend = createLegend(map.canvas);
  const kernelLegend = createLegend(kernel.canvas);
  const sum = element("p", { class: "formula number conv1-sum" });

  /** @param {Float32Array} values of all maps */
  function showMap(values) {
    const { dark } = store.state;
    const noun = "map";
    const colours = layerColours(values, {
      ...{ count, dark, noun, chosen: view.map, wholeLayer: view.wholeLayer },
      signed: !view.rectify,
    });
    const length = rows * columns;
    const own = values.subarray(view.map * length, (view.map + 1) * length);
    map.paint(own, { palette: colours.palette, domain: colours.domain, rectify: view.rectify });
    if (view.swept !== null) hideFrom(view.swept);
    mapLegend.show(colours.palette, colours.domain, `activation, ${colours.scope}`);
  }

  /**
   * Takes away the cells that the sweep has yet to make.
   * @param {number} first
   */
  function hideFrom(first) {
    const context = map.canvas.getContext("2d");
    const row = Math.floor(first / columns);
    context?.clearRect(first % columns, row, columns, 1);
    context?.clearRect(0, row + 1, columns, rows);
  }

  function showKernel() {
    const { weight } = weights.get("conv1");
    const length = weight.length / count;
    const colours = layerColours(weight, {
      ...{ count, noun: "kernel", chosen: view.map, wholeLayer: view.wholeLayer },
      ...{ signed: true, dark: store.state.dark },
    });
    const first = view.map * length + view.channel * size * size;
    kernel.paint(weight, { palette: colours.palette, domain: colours.domain, offset: first });
    kernelLegend.show(colours.palette, colours.domain, view.wholeLayer ? "layer" : "its own");
  }

  function showSum() {
    const { trace } = store.state;
    if (!trace) return;
    const { row, column } = view;
    const iteration = shownIteration(store.state);
    const { sections } = explainConv1(
      { kind: "conv1", map: view.map, row, column },
      { trace, model, iteration, digit: shownDigit(store.state), weights, moved: false },
    );
    const told = sections.find(({ type }) => type === "sum");
    if (told?.type !== "sum") return;
    const { terms, bias, total, then, decimals } = told;
    const added = [...terms, ...(bias ? [bias] : [])];
    const about = trace.isExact("conv1") ? "" : "≈ ";
    sum.textContent = [
      `row ${row}, column ${column}`,
      added.map(({ name, value }) => `${name} ${print(value, decimals)}`).join(" + "),
      ...[total, ...then].map(({ name, value }) => `${name} ${about}${print(value, decimals)}`),
    ].join("\n→ ");
  }

  return {
    root: element(
      "div",
      { class: "conv1-one" },
      element("div", { class: "stack conv1-map" }, title, map.root, mapLegend.root),
      element(
        "div",
        { class: "stack conv1-sources" },
        element(
          "div",
          {},
          element("h3", {}, `Kernel, ${size}×${size}`),
          kernel.root,
          kernelLegend.root,
        ),
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
      showMap(trace.values("conv1"));
      drawing.paintImage(trace.values("image"));
      // While no unit is selected anywhere, the cell that the words speak of is still outlined.
      const free = shownUnit(store.state) === null;
      const { row, column } = view;
      map.outline(free ? [{ row, column, height: 1, width: 1, role: "here" }] : []);
      drawing.outline(free ? [conv1Patch(config, row, column)] : []);
      if (!here) return;
      showKernel();
      showSum();
    },
  };
}
