/** What each dimension does to the picture's measures: curves, a line of words, and a table. */

import { effectsOf, NAMES } from "../../network/effects.js";
import { MEASURES } from "../../network/picture-measures.js";
import { shownDigit } from "../../state/state.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { element } from "../../widgets/dom.js";
import { describeEffect } from "../../widgets/effect-words.js";
import { signed } from "../../widgets/numbers.js";
import { createReadout } from "../../widgets/readout.js";
import { createReachChoice, followDimensions } from "./dimension-pictures.js";
import { createEffectChart } from "./effect-chart.js";

/** @type {import("../../page/stage-host.js").Mount} */
export function mountEffects(root, store, _, tools) {
  const { image, config } = store.state.model;
  /** @type {ReturnType<typeof effectsOf>} */
  let effects = [];
  /** @type {import("./effect-chart.js").Place | null} */
  let here = null;

  const readout = createReadout({ "data-told": "" });
  const chart = createEffectChart(config.digit_dimensions, {
    point(place) {
      here = place;
      store.update({ pointed: place && unitAt(place) });
      readout.tell(words());
    },
    choose: (place) => store.update({ pinned: unitAt(place) }),
  });
  const table = createChartTable({
    summary: "Table",
    caption: "Correlation of each measure with the dimension, and its change over the range",
  });

  /**
   * @param {import("./effect-chart.js").Place} place
   * @returns {import("../../network/units.js").Unit}
   */
  function unitAt({ row }) {
    const { held } = store.state;
    return { kind: "dimension", digit: held?.digit ?? shownDigit(store.state), dimension: row };
  }

  function words() {
    return here && effects.length > 0
      ? describeEffect(effects, here.row, NAMES[here.column])
      : null;
  }

  root.append(
    element(
      "div",
      { class: "chart-room" },
      element("div", { class: "scroll" }, chart.root),
      readout.root,
    ),
  );
  tools.append(createReachChoice(store), element("span", { class: "push" }, table.root));
  followDimensions(store, ({ pictures, offsets }) => {
    effects = effectsOf(pictures, offsets, image);
    chart.show(effects, offsets);
    table.show(
      ["dimension", ...NAMES.flatMap((name) => [`${MEASURES[name].title}, r`, "change"])],
      effects.map((each, row) => [
        String(row),
        ...NAMES.flatMap((name) => [
          signed(each[name].r, 3),
          `${signed(each[name].change, 2)}${MEASURES[name].unit}`,
        ]),
      ]),
    );
    if (here) readout.refresh(words());
    root.dataset.grid = String(offsets[0]);
  });
}
