/** Which pose is swept, over which range, and a slider through it. */

import { element } from "../../widgets/dom.js";
import { minus } from "../../widgets/numbers.js";
import { nearest, POSES } from "./poses.js";
import { countOf, endsOf, MOST_STEPS, rangeOf, STEPS, withRange } from "./pose-range.js";

/** @typedef {import("./poses.js").Kind} Kind */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Pick<import("./pose.js").Actions, "choose">} told
 */
export function createPoseControls(store, { choose }) {
  const range = createRangeControls(store);
  const slider = element("input", {
    ...{ type: "range", min: 0, max: STEPS - 1, step: 1, "data-moment": "" },
    "aria-label": "Pose of the drawing",
    oninput: () => choose(slider.valueAsNumber),
  });
  const pose = element("output", { class: "number" });
  const back = element(
    "button",
    {
      ...{ type: "button", class: "icon", "aria-label": "Put it back as it was" },
      title: "Put it back as it was",
      onclick: () => choose(nearest(values, POSES[rangeOf(store.state).kind].none)),
    },
    "↺",
  );
  /** @type {readonly number[]} */
  let values = [];

  return {
    words: range.words,
    root: element("div", { class: "lab-tools" }, ...range.parts, slider, pose, back),
    /**
     * @param {import("./swept.js").Swept} swept
     * @param {number} step that the drawing is at
     */
    mark(swept, step) {
      const { unit, decimals } = POSES[swept.kind];
      values = swept.values;
      slider.max = String(values.length - 1);
      slider.value = String(step);
      pose.textContent = `${minus(values[step].toFixed(decimals))}${unit}`;
      slider.setAttribute("aria-valuetext", pose.textContent);
    },
  };
}

/** @param {import("../../state/store.js").Scope} store */
function createRangeControls(store) {
  const kinds = element(
    "select",
    {
      "aria-label": "What is moved",
      onchange() {
        const kind = /** @type {Kind} */ (kinds.value);
        set({ ...POSES[kind], kind, count: rangeOf(store.state).count });
      },
    },
    ...Object.entries(POSES).map(([value, { name }]) => element("option", { value }, name)),
  );
  /** @param {string} label @param {Record<string, unknown>} attributes */
  const number = (label, attributes = {}) => {
    const input = element("input", {
      ...{ type: "number", "aria-label": label, onchange: take },
      ...attributes,
    });
    return { input, root: element("label", {}, `${label} `, input) };
  };
  const [from, to] = [number("from"), number("to")];
  const count = number("steps", { min: 2, max: MOST_STEPS, step: 1 });
  const words = element("p", { class: "quiet" });

  /** @param {import("./pose-range.js").Range} range */
  function set(range) {
    store.update(withRange(store.state, range));
    show(); // What was brought into the range may be what it was before.
  }

  /** Takes what the boxes say. */
  function take() {
    const { kind } = rangeOf(store.state);
    const ends = endsOf(kind, from.input.valueAsNumber, to.input.valueAsNumber);
    if (ends) set({ kind, ...ends, count: countOf(count.input.valueAsNumber) });
    else words.textContent = "A sweep needs two different ends.";
  }

  function show() {
    const range = rangeOf(store.state);
    const { least, most, decimals } = POSES[range.kind];
    kinds.value = range.kind;
    Object.assign(from.input, { min: least, max: most, step: 10 ** -decimals, value: range.from });
    Object.assign(to.input, { min: least, max: most, step: 10 ** -decimals, value: range.to });
    count.input.value = String(range.count);
    tell();
  }

  function tell() {
    const { center, input } = store.state;
    const { kind } = rangeOf(store.state);
    const still = kind !== "turn" && kind !== "shear";
    words.textContent =
      still && center && input.kind === "strokes"
        ? "Centring is on, so shifts and sizes hardly reach the network. Turn it off under “Move the drawing”."
        : "";
  }

  store.watch(["lab"], show);
  store.watch(["center", "input"], tell);
  return { parts: [kinds, ...[from, to, count].map(({ root }) => root)], words };
}
