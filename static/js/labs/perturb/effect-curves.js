/** What each dimension does to the picture's measures: curves, a line of words, and a table. */

import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { createReadout } from "../../widgets/readout.js";
import { createEffectChart } from "./effect-chart.js";
import { describeEffect } from "../../widgets/effect-words.js";
import { effectsOf, NAMES } from "../../network/effects.js";
import { MEASURES } from "../../network/picture-measures.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountEffects(store) {
  const { image, config } = store.state.model;
  /** @type {ReturnType<typeof effectsOf>} */
  let effects = [];
  /** @type {import("./effect-chart.js").Place | null} */
  let here = null;

  const readout = createReadout();
  const chart = createEffectChart(config.digit_dimensions, {
    point(place) {
      here = place;
      store.update({ pointed: place && unitAt(place) });
      readout.tell(words());
    },
    choose: (place) => store.update({ pinned: unitAt(place) }),
  });
  const table = createChartTable({
    summary: "Table of the readings",
    caption: "Correlation with the dimension, and change over the range",
  });

  /**
   * @param {import("./effect-chart.js").Place} place
   * @returns {import("../../network/units.js").Unit}
   */
  function unitAt({ row }) {
    const { held, digit, trace } = store.state;
    return {
      kind: "dimension",
      digit: held?.digit ?? digit ?? trace?.prediction ?? 0,
      dimension: row,
    };
  }

  function words() {
    return here && effects.length > 0
      ? describeEffect(effects, here.row, NAMES[here.column])
      : null;
  }

  return {
    root: element(
      "section",
      { class: "stack", "aria-label": "Readings" },
      element("h3", {}, "What each dimension does to the picture: measured readings"),
      element(
        "p",
        { class: "quiet lab-words" },
        "Each curve is one measure of the decoded pictures above: slant, width, height and stroke thickness of the ink, and where its middle lies. " +
          "The number is the correlation r with the dimension, −1 to 1; at the right, by how much the measure changes over the range, where the curve is straight (|r| ≥ 0.7) and the change is large beside that of other dimensions. " +
          "These are suggestions, not names: dimensions of capsules are not clean factors (Tawalbeh and Oramas, 2023), most change several measures at once, and another drawing may read otherwise.",
      ),
      chart.root,
      readout.root,
      table.root,
    ),
    /**
     * @param {Float32Array} pictures
     * @param {readonly number[]} offsets
     */
    show(pictures, offsets) {
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
    },
  };
}
