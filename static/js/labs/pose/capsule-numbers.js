/** The numbers of one class's capsule over a sweep, each in a small plot. */

import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { classNoun } from "../../state/state.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { createReadout } from "../../widgets/readout.js";
import { POSES } from "./poses.js";
import { createSmallMultiples } from "../../widgets/charts/small-multiples.js";
import { ownClass, poseText } from "./swept.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./pose.js").Actions} actions
 */
export function createPoseNumbers(store, actions) {
  const { model } = store.state;
  const { class_names: names, config } = model;
  const { digit_dimensions: dimensions } = config;
  const classes = names.length;
  const heading = element("h3", {}, "The numbers of one capsule");
  const readout = createReadout();
  /** @type {import("./swept.js").Swept | null} */
  let swept = null;
  /** One row of steps for each dimension. @type {number[][]} */
  let rows = [];
  const plots = createSmallMultiples({
    label: `The ${dimensions} numbers of one capsule by pose`,
    count: dimensions,
    point(step, plot) {
      readout.tell(
        swept && step !== null && plot !== null
          ? `${poseText(swept, step)}: dimension ${plot} ${signed(rows[plot][step], 4)}`
          : null,
      );
      actions.point(step);
    },
    choose: actions.choose,
  });
  const table = createChartTable({
    summary: "Table",
    caption: "The numbers of the capsule by pose",
  });

  function show() {
    if (!swept) return;
    const { values, digits, kind } = swept;
    const own = ownClass(swept, store.state.digit, classes);
    rows = Array.from({ length: dimensions }, (_, dimension) =>
      values.map((_, step) => digits[(step * classes + own) * dimensions + dimension]),
    );
    const words = `The ${dimensions} numbers of the capsule of ${classNoun(model)} ${names[own]}, by pose`;
    heading.textContent = words;
    plots.show(values, rows, words);
    const sweep = swept;
    table.show(
      [POSES[kind].name, ...rows.map((_, dimension) => String(dimension))],
      values.map((_, step) => [poseText(sweep, step), ...rows.map((row) => signed(row[step], 4))]),
    );
  }

  store.watch(["digit"], show);
  return {
    /** @param {import("./swept.js").Swept} newest */
    show(newest) {
      swept = newest;
      show();
    },
    point: plots.point,
    root: element(
      "section",
      { class: "pose-part", "aria-label": "The numbers of one capsule" },
      element("div", { class: "part-head" }, heading, table.root),
      element("div", {}),
      plots.root,
      readout.root,
    ),
  };
}
