/** The curves of a sweep: the network with its routing, with even couplings, and without capsules. */

import { element } from "../../widgets/dom.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { classNoun } from "../../state/state.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { createReadout } from "../../widgets/readout.js";
import { createLineChart } from "../../widgets/charts/line-chart.js";
import { linesOf, rolesOf } from "../../widgets/charts/line-runs.js";
import { nearest, POSES } from "./poses.js";
import { ownClass, poseText, stillStep, tellHeld, tellStep } from "./swept.js";

/** @typedef {import("./swept.js").Swept} Swept */

const PARTS = /** @type {const} */ ([
  { of: "lengths", name: "Capsules with routing", up: "length ‖v‖", height: 300 },
  { of: "uniform", name: "The same capsules with even couplings", up: "length ‖v‖", height: 190 },
  { of: "baseline", name: "A network without capsules", up: "probability", height: 190 },
]);
/** Classes that are named besides the one that curves are told from. */
const RIVALS = 2;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{point: (step: number | null) => void, choose: (step: number) => void}} actions
 */
export function createCurves(store, actions) {
  const { class_names: names, image } = store.state.model;
  /** @type {Swept | null} */
  let swept = null;
  let marked = 0; // the step that the drawing is at
  const readout = createReadout({ "data-readout": "sweep" });
  const picture = createPicture({
    label: "What the network received in the pose that is pointed at",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1 }),
  });
  picture.canvas.dataset.picture = "pose";
  const parts = PARTS.map((part) => createPart(store.state.model, part, actions));

  function show() {
    if (!swept) return;
    const own = ownClass(swept, store.state.digit, names.length);
    for (const part of parts) part.show(swept, own);
  }

  /** @param {number} step */
  function paint(step) {
    if (!swept) return;
    const size = swept.images.length / swept.values.length;
    picture.paintImage(swept.images.subarray(step * size, (step + 1) * size));
  }

  store.watch(["digit"], show);
  return {
    /** @param {Swept} newest */
    show(newest) {
      swept = newest;
      show();
      readout.refresh(null);
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      for (const { chart } of parts) chart.point(step);
      readout.tell(swept && step !== null ? tellStep(swept, step, names) : null);
      paint(step ?? marked);
    },
    /** @param {number} value of the pose that the drawing is in */
    mark(value) {
      if (!swept) return;
      for (const { chart } of parts) chart.mark(value);
      marked = nearest(swept.values, value);
      paint(marked);
    },
    root: element(
      "div",
      { class: "stack" },
      readout.root,
      element(
        "div",
        { class: "pose-columns" },
        parts[0].root,
        element(
          "div",
          { class: "stack seen-pose" },
          element("h3", {}, "What the network received"),
          picture.root,
        ),
      ),
      element("div", { class: "columns" }, parts[1].root, parts[2].root),
    ),
  };
}

/**
 * One chart with its words and its table.
 * @param {import("../../state/state.js").Model} model
 * @param {(typeof PARTS)[number]} part
 * @param {{point: (step: number | null) => void, choose: (step: number) => void}} actions
 */
function createPart(model, { of, name, up, height }, actions) {
  const { class_names: names } = model;
  const label = `${name}: ${up} of each ${classNoun(model)} by pose`;
  const chart = createLineChart({ ...{ label, up, height }, ...actions });
  const table = createChartTable({ summary: "Numbers as a table", caption: label });
  const heading = element("h3", {}, name);
  const words = element("p", { class: "quiet", "data-held": of });

  /**
   * @param {Swept} swept
   * @param {number} own the class that curves are told from
   */
  function show(swept, own) {
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

  const root = element(
    "div",
    { class: "stack", "data-curves": of },
    heading,
    words,
    chart.root,
    table.root,
  );
  return { chart, root, show };
}
