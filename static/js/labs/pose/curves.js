/** The curves of a sweep: the network with its routing, with even couplings, and without capsules. */

import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { classNoun } from "../../state/state.js";
import { createLineChart } from "../../widgets/charts/line-chart.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { heldRange, nearest, POSES } from "./poses.js";

/** @typedef {import("./sweep.js").Swept} Swept */
/** @typedef {"lengths" | "uniform" | "baseline"} Curves */

/** What another class must reach to be named in a chart. */
const RIVAL = 0.3;
const RIVALS = 2;
/** Classes that the line below the charts tells. */
const TOLD = 3;

/**
 * A pose as it is written.
 * @param {Swept} swept
 * @param {number} step
 */
export function poseText({ kind, values }, step) {
  const { unit, decimals, none } = POSES[kind];
  const value = values[step];
  return `${none === 0 ? signed(value, decimals) : value.toFixed(decimals)}${unit}`;
}

/**
 * The class that curves are told from: the chosen one, else the longest where nothing is moved.
 * @param {Swept} swept
 * @param {number | null} digit
 * @param {number} classes
 */
export function ownClass({ kind, values, lengths }, digit, classes) {
  return digit ?? heldRange(lengths, classes, nearest(values, POSES[kind].none)).winner;
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{point: (step: number | null) => void, choose: (step: number) => void}} actions
 */
export function createCurves(store, actions) {
  const { model } = store.state;
  const { class_names: names, image } = model;
  const classes = names.length;
  const noun = classNoun(model);
  /** @type {Swept | null} */
  let swept = null;
  const readout = element("p", { class: "readout", "data-readout": "sweep" });
  const picture = createPicture({
    label: "What the network received in the pose that is pointed at",
    layout: tileLayout({ count: 1, rows: image.height, columns: image.width, across: 1 }),
  });
  picture.canvas.dataset.picture = "pose";
  const parts = [
    part("lengths", "Capsules with routing", "length ‖v‖", 300),
    part("uniform", "The same capsules with even couplings", "length ‖v‖", 190),
    part("baseline", "A network without capsules", "probability", 190),
  ];

  /**
   * @param {Curves} curves
   * @param {string} name
   * @param {string} up
   * @param {number} height
   */
  function part(curves, name, up, height) {
    const chart = createLineChart({
      ...{ label: `${name}: ${up} of each ${noun} by pose`, up, height },
      ...actions,
    });
    const table = createChartTable({
      summary: "Numbers as a table",
      caption: `${name}: ${up} of each ${noun} by pose`,
    });
    const heading = element("h3", {}, name);
    const words = element("p", { class: "quiet", "data-held": curves });
    const root = element(
      "div",
      { class: "stack", "data-curves": curves },
      heading,
      words,
      chart.root,
      table.root,
    );
    return { curves, name, up, chart, table, heading, words, root };
  }

  function show() {
    if (!swept) return;
    const own = ownClass(swept, store.state.digit, classes);
    for (const each of parts) showPart(each, swept, own);
  }

  /**
   * @param {ReturnType<typeof part>} part
   * @param {Swept} sweep
   * @param {number} own
   */
  function showPart({ curves, name, up, chart, table, heading, words }, sweep, own) {
    const numbers = sweep[curves];
    chart.root.hidden = table.root.hidden = numbers === null;
    if (numbers === null) {
      words.textContent =
        "No baseline is installed. `python -m model.train cnn --architecture cnn` trains one; start the server again, and its curves stand here.";
      return;
    }
    if (curves === "baseline") heading.textContent = `${name}: ${sweep.baselineName}`;
    const { kind, values } = sweep;
    const rows = names.map((_, index) => values.map((_, step) => numbers[step * classes + index]));
    const rivals = rows
      .map((row, index) => ({ index, peak: Math.max(...row) }))
      .filter(({ index, peak }) => index !== own && peak >= RIVAL)
      .sort((one, other) => other.peak - one.peak)
      .slice(0, RIVALS)
      .map(({ index }) => index);
    const still = nearest(values, POSES[kind].none);
    const { winner, first, last } = heldRange(numbers, classes, still);
    const all = first === 0 && last === values.length - 1;
    words.textContent = all
      ? `${names[winner]} has the most from end to end.`
      : `${names[winner]} has the most from ${poseText(sweep, first)} to ${poseText(sweep, last)}.`;
    chart.show({
      values,
      series: rows.map((row, index) => ({
        name: names[index],
        values: row,
        role: index === own ? "own" : rivals.includes(index) ? "rival" : "other",
      })),
      axis: `${POSES[kind].name.toLowerCase()}${POSES[kind].unit ? ` (${POSES[kind].unit.trim()})` : ""}`,
      label: `${name}, ${up} by pose. ${words.textContent}`,
    });
    chart.startAt(still);
    table.show(
      [POSES[kind].name, ...names],
      values.map((_, step) => [poseText(sweep, step), ...rows.map((row) => row[step].toFixed(3))]),
    );
  }

  /** @param {number | null} step */
  function tell(step) {
    if (!swept || step === null) {
      readout.textContent = "\u00a0";
      return;
    }
    const sweep = swept;
    /** @param {Float32Array} numbers */
    const best = (numbers) =>
      names
        .map((name, index) => ({ name, value: numbers[step * classes + index] }))
        .sort((one, other) => other.value - one.value)
        .slice(0, TOLD)
        .map(({ name, value }) => `${name} ${value.toFixed(3)}`)
        .join(", ");
    const { lengths, uniform, baseline } = sweep;
    const last = baseline ? `; without capsules ${best(baseline)}` : "";
    readout.textContent = `${poseText(sweep, step)}: routing ${best(lengths)}; even ${best(uniform)}${last}`;
  }

  /** @param {number} step */
  function paint(step) {
    if (!swept) return;
    const size = swept.images.length / swept.values.length;
    picture.paintImage(swept.images.subarray(step * size, (step + 1) * size));
  }

  tell(null);
  let marked = 0; // the step that the drawing is at
  store.watch(["digit"], show);
  return {
    /** @param {Swept} newest */
    show(newest) {
      swept = newest;
      show();
      tell(null);
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      for (const { chart } of parts) chart.point(step);
      readout.setAttribute("aria-live", "polite");
      tell(step);
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
      readout,
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
