/** One quantity of every primary capsule, for the chosen class, type by type. */

import { diverging, domain, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { classNoun, shownDigit, shownIteration, switched, watchTrace } from "../../state/state.js";
import { createLegend } from "../../widgets/legend.js";
import { valuesFor } from "../../network/votes.js";
import { QUANTITIES, shownValues, titleOf } from "./values.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountRoutingPicture(store) {
  const { config, class_names: names } = store.state.model;
  const noun = classNoun(store.state.model);
  const { primary_types: types, classes } = config;
  const grid = primaryGrid(config);
  const title = element("p", { class: "picture-title" });
  const picture = createPicture({
    label: `${types} types of ${grid.rows} by ${grid.columns} ${grid.rows * grid.columns === 1 ? "capsule" : "capsules"}`,
    layout: tileLayout({
      count: types,
      rows: grid.rows,
      columns: grid.columns,
      across: Math.ceil(Math.sqrt(2 * types)),
      gap: 1,
    }),
    describe: ({ index, row, column }) => {
      const { trace, quantity } = store.state;
      if (!trace?.has(quantity)) return "";
      const digit = shownDigit(store.state);
      const iteration = shownIteration(store.state);
      const value = trace.at(quantity, iteration, index, row, column, digit);
      const about = trace.isExact(quantity) ? "" : "≈ ";
      const number =
        quantity === "couplings"
          ? `${value.toFixed(4)} (${signed(value - 1 / classes, 4)} from even)`
          : signed(value, 4);
      return `type ${index}, row ${row}, column ${column} → ${names[digit]}: ${QUANTITIES[quantity].text} ${about}${number}`;
    },
    nameTile: (tile) => `type ${tile}`,
    countRows: true,
    units: {
      store,
      part: "primary",
      unit: ({ index: type, row, column }) => ({
        ...{ kind: "vote", type, row, column, digit: shownDigit(store.state) },
      }),
    },
  });
  const legend = createLegend(picture.canvas);
  const root = element(
    "div",
    { class: "painted" },
    title,
    element("div", { class: "fit" }, picture.root),
    legend.root,
  );

  watchTrace(
    store,
    ["trace", "digit", "iteration", "quantity", "dark", "switches"],
    (trace, { dark, quantity }) => {
      root.hidden = switched(store.state, "painting") !== "capsules";
      if (root.hidden || !trace.has(quantity)) return;
      const digit = shownDigit(store.state);
      const iteration = shownIteration(store.state);
      const values = valuesFor(shownValues(trace, quantity, iteration, config), classes, digit);
      const palette = lookup(dark ? diverging.dark : diverging.light);
      const range = domain(values, { signed: true });
      picture.paint(values, { palette, domain: range });
      const { text } = QUANTITIES[quantity];
      const from = quantity === "couplings" ? ` − 1/${classes}` : "";
      legend.show(palette, range, `${text}${from}, this ${noun}`);
      title.textContent = `${titleOf(quantity, config)} of each capsule, for ${names[digit]}`;
    },
  );

  return { root };
}
