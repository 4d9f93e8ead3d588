/** Digit capsules: every number of every class's capsule, their lengths, and what training asks. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { byLength } from "../../network/longest.js";
import { watchTrace } from "../../state/state.js";
import { mountMarginLoss } from "./margin-loss-table.js";
import { mountMatrix } from "./matrix.js";
import { createLegend } from "../../widgets/legend.js";

export const title = "Digit capsules: one vector for each class";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { model } = store.state;
  const { class_names: names } = model;
  const matrix = mountMatrix(store);
  const legend = createLegend(matrix.root);
  const verdict = element("p", { class: "formula" });
  const ranking = element("p", { class: "quiet" });
  root.append(
    element("div", { class: "scroll" }, matrix.root),
    element("div", { class: "matrix-legend" }, legend.root),
    element(
      "div",
      { class: "columns digits-columns" },
      element(
        "section",
        { class: "stack", "aria-label": "First and second choice" },
        element("h3", {}, "First and second choice"),
        verdict,
        ranking,
      ),
      mountMarginLoss(store).root,
    ),
  );

  watchTrace(store, ["trace", "dark"], (trace, { dark }) => {
    const range = domain(trace.slice("digits", trace.iterations - 1), { signed: true });
    const palette = dark ? diverging.dark : diverging.light;
    legend.show(lookup(palette), range, `v after iteration ${trace.iterations}, all capsules`);
    const lengths = trace.values("lengths");
    const order = byLength(lengths);
    const [first, second] = order.map((digit) => lengths[digit]);
    verdict.textContent = trace.isBlank
      ? "Nothing is drawn."
      : `${names[order[0]]} is longest with ${first.toFixed(3)}; second is ${names[order[1]]} with ${second.toFixed(3)}, shorter by ${(first - second).toFixed(3)}.`;
    const total = lengths.reduce((sum, length) => sum + length, 0);
    ranking.textContent = `From long to short: ${order.map((digit) => names[digit]).join(", ")}. All lengths together: ${total.toFixed(3)}.`;
  });
}
