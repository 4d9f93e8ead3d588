/** Conv1: every kernel beside the map that it makes of the drawing. */

import { getKernels } from "../api.js";
import { diverging, domain, grey, lookup, sequential } from "../color.js";
import { conv1Terms } from "./conv1-terms.js";
import { choice, element, signed } from "../dom.js";
import { conv1Patch } from "../geometry.js";
import { tileLayout } from "../raster.js";
import { paintInputPicture } from "../panels/input-picture.js";
import { createLegend } from "./legend.js";
import { createPicture } from "../panels/picture.js";

export const title = "Conv1: small kernels look for strokes and edges";

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 */
export function mount(root, store) {
  const { config, image } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const [rows, columns] = [config.image_height - size + 1, config.image_width - size + 1];
  const across = Math.ceil(Math.sqrt(count));
  const view = {
    rectify: true,
    byResponse: false,
    wholeLayer: true,
    map: 0,
    row: 0,
    column: 0,
    chosen: false,
  };
  /** Map shown at each place. @type {Uint16Array} */
  let order = Uint16Array.from({ length: count }, (_, index) => index);
  /** @type {Float32Array | null} */
  let weights = null;
  /** @type {Float32Array | null} */
  let biases = null;

  /** @param {{index: number, row: number, column: number}} cell */
  const describe = ({ index, row, column }) => {
    const { trace } = store.state;
    if (!trace) return "";
    const map = order[index];
    const before = trace.at("conv1", map, row, column);
    const about = trace.isExact("conv1") ? "" : "≈ ";
    return `map ${map}, row ${row}, column ${column}: ${about}${signed(before, 3)} → ReLU → ${Math.max(0, before).toFixed(3)}`;
  };
  const maps = createPicture({
    label: `${count} feature maps of ${rows} by ${columns}`,
    layout: tileLayout({ count, rows, columns, across, gap: 1 }),
    describe,
    point: (cell) => {
      if (!cell) return;
      view.map = order[cell.index];
      look(cell);
      kernels.outline([{ tile: cell.index, row: 0, column: 0, height: size, width: size }]);
    },
  });
  const kernels = createPicture({
    label: `${count} kernels of ${size} by ${size}`,
    layout: tileLayout({ count, rows: size, columns: size, across, gap: 1 }),
    describe: ({ index, row, column }) => {
      const map = order[index];
      if (!weights) return "";
      return `kernel ${map}, row ${row}, column ${column}: weight ${signed(weights[(map * image.channels * size + row) * size + column], 3)}`;
    },
    point: (cell) => {
      if (!cell) return;
      view.map = order[cell.index];
      maps.outline([{ tile: cell.index, row: 0, column: 0, height: rows, width: columns }]);
      lookAtStrongest();
    },
  });
  const one = createPicture({
    label: "The chosen map, enlarged",
    layout: tileLayout({ count: 1, rows, columns, across: 1, gap: 0 }),
    describe: ({ row, column }) => describe({ index: order.indexOf(view.map), row, column }),
    point: (cell) => {
      if (cell) look(cell);
    },
  });
  const source = createPicture({
    label: "The drawing, with the patch under the kernel outlined",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1, gap: 0 }),
  });
  /** @type {import("./conv1-terms.js").Conv1Terms | null} */
  let terms = null;
  /** @param {string} label @param {"patch" | "kernel" | "products"} part */
  const termPicture = (label, part) =>
    createPicture({
      label,
      layout: tileLayout({ count: 1, rows: size, columns: size, across: 1, gap: 0 }),
      describe: ({ row, column }) =>
        terms ? `${part} ${row}, ${column}: ${signed(terms[part][row * size + column], 3)}` : "",
    });
  const parts = {
    patch: termPicture("Ink under the kernel", "patch"),
    kernel: termPicture("The kernel", "kernel"),
    products: termPicture("Their products", "products"),
  };
  const sum = element("p", { class: "formula number" });
  const mapsLegend = createLegend();
  const kernelsLegend = createLegend();
  const oneTitle = element("h3", {});
  const relu = choice(
    "Activation",
    [
      { value: false, text: "before ReLU" },
      { value: true, text: "after ReLU" },
    ],
    (value) => set({ rectify: value }),
  );
  const sort = choice(
    "Order",
    [
      { value: false, text: "by index" },
      { value: true, text: "by response" },
    ],
    (value) => set({ byResponse: value }),
  );
  const scope = choice(
    "Range of the colours",
    [
      { value: true, text: "scale: layer" },
      { value: false, text: "scale: map" },
    ],
    (value) => set({ wholeLayer: value }),
  );

  root.append(
    element(
      "p",
      { class: "story" },
      `Each ${size}×${size} kernel slides over the drawing. Where the ink under it looks like the kernel, its map lights up. ReLU keeps what is positive.`,
    ),
    element("div", { class: "row" }, relu.root, sort.root, scope.root),
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
      element(
        "div",
        { class: "stack" },
        element(
          "div",
          { class: "pair" },
          element("div", { class: "stack" }, oneTitle, one.root),
          element("div", { class: "stack" }, element("h3", {}, "…looks here"), source.root),
        ),
        element(
          "div",
          { class: "terms" },
          element("div", {}, element("h3", {}, "Ink"), parts.patch.root),
          element("span", { "aria-hidden": "true" }, "×"),
          element("div", {}, element("h3", {}, "Kernel"), parts.kernel.root),
          element("span", { "aria-hidden": "true" }, "="),
          element("div", {}, element("h3", {}, "Products"), parts.products.root),
        ),
        sum,
      ),
    ),
  );

  /** @param {Partial<typeof view>} changes */
  function set(changes) {
    Object.assign(view, changes);
    show();
  }

  function show() {
    relu.show(view.rectify);
    sort.show(view.byResponse);
    scope.show(view.wholeLayer);
    const { trace, dark } = store.state;
    if (!trace) return;
    const values = trace.values("conv1");
    order = view.byResponse ? byResponse(values, count) : order.slice().sort();
    const palette = lookup(view.rectify ? sequential : dark ? diverging.dark : diverging.light);
    const range = domain(values, { signed: !view.rectify });
    const each = view.wholeLayer
      ? undefined
      : Array.from({ length: count }, (_, map) =>
          domain(values.subarray(map * rows * columns, (map + 1) * rows * columns), {
            signed: !view.rectify,
          }),
        );
    maps.paint(values, { palette, domain: range, domains: each, order, rectify: view.rectify });
    mapsLegend.show(
      palette,
      range,
      view.wholeLayer ? "activation, whole layer" : "activation; each map has its own range",
    );
    if (weights) {
      const weightPalette = lookup(dark ? diverging.dark : diverging.light);
      const weightRange = domain(weights, { signed: true });
      // Of a network for pictures in colour, the first channel of each kernel.
      const strides = { tile: image.channels * size * size, row: size, column: 1 };
      kernels.paint(weights, { palette: weightPalette, domain: weightRange, order, strides });
      kernelsLegend.show(weightPalette, weightRange, "weight, whole layer");
    }
    // Until someone points: where the map responds most.
    if (view.chosen) showOne();
    else lookAtStrongest();
  }

  /** @param {{row: number, column: number}} cell */
  function look({ row, column }) {
    Object.assign(view, { row, column, chosen: true });
    showOne();
  }

  function lookAtStrongest() {
    const values = store.state.trace?.slice("conv1", view.map);
    if (!values) return;
    const best = values.reduce((most, value, index) => (value > values[most] ? index : most), 0);
    Object.assign(view, { row: Math.floor(best / columns), column: best % columns, chosen: false });
    showOne();
  }

  function showOne() {
    const { trace, dark } = store.state;
    if (!trace) return;
    const values = trace.slice("conv1", view.map);
    oneTitle.textContent = `Map ${view.map}${biases ? `, bias ${signed(biases[view.map], 3)}` : ""}`;
    one.paint(values, {
      palette: lookup(view.rectify ? sequential : dark ? diverging.dark : diverging.light),
      domain: domain(view.wholeLayer ? trace.values("conv1") : values, { signed: !view.rectify }),
      rectify: view.rectify,
    });
    const { row, column } = view;
    one.outline([{ row, column, height: 1, width: 1 }]);
    paintInputPicture(source.canvas, trace);
    source.outline([conv1Patch(config, row, column)]);
    if (weights && biases) showTerms(trace, weights, biases);
  }

  /**
   * @param {import("../trace.js").Trace} trace
   * @param {Float32Array} allWeights
   * @param {Float32Array} allBiases
   */
  function showTerms(trace, allWeights, allBiases) {
    const palette = lookup(store.state.dark ? diverging.dark : diverging.light);
    terms = conv1Terms(trace.values("image"), image, allWeights, allBiases, size, view);
    for (const part of /** @type {const} */ (["patch", "kernel", "products"])) {
      const asInk = part === "patch";
      parts[part].paint(terms[part], {
        palette: asInk ? lookup(grey) : palette,
        domain: asInk ? [0, 1] : domain(terms[part], { signed: true }),
      });
    }
    const { sum: products, bias, total } = terms;
    sum.textContent =
      `map ${view.map}, row ${view.row}, column ${view.column}\n` +
      `Σ products ${signed(products, 4)}\n+ bias     ${signed(bias, 4)}\n= ${signed(total, 4)} → ReLU → ${Math.max(0, total).toFixed(4)}`;
  }

  getKernels(store.state.model).then(
    ({ tensors }) => {
      weights = /** @type {Float32Array} */ (tensors.conv1_weight.data);
      biases = /** @type {Float32Array} */ (tensors.conv1_bias.data);
      show();
    },
    (error) =>
      store.update({
        problem: { message: `The kernels could not be loaded: ${error.message}`, lasting: true },
      }),
  );
  // The first look is at the map that responds most.
  if (store.state.trace) view.map = byResponse(store.state.trace.values("conv1"), count)[0];
  store.watch(["trace", "dark"], show);
}

/**
 * Maps by their largest response, strongest first.
 * @param {Float32Array} values
 * @param {number} count
 */
function byResponse(values, count) {
  const size = values.length / count;
  const strongest = Float32Array.from({ length: count }, (_, map) =>
    values
      .subarray(map * size, (map + 1) * size)
      .reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  );
  return Uint16Array.from({ length: count }, (_, map) => map).sort(
    (one, other) => strongest[other] - strongest[one],
  );
}
