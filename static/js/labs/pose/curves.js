/** The curves of a sweep: the network with its routing, with even couplings, and without capsules. */

import { element } from "../../widgets/dom.js";
import { classNoun } from "../../state/state.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { createReadout } from "../../widgets/readout.js";
import { createLineChart } from "../../widgets/charts/line-chart.js";
import { linesOf, rolesOf } from "../../widgets/charts/line-runs.js";
import { POSES } from "./poses.js";
import { ownClass, poseText, stillStep, tellHeld, tellStep } from "./swept.js";

/** @typedef {import("./swept.js").Swept} Swept */

const PARTS = {
  lengths: { name: "With routing", up: "length ‖v‖" },
  uniform: { name: "With even couplings", up: "length ‖v‖" },
  baseline: { name: "Without capsules", up: "probability" },
};
/** Classes that are named besides the one that curves are told from. */
const RIVALS = 2;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {readonly (keyof typeof PARTS)[]} shown
 * @param {import("./pose.js").Actions} actions
 */
export function createCurves(store, shown, actions) {
  const { class_names: names } = store.state.model;
  /** @type {Swept | null} */
  let swept = null;
  const parts = shown.map((of) => createPart(store.state.model, of, actions));

  function show() {
    if (!swept) return;
    const own = ownClass(swept, store.state.digit, names.length);
    for (const part of parts) part.show(swept, own);
  }

  store.watch(["digit"], show);
  return {
    roots: parts.map(({ root }) => root),
    /** @param {Swept} newest */
    show(newest) {
      swept = newest;
      show();
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      for (const part of parts) part.point(step);
    },
    /** @param {number} value of the pose that the drawing is in */
    mark(value) {
      for (const { chart } of parts) chart.mark(value);
    },
  };
}

/**
 * One chart with its words and its table.
 * @param {import("../../state/state.js").Model} model
 * @param {keyof typeof PARTS} of
 * @param {import("./pose.js").Actions} actions
 */
function createPart(model, of, actions) {
  const { name, up } = PARTS[of];
  const { class_names: names } = model;
  const label = `${name}: ${up} of each ${classNoun(model)} by pose`;
  const chart = createLineChart({ ...{ label, up, height: 240 }, ...actions });
  const table = createChartTable({ summary: "Table", caption: label });
  const heading = element("h3", {}, name);
  const words = element("p", { "data-held": of });
  const readout = createReadout({ "data-readout": of });
  /** @type {Swept | null} */
  let newest = null;

  /**
   * @param {Swept} swept
   * @param {number} own the class that curves are told from
   */
  function show(swept, own) {
    newest = swept;
    const { kind, values } = swept;
    const numbers = swept[of];
    chart.root.hidden = table.root.hidden = numbers === null;
    if (numbers === null) {
      words.textContent =
        "No baseline is installed. `python -m model.train cnn --architecture cnn` trains one; start the server again, and its curves stand here.";
      return;
    }
    if (of === "baseline") heading.textContent = `${name}: ${swept.baselineName}`;
    words.textContent = tellHeld(swept, numbers, names);
    readout.refresh(null);
    const rows = linesOf(numbers, names.length);
    const roles = rolesOf(rows, own, RIVALS);
    const unit = POSES[kind].unit.trim();
    chart.show({
      values,
      series: rows.map((row, index) => ({ name: names[index], values: row, role: roles[index] })),
      axis: `${POSES[kind].name.toLowerCase()}${unit ? ` (${unit})` : ""}`,
      label: `${name}, ${up} by pose. ${words.textContent}`,
    });
    chart.startAt(stillStep(swept));
    table.show(
      [POSES[kind].name, ...names],
      values.map((_, step) => [poseText(swept, step), ...rows.map((row) => row[step].toFixed(3))]),
    );
  }

  /** @param {number | null} step */
  function point(step) {
    const numbers = newest?.[of];
    if (!newest || !numbers) return;
    chart.point(step);
    readout.tell(step === null ? null : tellStep(newest, numbers, step, names));
  }

  const root = element(
    "section",
    { class: "pose-part", "data-curves": of, "aria-label": name },
    element("div", { class: "part-head" }, heading, table.root),
    words,
    chart.root,
    readout.root,
  );
  return { chart, root, show, point };
}
