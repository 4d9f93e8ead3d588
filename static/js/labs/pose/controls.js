/** Which pose is swept, over which range, and a slider through it. */

import { choice, element } from "../../widgets/dom.js";
import { minus } from "../../widgets/numbers.js";
import { labState, withLabState } from "../../state/lab-state.js";
import { nearest, POSES } from "./poses.js";

const MOST_STEPS = 121;
const STEPS = 61;
/** In a link numbers are whole hundredths: points separate its entries. */
const HUNDREDTHS = 100;

/** @typedef {import("./poses.js").Kind} Kind */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} told
 * @param {(range: import("./sweep.js").Range) => void} told.setRange
 * @param {(step: number) => void} told.choose
 */
export function createPoseControls(store, { setRange, choose }) {
  const kept = labState(store.state, "pose");
  /** @type {Kind} */
  let kind = Object.hasOwn(POSES, kept.kind) ? /** @type {Kind} */ (kept.kind) : "turn";
  const kinds = choice(
    "What is moved",
    /** @type {Kind[]} */ (Object.keys(POSES)).map((value) => ({ value, text: POSES[value].name })),
    (value) => {
      kind = value;
      kinds.show(kind);
      fill();
      ask();
    },
  );
  /** @param {string} label @param {Record<string, unknown>} attributes */
  const number = (label, attributes) => {
    const input = element("input", {
      ...{ type: "number", "aria-label": label, onchange: ask },
      ...attributes,
    });
    return { input, root: element("label", { class: "range-number" }, `${label} `, input) };
  };
  const from = number("from", {});
  const to = number("to", {});
  const count = number("steps", { min: 2, max: MOST_STEPS, step: 1, value: STEPS });
  const center = element("input", {
    type: "checkbox",
    onchange: () => store.update({ center: center.checked }),
  });
  const words = element("p", { class: "quiet" });
  const slider = element("input", {
    ...{ type: "range", min: 0, max: STEPS - 1, step: 1, "data-moment": "" },
    "aria-label": "Pose of the drawing",
    oninput: () => choose(slider.valueAsNumber),
  });
  const pose = element("output", { class: "number" });
  const back = element(
    "button",
    { type: "button", onclick: () => choose(nearest(values, POSES[kind].none)) },
    "Put it back as it was",
  );
  /** @type {readonly number[]} */
  let values = [];

  function fill() {
    const { from: low, to: high, least, most, decimals } = POSES[kind];
    for (const [{ input }, value] of /** @type {const} */ ([
      [from, low],
      [to, high],
    ])) {
      Object.assign(input, { min: least, max: most, step: 10 ** -decimals, value });
    }
  }

  /**
   * A number box's value, brought into its range.
   * @param {HTMLInputElement} input
   * @param {number} otherwise
   */
  function read(input, otherwise) {
    const value = Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : otherwise;
    const within = Math.min(Number(input.max), Math.max(Number(input.min), value));
    input.value = String(within);
    return within;
  }

  function ask() {
    const ends = [read(from.input, POSES[kind].from), read(to.input, POSES[kind].to)];
    if (ends[0] === ends[1]) {
      words.textContent = "A sweep needs two different ends.";
      return;
    }
    const steps = Math.round(read(count.input, STEPS));
    count.input.value = String(steps);
    const range = { kind, from: Math.min(...ends), to: Math.max(...ends), count: steps };
    setRange(range);
    write(range);
    tell();
  }

  /** @param {import("./sweep.js").Range} range */
  function write({ from: low, to: high, count: steps }) {
    const usual = POSES[kind];
    /** @param {number} value @param {number} otherwise */
    const changed = (value, otherwise) =>
      value === otherwise ? null : Math.round(HUNDREDTHS * value);
    store.update(
      withLabState(store.state, "pose", {
        kind: kind === "turn" ? null : kind,
        from: changed(low, usual.from),
        to: changed(high, usual.to),
        steps: steps === STEPS ? null : steps,
      }),
    );
  }

  /** Asks for what a link holds, where it holds anything. */
  function restore() {
    if (Object.keys(kept).length === 0) return;
    for (const [{ input }, text] of /** @type {const} */ ([
      [from, kept.from],
      [to, kept.to],
    ])) {
      if (text !== undefined) input.value = String(Number(text) / HUNDREDTHS);
    }
    if (kept.steps !== undefined) count.input.value = kept.steps;
    ask();
  }

  function tell() {
    const still = kind !== "turn" && kind !== "shear";
    words.textContent =
      still && store.state.center && store.state.input.kind === "strokes"
        ? "Centring is on: the drawing is cropped, scaled and centred before the network sees it, so shifts and sizes hardly reach it. Switch it off to see them."
        : "";
  }

  fill();
  kinds.show(kind);
  store.watch(["center", "input"], () => {
    center.checked = store.state.center;
    center.disabled = store.state.input.kind === "pixels";
    tell();
  });

  return {
    root: element(
      "div",
      { class: "stack pose-controls" },
      element(
        "div",
        { class: "row" },
        kinds.root,
        from.root,
        to.root,
        count.root,
        element("label", { class: "check" }, center, " centre it the way MNIST was"),
      ),
      words,
      element("label", { class: "row moment-row" }, "Pose of the drawing", slider, pose, back),
    ),
    restore,
    /** @param {import("./sweep.js").Swept} swept */
    show(swept) {
      values = swept.values;
      slider.max = String(values.length - 1);
    },
    /** @param {number} step that the drawing is at */
    mark(step) {
      const { unit, decimals } = POSES[kind];
      slider.value = String(step);
      pose.textContent = `${minus(values[step].toFixed(decimals))}${unit}`;
      slider.setAttribute("aria-valuetext", pose.textContent);
    },
  };
}
