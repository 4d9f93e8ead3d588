/** Routing by agreement: who votes for whom, iteration by iteration. */

import { diverging, domain, lookup, sequential } from "../color.js";
import { choice, element } from "../dom.js";
import { paintSupport, primaryGrid, primaryPatch } from "../geometry.js";
import { strongLinks } from "../links.js";
import { tileLayout } from "../raster.js";
import { classNoun, shownDigit, shownIteration } from "../store.js";
import { couplingEntropy, supportByPosition, supportByType } from "../trace.js";
import { createLegend } from "./legend.js";
import { mountLengthChart } from "./length-chart.js";
import { mountLinks } from "./link-diagram.js";
import { createPicture } from "../panels/picture.js";

export const title = "Routing by agreement";

/** @type {{value: import("../store.js").Quantity, text: string, title: string}[]} */
const QUANTITIES = [
  { value: "support", text: "support", title: "Support c (û · s/‖s‖)" },
  { value: "couplings", text: "coupling c", title: "Coupling c = softmax b" },
  { value: "logits", text: "logit b", title: "Logit b" },
  { value: "agreement", text: "agreement û·v", title: "Agreement û · v" },
];

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Scope} store
 */
export function mount(root, store) {
  const { config, class_names: names, image } = store.state.model;
  const noun = classNoun(store.state.model);
  const { primary_types: types, classes } = config;
  const grid = primaryGrid(config);
  const patch = primaryPatch(config, 0, 0);
  let share = 0.8;

  const iterations = element("div", {});
  const shareSlider = element("input", {
    type: "range",
    min: 0.3,
    max: 1,
    step: 0.05,
    value: share,
    "aria-label": "Share of the support that the links show",
    oninput: () => {
      share = shareSlider.valueAsNumber;
      show();
    },
  });
  const shareWords = element("span", { class: "quiet" });
  const quantity = choice("Quantity", QUANTITIES, (value) => store.update({ quantity: value }));
  const diagram = mountLinks(store, {
    choose: (digit) => store.update({ digit: store.state.digit === digit ? null : digit }),
  });
  const capsules = createPicture({
    label: `${types} types of ${grid.rows} by ${grid.columns} capsules`,
    layout: tileLayout({
      count: types,
      rows: grid.rows,
      columns: grid.columns,
      across: Math.ceil(types / 4),
      gap: 1,
    }),
    describe: ({ index, row, column }) => {
      const { trace, quantity: field } = store.state;
      if (!trace?.has(field)) return "";
      const digit = shownDigit(store.state);
      const value = trace.at(field, shownIteration(store.state), index, row, column, digit);
      const words = QUANTITIES.find((each) => each.value === field)?.text;
      return `type ${index}, row ${row}, column ${column} → ${names[digit]}: ${words} ${trace.isExact(field) ? "" : "≈ "}${value.toFixed(4)}`;
    },
    point: (cell) => painting.outline(cell ? [primaryPatch(config, cell.row, cell.column)] : []),
  });
  const capsulesTitle = element("h3", {});
  const capsulesLegend = createLegend();
  const painting = createPicture({
    label: "Support painted on the drawing",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1, gap: 0 }),
    describe: ({ row, column }) =>
      `row ${row}, column ${column}: ${painted[row * image.width + column]?.toFixed(4)}`,
  });
  const paintingTitle = element("h3", {});
  const paintingLegend = createLegend();
  const paintingWords = element("p", { class: "quiet" });
  const entropy = element("p", { class: "quiet" });
  const chart = mountLengthChart(store);
  /** @type {Float32Array} */
  let painted = new Float32Array(0);

  root.append(
    element(
      "p",
      { class: "story" },
      `Every primary capsule casts a vote û for the pose of every ${noun}, and routing turns it towards those its votes agree with. Support is its exact share in ‖s‖, the ${noun}'s evidence.`,
    ),
    element(
      "div",
      { class: "row" },
      iterations,
      element("label", { class: "row" }, element("span", { class: "quiet" }, "links"), shareSlider),
      shareWords,
      element(
        "span",
        { class: "row push" },
        element("span", { class: "quiet" }, "each capsule's"),
        quantity.root,
      ),
    ),
    element(
      "div",
      { class: "columns routing-columns" },
      element("div", { class: "stack" }, diagram.root, entropy),
      element(
        "div",
        { class: "stack" },
        paintingTitle,
        element("div", { class: "painting" }, painting.root, paintingLegend.root),
        paintingWords,
      ),
      element(
        "div",
        { class: "stack" },
        capsulesTitle,
        capsules.root,
        capsulesLegend.root,
        element("h3", {}, `Length of each ${noun} by iteration`),
        chart.root,
      ),
    ),
  );

  /** @type {ReturnType<typeof choice<number>> | null} */
  let steps = null;
  let counted = 0;

  function show() {
    const { trace, dark, quantity: field, model } = store.state;
    quantity.show(field);
    if (!trace || trace.model !== model.name) return;
    if (counted !== trace.iterations) {
      counted = trace.iterations;
      steps = choice(
        "Iteration",
        Array.from({ length: counted }, (_, index) => ({
          value: index,
          text: String(index + 1),
          title: `Iteration ${index + 1}`,
        })),
        (iteration) => store.update({ iteration }),
      );
      iterations.replaceChildren(element("span", { class: "quiet" }, "iteration "), steps.root);
    }
    const iteration = shownIteration(store.state);
    const digit = shownDigit(store.state);
    const name = names[digit];
    steps?.show(iteration);
    const { links, shown } = strongLinks(supportByType(trace, iteration), classes, digit, share);
    shareWords.textContent = trace.isBlank
      ? "nothing is drawn"
      : `show ${Math.round(100 * shown)} % of the support for ${name}`;
    diagram.show(trace.isBlank ? [] : links, trace, iteration);
    chart.show(trace);
    showPainting(trace, iteration, digit, dark);
    capsulesTitle.textContent = `${QUANTITIES.find((each) => each.value === field)?.title} of each capsule, for ${name}`;
    if (!trace.has(field)) return;
    const one = trace.slice(field, iteration);
    const values = Float32Array.from(
      { length: one.length / classes },
      (_, index) => one[index * classes + digit],
    );
    const isSigned = field !== "couplings";
    const palette = lookup(isSigned ? (dark ? diverging.dark : diverging.light) : sequential);
    const range = domain(values, { signed: isSigned });
    capsules.paint(values, { palette, domain: range });
    capsulesLegend.show(
      palette,
      range,
      `${QUANTITIES.find((each) => each.value === field)?.text}, this ${noun}`,
    );
    if (trace.has("couplings") && trace.isExact("couplings")) {
      const bits = couplingEntropy(trace, iteration);
      entropy.textContent = `Couplings of iteration ${iteration + 1} are ${bits > 0.95 * Math.log2(classes) ? "nearly even" : "uneven"}: their mean entropy is ${bits.toFixed(3)} of at most ${Math.log2(classes).toFixed(3)} bits.`;
    }
  }

  /**
   * @param {import("../trace.js").Trace} trace
   * @param {number} iteration
   * @param {number} digit
   * @param {boolean} dark
   */
  function showPainting(trace, iteration, digit, dark) {
    const positions = supportByPosition(trace, iteration);
    const own = Float32Array.from(
      { length: positions.length / classes },
      (_, index) => positions[index * classes + digit],
    );
    painted = paintSupport(config, own, trace.values("image"));
    const palette = lookup(dark ? diverging.dark : diverging.light);
    const range = domain(painted, { signed: true });
    painting.paint(painted, { palette, domain: range });
    paintingLegend.show(palette, range, "support per pixel");
    const name = names[digit];
    paintingTitle.textContent = `Support for ${name} on the drawing`;
    const sum = own.reduce((total, value) => total + value, 0);
    const length = Math.hypot(...trace.slice("sums", iteration, digit));
    paintingWords.textContent = trace.isBlank
      ? "Nothing is drawn."
      : `Red ink speaks for ${name}, blue against. It adds up to ${sum.toFixed(3)}; with ${(length - sum).toFixed(3)} from the bias that is ‖s‖ = ${length.toFixed(3)}. Each capsule's support is spread over the ink in the ${patch.height}×${patch.width} pixels that it sees.`;
  }

  store.watch(["trace", "digit", "iteration", "quantity", "dark"], show);
}
