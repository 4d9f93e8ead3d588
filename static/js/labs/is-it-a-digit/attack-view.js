/** What an attack made: its pictures at one strength, and the curves over all of them. */

import { classNoun } from "../../state/state.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { createLineChart } from "../../widgets/charts/line-chart.js";
import { linesOf, rolesOf } from "../../widgets/charts/line-runs.js";
import { element } from "../../widgets/dom.js";
import { minusPicture } from "../channels.js";
import { createInkPictures } from "../ink-pictures.js";
import { createTold } from "../told.js";
import { picturesAt, STRENGTHS, tellAttack } from "./attack.js";

/** The strength that is shown first. */
const FIRST = 10;
const PICTURES = [
  { title: "drawing", hook: "adversarial-input" },
  { title: "change", hook: "adversarial-change", difference: true },
  { title: "picture", hook: "adversarial-picture" },
  { title: "redrawn", hook: "adversarial-drawn" },
];

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./test.js").Test} test
 */
export function createAttackView(store, { passes }) {
  const { class_names: names, image } = store.state.model;
  /** @type {import("./attack.js").Attack | null} */
  let attack = null;
  let step = FIRST;
  const slider = element("input", {
    ...{ type: "range", min: 0, max: STRENGTHS.length - 1, step: 1, value: step },
    "aria-label": "Strength",
    oninput: () => choose(slider.valueAsNumber),
  });
  const strength = element("output", { class: "number" });
  const verdict = element("p", { role: "status", "data-adversarial": "" });
  const told = createTold();
  const pictures = createInkPictures(
    store,
    PICTURES.map((each) => ({ ...each, label: `Adversarial: ${each.title}` })),
    { told },
  );
  const curves = createAttackCurves(store.state.model, choose);
  const take = element("button", { type: "button", onclick: takeIt }, "Take it as the drawing");
  const root = element(
    "div",
    { class: "attack", hidden: true },
    element("div", { class: "four" }, ...pictures.roots, pictures.legend),
    curves.root,
    told.root,
  );
  const tools = [element("span", {}, "Strength"), slider, strength, take];

  /** @param {number} at */
  function choose(at) {
    step = at;
    slider.value = String(at);
    strength.textContent = STRENGTHS[at].toFixed(2);
    slider.setAttribute("aria-valuetext", strength.textContent);
    paint();
    curves.mark(STRENGTHS[at]);
    judge();
  }

  function paint() {
    if (!attack) return;
    const { input, picture, drawn } = picturesAt(attack, step);
    const most = image.channels * Math.max(STRENGTHS[1], STRENGTHS[step]);
    pictures.show([input, minusPicture(picture, input), picture, drawn], most);
  }

  function judge() {
    if (attack) verdict.textContent = tellAttack(attack, step, names, passes);
  }

  function takeIt() {
    if (!attack) return;
    const { picture } = picturesAt(attack, step);
    const pixels = Uint8Array.from(picture, (value) => Math.round(255 * value));
    const name = `an adversarial picture of strength ${STRENGTHS[step].toFixed(2)}`;
    store.update({ input: { kind: "pixels", pixels, name, index: null } });
  }

  /** @param {boolean} hidden */
  function hide(hidden) {
    for (const each of [root, ...tools]) each.hidden = hidden;
    if (hidden) verdict.textContent = "";
  }

  store.watch(["dark"], paint);
  hide(true);
  return {
    ...{ root, tools, verdict, judge },
    isShown: () => attack !== null,
    /** @param {import("./attack.js").Attack | null} newest */
    show(newest) {
      attack = newest;
      hide(!newest);
      if (!newest) return;
      curves.show(newest);
      choose(step);
    },
  };
}

/**
 * The lengths and the error by strength, as curves and as a table.
 * @param {import("../../state/state.js").Model} model
 * @param {(step: number) => void} choose
 */
function createAttackCurves(model, choose) {
  const { class_names: names } = model;
  const label = `Length of each ${classNoun(model)} by strength`;
  const chart = createLineChart({
    ...{ label, up: "length ‖v‖", height: 220, enter: "takes that strength" },
    point: (step) => chart.point(step),
    choose,
  });
  const table = createChartTable({
    summary: "Table",
    caption: `Length of each ${classNoun(model)}, and the error of the picture drawn again, by strength`,
  });
  return {
    root: element(
      "section",
      { class: "attack-curves", "aria-label": label },
      element("div", { class: "part-head" }, element("h3", {}, label), table.root),
      chart.root,
    ),
    mark: chart.mark,
    /** @param {import("./attack.js").Attack} attack */
    show({ lengths, errors, trace }) {
      const rows = linesOf(lengths, names.length);
      const roles = rolesOf(rows, trace.prediction);
      chart.show({
        ...{ values: STRENGTHS, axis: "strength", label },
        series: rows.map((values, index) => ({ name: names[index], values, role: roles[index] })),
      });
      table.show(
        ["strength", ...names, "error"],
        STRENGTHS.map((value, step) => [
          value.toFixed(2),
          ...rows.map((row) => row[step].toFixed(3)),
          errors[step].toFixed(2),
        ]),
      );
    },
  };
}
