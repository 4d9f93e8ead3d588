/** The numbers of all capsules with their lengths, and what the colours mean. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { watchTrace } from "../../state/state.js";
import { createLegend } from "../../widgets/legend.js";
import { mountMatrix } from "./matrix.js";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mountNumbers(root, store) {
  const matrix = mountMatrix(store);
  const legend = createLegend(matrix.root);
  root.append(
    element(
      "div",
      { class: "digits-numbers" },
      element("div", { class: "scroll" }, matrix.root),
      legend.root,
    ),
  );

  watchTrace(store, ["trace", "dark"], (trace, { dark }) => {
    const range = domain(trace.slice("digits", trace.iterations - 1), { signed: true });
    const palette = lookup(dark ? diverging.dark : diverging.light);
    legend.show(palette, range, "v, all capsules on one scale");
  });
}
