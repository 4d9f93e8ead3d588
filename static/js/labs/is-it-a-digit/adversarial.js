/** An adversarial picture on demand: the drawing, changed where it hurts the answer most. */

import { diverging, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import { classNoun } from "../../state/state.js";
import { postAdversarial } from "../../server/lab-api.js";
import { createLineChart } from "../../widgets/charts/line-chart.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { spread } from "../pose/poses.js";

/** As strong as the server makes them. */
const MOST = 0.5;
const STRENGTHS = spread(0, MOST, 51);
/** The strength that is shown first. */
const FIRST = 10;
/** What another class must reach to be named in the chart. */
const RIVAL = 0.3;

/**
 * @typedef {Awaited<ReturnType<typeof postAdversarial>> & {trace: import("../../server/trace.js").Trace}} Made
 *   from the image of a trace, one of each strength
 */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{passes: (error: number) => boolean}} test
 */
export function mountAdversary(store, { passes }) {
  const { model } = store.state;
  const { class_names: names, image } = model;
  const { height, width, channels } = image;
  const size = channels * height * width;
  const classes = names.length;
  /** @type {Made | null} */
  let made = null;
  let step = FIRST;
  let ended = false;

  const make = element("button", { type: "button", onclick: () => void ask() }, "Make one");
  const hint = element("p", { class: "quiet" });
  const slider = element("input", {
    ...{ type: "range", min: 0, max: STRENGTHS.length - 1, step: 1, value: step },
    "aria-label": "Strength",
    oninput: () => choose(slider.valueAsNumber),
  });
  const strength = element("output", { class: "number" });
  const verdict = element("p", { class: "verdict", role: "status", "data-adversarial": "" });
  const legend = createLegend();
  const layout = tileLayout({ count: 1, rows: height, columns: width, across: 1 });
  /** Numbers of each picture, summed over the channels. @type {Float32Array[]} */
  let shown = [];
  const pictures = ["your drawing", "the change", "the picture", "drawn again"].map(
    (name, index) => {
      const picture = createPicture({
        label: `Adversarial: ${name}`,
        layout,
        describe: ({ row, column }) => {
          const value = shown[index]?.[row * width + column];
          if (value === undefined) return "";
          return `row ${row}, column ${column}: ${index === 1 ? signed(value, 3) : value.toFixed(3)}`;
        },
      });
      picture.canvas.dataset.picture = `adversarial-${["input", "change", "picture", "drawn"][index]}`;
      const root = element("div", { class: "stack" }, element("h4", {}, name), picture.root);
      return { ...picture, root };
    },
  );
  const chart = createLineChart({
    label: `Length of each ${classNoun(model)} by strength`,
    up: "length ‖v‖",
    height: 220,
    point: (at) => chart.point(at),
    choose,
    enter: "takes that strength",
  });
  const table = createChartTable({
    summary: "Numbers as a table",
    caption: `Length of each ${classNoun(model)}, and the error of the picture drawn again, by strength`,
  });
  const take = element("button", { type: "button", onclick: takeIt }, "Take it as the drawing");
  const results = element(
    "div",
    { class: "stack", hidden: true },
    element("label", { class: "row moment-row" }, "Strength", slider, strength, take),
    verdict,
    element(
      "div",
      { class: "four" },
      ...pictures.map(({ root }) => root),
      element("div", { class: "both" }, legend.root),
    ),
    chart.root,
    table.root,
  );

  async function ask() {
    const { trace } = store.state;
    if (trace?.model !== model.name || trace.isBlank) {
      hint.textContent = "Draw something first.";
      return;
    }
    make.disabled = true;
    hint.textContent = "Computing…";
    try {
      const asked = { model: model.name, image: trace.values("image"), routing: trace.routing };
      const answer = await postAdversarial({ ...asked, strengths: STRENGTHS });
      if (ended) return;
      made = { ...answer, trace };
      hint.textContent = "";
      results.hidden = false;
      showAll();
    } catch (problem) {
      hint.textContent = `It could not be made: ${problem instanceof Error ? problem.message : problem}`;
    } finally {
      make.disabled = false;
    }
  }

  function showAll() {
    if (!made) return;
    const { lengths, errors, trace } = made;
    const rows = names.map((_, index) => STRENGTHS.map((_, at) => lengths[at * classes + index]));
    chart.show({
      values: STRENGTHS,
      series: rows.map((values, index) => ({
        ...{ name: names[index], values },
        role: index === trace.prediction ? "own" : Math.max(...values) >= RIVAL ? "rival" : "other",
      })),
      axis: "strength",
      label: `Length of each ${classNoun(model)} by strength`,
    });
    table.show(
      ["strength", ...names, "error"],
      STRENGTHS.map((value, at) => [
        value.toFixed(2),
        ...rows.map((row) => row[at].toFixed(3)),
        errors[at].toFixed(2),
      ]),
    );
    choose(step);
  }

  /** @param {number} at */
  function choose(at) {
    step = at;
    slider.value = String(at);
    strength.textContent = STRENGTHS[at].toFixed(2);
    slider.setAttribute("aria-valuetext", strength.textContent);
    show();
  }

  /** @param {ArrayLike<number>} values */
  function overChannels(values) {
    const sums = new Float32Array(height * width);
    for (let at = 0; at < values.length; at++) sums[at % sums.length] += values[at];
    return sums;
  }

  function show() {
    if (!made) return;
    const input = made.trace.values("image");
    const picture = made.images.subarray(step * size, (step + 1) * size);
    const drawn = made.reconstructions.subarray(step * size, (step + 1) * size);
    const change = Float32Array.from(picture, (value, at) => value - input[at]);
    shown = [input, change, picture, drawn].map(overChannels);
    pictures[0].paintImage(input);
    pictures[2].paintImage(picture);
    pictures[3].paintImage(drawn);
    const palette = lookup(store.state.dark ? diverging.dark : diverging.light);
    const most = channels * Math.max(STRENGTHS[1], STRENGTHS[step]);
    pictures[1].paint(shown[1], { palette, domain: [-most, most] });
    legend.show(palette, [-most, most], "the change: more ink is red, less is blue");
    chart.mark(STRENGTHS[step]);
    judge();
  }

  function judge() {
    if (!made) return;
    const lengths = made.lengths.subarray(step * classes, (step + 1) * classes);
    const winner = lengths.indexOf(Math.max(...lengths));
    const error = made.errors[step];
    const { prediction } = made.trace;
    const read =
      winner === prediction
        ? `It is still read as ${names[winner]}, length ${lengths[winner].toFixed(3)}.`
        : `It is read as ${names[winner]}, length ${lengths[winner].toFixed(3)}, and no longer as ${names[prediction]}.`;
    const test = passes(error)
      ? "within the threshold: the test lets it pass."
      : "above the threshold: the test says that it is no digit.";
    verdict.textContent = `${read} Drawn again, the squared error is ${error.toFixed(2)}, ${test}`;
  }

  function takeIt() {
    if (!made) return;
    const pixels = Uint8Array.from(made.images.subarray(step * size, (step + 1) * size), (value) =>
      Math.round(255 * value),
    );
    const name = `an adversarial picture of strength ${STRENGTHS[step].toFixed(2)}`;
    store.update({ input: { kind: "pixels", pixels, name, index: null } });
  }

  store.watch(["dark"], show);
  store.watch(["drawing", "stroke", "input", "center", "routing"], () => {
    // Of another drawing; but one that was taken from here may be compared with what it came from.
    if (!made || store.state.input.kind === "pixels") return;
    made = null;
    results.hidden = true;
    hint.textContent = "";
  });
  store.onDispose(() => (ended = true));
  return {
    judge,
    root: element(
      "div",
      { class: "stack" },
      element("h3", {}, "An adversarial picture"),
      element(
        "p",
        { class: "quiet lab-words" },
        "The fast gradient sign method (Goodfellow, Shlens and Szegedy, 2015): every pixel is moved by the same " +
          "strength, one step, in the direction in which the longest capsule's lead over the second shrinks fastest.",
      ),
      element("div", { class: "row" }, make, hint),
      results,
    ),
  };
}
