/** The numbers of one digit capsule on sliders: they follow the drawing until a hand moves them. */

import { element } from "../widgets/dom.js";
import { pointing } from "../widgets/pointing.js";
import {
  capsuleValues,
  redoValues,
  setValues,
  tracedValues,
  undoValues,
  withLength,
} from "../state/capsule-edit.js";
import { shownDigit, watchTrace } from "../state/state.js";

/** Sliders reach as far as a capsule's value can: its length is below 1. */
const END = 1;
const STEP = 0.01;

/**
 * @typedef {import("../state/store.js").Store} Store
 * @typedef {import("../network/units.js").Unit} Unit
 *
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function mount(root, store) {
  const title = element("h2", { id: "capsule-title" });
  const followed = element("p", { class: "quiet" });
  const rows = element("div", { class: "sliders" });
  root.append(element("div", { class: "row" }, title, createUndo(store)), followed, rows);
  for (const near of ["pointerenter", "focusin"]) {
    root.addEventListener(near, () => {
      import("../server/live-capsule.js").then(
        ({ prepareDecoder }) => prepareDecoder(store.state.model),
        () => {}, // Until it comes the server draws; the next touch tries again.
      );
    });
  }
  /** @type {Slider[]} */
  let sliders = [];
  /** @type {Slider} */
  let lengthSlider;

  store.watch(["model"], () => {
    const { digit_dimensions: count } = store.state.model.config;
    sliders = Array.from({ length: count }, (_, index) => createDimension(store, index));
    lengthSlider = createLength(store);
    rows.replaceChildren(...[...sliders, lengthSlider].map(({ root: row }) => row));
  });
  watchTrace(store, ["trace", "digit", "held"], (trace, { model, held }) => {
    const digit = handedDigit(store.state);
    const values = /** @type {number[]} */ (capsuleValues(store.state));
    const original = tracedValues(trace, digit);
    title.textContent = `Capsule ${model.class_names[digit]}`;
    followed.textContent = held
      ? "Moved by hand. Drawing again or Reset all lets go."
      : `Its ${values.length} dimensions: move one, watch the picture.`;
    sliders.forEach((slider, index) =>
      slider.show(values[index], values[index] !== original[index]),
    );
    const length = Math.hypot(...values);
    lengthSlider.show(length, Math.abs(length - Math.hypot(...original)) > 1e-6);
  });
  store.watch(["linked", "trace", "model", "digit", "held"], () => {
    const { linked } = store.state;
    const own = linked?.digits.includes(handedDigit(store.state)) ?? false;
    sliders.forEach(({ root: row }, index) =>
      row.toggleAttribute("data-linked", own && linked?.dimension === index),
    );
  });
}

/**
 * What takes moves back: the last one, or all.
 * @param {Store} store
 */
function createUndo(store) {
  /** @type {(text: string, name: string, change: typeof undoValues) => HTMLButtonElement} */
  const button = (text, name, change) =>
    element(
      "button",
      {
        type: "button",
        "aria-label": `${name} the sliders`,
        title: name,
        onclick: () => store.update(change(store.state)),
      },
      text,
    );
  const undo = button("↶", "Undo", undoValues);
  const redo = button("↷", "Redo", redoValues);
  const reset = element(
    "button",
    { type: "button", onclick: () => store.update({ held: null }) },
    "Reset all",
  );
  store.watch(["held"], () => {
    const { held } = store.state;
    undo.disabled = !held || held.past.length === 0;
    redo.disabled = !held || held.future.length === 0;
    reset.disabled = !held;
  });
  return element("span", { class: "row push" }, undo, redo, reset);
}

/**
 * @param {Store} store
 * @param {number} index
 */
function createDimension(store, index) {
  return createSlider(store, {
    name: String(index),
    label: `Dimension ${index}`,
    hook: ["data-dimension", index],
    low: -END,
    unit: () => ({ kind: "dimension", digit: handedDigit(store.state), dimension: index }),
    moved: (values, value) => values.with(index, value),
    valueOf: (values) => values[index],
  });
}

/** @param {Store} store */
function createLength(store) {
  return createSlider(store, {
    name: "length",
    label: "Length",
    hook: ["data-length-slider", ""],
    low: 0,
    unit: () => ({ kind: "digit", digit: handedDigit(store.state) }),
    moved: withLength,
    valueOf: (values) => Math.hypot(...values),
  });
}

/**
 * The class whose capsule is on the sliders.
 * @param {import("../state/state.js").State} state
 */
function handedDigit(state) {
  return state.held?.digit ?? shownDigit(state);
}

/** @typedef {ReturnType<typeof createSlider>} Slider */

/**
 * A slider with its number box and a button that takes the drawing's value again.
 * @param {Store} store
 * @param {Object} options
 * @param {string} options.name
 * @param {string} options.label
 * @param {[string, string | number]} options.hook attribute and value by which tests find the slider
 * @param {number} options.low
 * @param {() => Unit} options.unit what it moves
 * @param {(values: number[], value: number) => number[]} options.moved the capsule after a move
 * @param {(values: ArrayLike<number> & Iterable<number>) => number} options.valueOf a capsule's number
 */
function createSlider(store, { name, label, hook, low, unit, moved, valueOf }) {
  const on = pointing(store, unit);
  const pin = () => store.update({ pinned: unit() });
  const limits = { min: low, max: END, step: STEP };
  /** @type {HTMLInputElement} */
  const range = element("input", {
    ...{ type: "range", ...limits, "aria-label": label, [hook[0]]: hook[1] },
    oninput: () => set(range.valueAsNumber, true),
    // The end of a drag: the next one is a step of its own.
    onchange: () => set(range.valueAsNumber, false),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") pin();
    },
    ...{ onfocus: on.onfocus, onblur: on.onblur },
  });
  /** @type {HTMLInputElement} */
  const box = element("input", {
    ...{ type: "number", ...limits, "aria-label": `${label}, as a number` },
    onchange: () => {
      const value = box.valueAsNumber;
      if (Number.isFinite(value)) set(Math.min(END, Math.max(low, value)), false);
      else show(shown, false);
    },
  });
  const back = element(
    "button",
    {
      ...{ type: "button", class: "icon", "aria-label": `Reset ${label}`, title: "Reset" },
      onclick: () => {
        const { trace, held } = store.state;
        if (trace && held) set(valueOf(tracedValues(trace, held.digit)), false);
      },
    },
    "↺",
  );
  let shown = 0;

  /**
   * @param {number} value
   * @param {boolean} moving
   */
  function set(value, moving) {
    const values = capsuleValues(store.state);
    if (values) store.update(setValues(store.state, moved(values, value), { moving }));
  }

  /**
   * @param {number} value
   * @param {boolean} changed
   */
  function show(value, changed) {
    shown = value;
    if (range.valueAsNumber !== value) range.value = String(value);
    if (document.activeElement !== box || changed) box.value = value.toFixed(3);
    back.classList.toggle("faded", !changed);
    back.disabled = !changed;
  }

  // Not a tab stop of its own: Enter on the slider does the same.
  const explain = element(
    "button",
    {
      ...{ type: "button", class: "slider-name link", tabindex: -1 },
      ...{ "aria-label": `Explain ${label}`, title: "Explain", onclick: pin },
    },
    name,
  );
  const { onpointerenter, onpointerleave } = on;
  return {
    root: element(
      "div",
      { class: "slider", onpointerenter, onpointerleave },
      explain,
      range,
      box,
      back,
    ),
    show,
  };
}
