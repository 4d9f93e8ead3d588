/** How far couplings are from even: their entropy by iteration, over all primary capsules. */

import { choice, element } from "../../widgets/dom.js";
import { classNoun, shownIteration, switched, watchTrace, withSwitch } from "../../state/state.js";
import { entropies, spreadOf } from "../../network/coupling-entropy.js";
import { createChartOrTable } from "./chart-or-table.js";
import { createEntropyBoxes } from "./entropy-boxes.js";

/** Above this share of the most, couplings are called nearly even. */
const NEARLY = 0.95;
const COLUMNS = /** @type {const} */ ([
  ["mean", "mean"],
  ["least", "least"],
  ["lower", "lower quartile"],
  ["median", "median"],
  ["upper", "upper quartile"],
]);

/** @param {import("../../state/store.js").Scope} store */
export function mountEntropyChart(store) {
  const { model } = store.state;
  const { classes } = model.config;
  const most = Math.log2(classes);
  const words = element("p", { class: "quiet" });
  const scale = choice(
    "Scale of the entropy",
    [
      { value: "close", text: "close up" },
      { value: "zero", text: "from 0" },
    ],
    (value) => store.update(withSwitch(store.state, "entropy", value)),
  );
  const frame = element("div", { class: "chart" });
  const boxes = createEntropyBoxes(frame, {
    most,
    label: `Entropy of the couplings over iterations, at most ${most.toFixed(3)} bits for ${classes} ${classNoun(model) === "digit" ? "digits" : "classes"}: dot for the mean, box for the middle half, line down to the least`,
  });
  const table = createTable();
  const { root } = createChartOrTable({
    label: "Entropy of the couplings",
    title: "How even the couplings are",
    ...{ chart: frame, table: table.root, words: [words], more: scale.root },
  });
  let isHere = false; // whether couplings have come yet

  watchTrace(store, ["trace", "iteration", "switches"], (trace) => {
    const wanted = switched(store.state, "entropy");
    scale.show(wanted);
    // A preview's couplings are rounded, and entropies of rounded numbers would not be these.
    if (!trace.has("couplings") || !trace.isExact("couplings")) {
      if (!isHere) words.textContent = "The couplings come when the pen rests.";
      root.toggleAttribute("data-late", isHere);
      return;
    }
    isHere = true;
    root.removeAttribute("data-late");
    const spreads = Array.from({ length: trace.iterations }, (_, iteration) =>
      spreadOf(entropies(trace.slice("couplings", iteration), classes)),
    );
    const iteration = shownIteration(store.state);
    const { mean } = spreads[iteration];
    words.textContent = `${trace.iterations === 1 ? "Couplings" : `Couplings of iteration ${iteration + 1}`} are ${mean > NEARLY * most ? "nearly even" : "uneven"}: their mean entropy is ${mean.toFixed(3)} of at most ${most.toFixed(3)} bits.`;
    table.show(spreads, iteration);
    boxes.show(spreads, { iteration, fromZero: wanted === "zero" });
  });
  return { root };
}

/** Every number of the chart. */
function createTable() {
  const body = element("tbody", {});
  const heads = ["iteration", ...COLUMNS.map(([, name]) => name)].map((name) =>
    element("th", { scope: "col" }, name),
  );
  const table = element(
    "table",
    { class: "numbers" },
    element("caption", {}, "Entropy of the couplings in bits, over all capsules"),
    element("thead", {}, element("tr", {}, ...heads)),
    body,
  );
  return {
    root: table,
    /**
     * @param {import("../../network/coupling-entropy.js").Spread[]} spreads
     * @param {number} shown
     */
    show(spreads, shown) {
      body.replaceChildren(
        ...spreads.map((spread, iteration) =>
          element(
            "tr",
            { "data-shown": iteration === shown },
            element("th", { scope: "row" }, String(iteration + 1)),
            ...COLUMNS.map(([key]) => element("td", { class: "number" }, spread[key].toFixed(3))),
          ),
        ),
      );
    },
  };
}
