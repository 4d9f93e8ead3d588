/** One map of Conv1, made cell by cell: the patch times the kernel, the sum, and ReLU. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { INK_SCALE, tileLayout } from "../../graphics/raster.js";
import { explainConv1 } from "../../inspector/explain/conv1.js";
import { shownDigit, shownIteration } from "../../state/state.js";
import { dropDown, element } from "../../widgets/dom.js";
import { createInstrument } from "../../widgets/instrument.js";
import { createLegend } from "../../widgets/legend.js";
import { print, signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { createLook } from "./look.js";
import { mapOrder } from "./map-order.js";
import { createDrawing, createKernel, createMap } from "./one-map.js";
import { createSweep } from "./sweep.js";

/**
 * @typedef {import("../../state/store.js").Scope} Scope
 * @typedef {import("./look.js").Look} Look
 */

/** @type {import("../../page/stage-host.js").Mount} */
export function mountSweep(root, store, _samples, tools) {
  const look = createLook(store);
  const products = createProducts(store, look);
  const parts = [
    createDrawing(store, look),
    createPatch(store, look),
    createKernel(store, look, { changed: () => products.show() }),
    products,
    createSum(store, look, () => show()),
    createMap(store, look),
  ];
  const show = () => parts.forEach((part) => part.show());
  const sweep = createSweep(store, look.view, look.size, show);
  root.append(
    element("div", { class: "conv1-view conv1-sweep" }, ...parts.map((part) => part.root)),
  );
  tools.append(sweep.root);
  look.follow(show, { busy: sweep.playing });
}

/**
 * How the chosen cell comes about, as the inspector explains it; null while its weights are not here.
 * @param {Scope} store
 * @param {Look} look
 */
function explain(store, { view: { map, row, column }, weights }) {
  const { trace, model } = store.state;
  if (!trace || !weights.has([["conv1", 0]])) return null;
  const [iteration, digit] = [shownIteration(store.state), shownDigit(store.state)];
  const { sections } = explainConv1(
    { kind: "conv1", map, row, column },
    { trace, model, iteration, digit, weights, moved: false },
  );
  const [patch, , products] = sections.filter((section) => section.type === "grid");
  const sum = sections.find((section) => section.type === "sum");
  return patch && products && sum ? { patch, products, sum, exact: trace.isExact("conv1") } : null;
}

/**
 * @param {Scope} store
 * @param {Look} look
 */
function createPatch(store, look) {
  const { view } = look;
  const of = channelOf(store, look);
  const picture = createPicture({
    ...{ label: "The pixels under the kernel", layout: of.layout },
    describe: ({ row, column }) => {
      const ink = explain(store, look)?.patch.values[of.at(row, column)];
      return ink === undefined ? "" : `row ${row}, column ${column}: ink ${ink.toFixed(3)}`;
    },
    units: {
      store,
      unit: ({ row, column }) => ({
        kind: "pixel",
        row: view.row + row,
        column: view.column + column,
      }),
    },
  });
  return {
    root: createInstrument("Pixels ×", picture, { name: "conv1-patch" }),
    show() {
      const told = explain(store, look);
      if (told)
        picture.paint(Float32Array.from(told.patch.values), { ...INK_SCALE, offset: of.first() });
    },
  };
}

/**
 * @param {Scope} store
 * @param {Look} look
 */
function createProducts(store, look) {
  const of = channelOf(store, look);
  const picture = createPicture({
    ...{ label: "Pixels times weights", layout: of.layout },
    describe: ({ row, column }) => {
      const told = explain(store, look);
      if (!told) return "";
      const product = told.products.values[of.at(row, column)];
      return `row ${row}, column ${column}: product ${signed(product, 3)}`;
    },
  });
  const legend = createLegend(picture.canvas);
  return {
    root: createInstrument("= products", picture, { legend, name: "conv1-products" }),
    show() {
      const told = explain(store, look);
      if (!told) return;
      const values = Float32Array.from(told.products.values);
      const palette = lookup(store.state.dark ? diverging.dark : diverging.light);
      const range = domain(values, { signed: true });
      picture.paint(values, { palette, domain: range, offset: of.first() });
      legend.show(palette, range, "this cell");
    },
  };
}

/**
 * Where the numbers of the channel that is shown stand among those of all channels.
 * @param {Scope} store
 * @param {Look} look
 */
function channelOf(store, { view }) {
  const { conv1_kernel_size: size } = store.state.model.config;
  const first = () => view.channel * size * size;
  return {
    layout: tileLayout({ count: 1, rows: size, columns: size, across: 1 }),
    first,
    /** @param {number} row @param {number} column */
    at: (row, column) => first() + row * size + column,
  };
}

/**
 * The choice of the map, and the chosen cell's sum in numbers.
 * @param {Scope} store
 * @param {Look} look
 * @param {() => void} changed told of another map
 */
function createSum(store, look, changed) {
  const { view, size, chooseMap } = look;
  const { trace } = store.state;
  const strongest = trace ? [...mapOrder(trace.values("conv1"), size.count, "maximum")] : [];
  const maps = dropDown(
    "Map, strongest first",
    strongest.map((map) => ({ value: map, text: `Map ${map}` })),
    (map) => {
      store.update({ pinned: null, pointed: null });
      chooseMap(map);
      changed();
    },
  );
  const sum = element("p", { class: "formula number conv1-sum" });
  return {
    root: element("section", { class: "instrument conv1-told" }, maps.root, sum),
    show() {
      maps.show(view.map);
      const told = explain(store, look);
      if (told) sum.textContent = tellSum(view, told);
    },
  };
}

/**
 * @param {import("./look.js").View} view
 * @param {NonNullable<ReturnType<typeof explain>>} told
 */
function tellSum({ row, column }, { sum: { terms, bias, total, then, decimals }, exact }) {
  const added = [...terms, ...(bias ? [bias] : [])];
  const about = exact ? "" : "≈ ";
  return [
    `row ${row}, column ${column}`,
    added.map(({ name, value }) => `${name} ${print(value, decimals)}`).join(" + "),
    ...[total, ...then].map(({ name, value }) => `${name} ${about}${print(value, decimals)}`),
  ].join("\n→ ");
}
