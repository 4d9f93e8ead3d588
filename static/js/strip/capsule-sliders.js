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
import { prepareDecoder } from "../server/live-capsule.js";
import { shownDigit } from "../state/state.js";

/** Sliders reach as far as a capsule's value can: its length is below 1. */
const END = 1;
const STEP = 0.01;

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const title = element("h2", { id: "capsule-title" });
  const followed = element("p", { class: "quiet" });
  const rows = element("div", { class: "sliders" });
  const undoButton = element(
    "button",
    {
      type: "button",
      "aria-label": "Undo the sliders",
      title: "Undo",
      onclick: () => store.update(undoValues(store.state)),
    },
    "↶",
  );
  const redoButton = element(
    "button",
    {
      type: "button",
      "aria-label": "Redo the sliders",
      title: "Redo",
      onclick: () => store.update(redoValues(store.state)),
    },
    "↷",
  );
  const resetButton = element(
    "button",
    { type: "button", onclick: () => store.update({ held: null }) },
    "Reset all",
  );
  root.append(
    element(
      "div",
      { class: "row" },
      title,
      element("span", { class: "row push" }, undoButton, redoButton, resetButton),
    ),
    followed,
    rows,
  );
  for (const near of ["pointerenter", "focusin"]) {
    root.addEventListener(near, () => void prepareDecoder(store.state.model));
  }
  /** @type {Slider[]} */
  let sliders = [];
  /** @type {Slider} */
  let lengthSlider;

  store.watch(["model"], () => {
    const { digit_dimensions: count } = store.state.model.config;
    sliders = Array.from({ length: count }, (_, index) =>
      createSlider({
        name: String(index),
        label: `Dimension ${index}`,
        on: pointing(store, () => unitOf(index)),
        pin: () => store.update({ pinned: unitOf(index) }),
        hook: ["data-dimension", index],
        low: -END,
        set: (value, moving) => change((values) => values.with(index, value), moving),
        reset: () => {
          const { trace, held } = store.state;
          if (trace && held)
            change((values) => values.with(index, tracedValues(trace, held.digit)[index]), false);
        },
      }),
    );
    lengthSlider = createSlider({
      name: "length",
      label: "Length",
      hook: ["data-length-slider", ""],
      on: pointing(store, capsuleUnit),
      pin: () => store.update({ pinned: capsuleUnit() }),
      low: 0,
      set: (value, moving) => change((values) => withLength(values, value), moving),
      reset: () => {
        const { trace, held } = store.state;
        if (trace && held)
          change(
            (values) => withLength(values, Math.hypot(...tracedValues(trace, held.digit))),
            false,
          );
      },
    });
    rows.replaceChildren(...[...sliders, lengthSlider].map(({ root: row }) => row));
  });

  /** @returns {import("../network/units.js").Unit} */
  function capsuleUnit() {
    return { kind: "digit", digit: handedDigit(store.state) };
  }

  /**
   * @param {number} dimension
   * @returns {import("../network/units.js").Unit}
   */
  function unitOf(dimension) {
    return { kind: "dimension", digit: handedDigit(store.state), dimension };
  }

  /**
   * @param {(values: number[]) => number[]} next
   * @param {boolean} moving
   */
  function change(next, moving) {
    const values = capsuleValues(store.state);
    if (values) store.update(setValues(store.state, next(values), { moving }));
  }

  store.watch(["trace", "model", "digit", "held"], () => {
    const { model, trace, held } = store.state;
    if (trace?.model !== model.name) return;
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
    undoButton.disabled = !held || held.past.length === 0;
    redoButton.disabled = !held || held.future.length === 0;
    resetButton.disabled = !held;
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
 * The class whose capsule is on the sliders.
 * @param {import("../state/state.js").State} state
 */
function handedDigit(state) {
  return state.held?.digit ?? shownDigit(state);
}

/** @typedef {ReturnType<typeof createSlider>} Slider */

/**
 * A slider with its number box and a button that takes the drawing's value again.
 * @param {Object} options
 * @param {string} options.name
 * @param {string} options.label
 * @param {[string, string | number]} options.hook attribute and value by which tests find the slider
 * @param {number} options.low
 * @param {(value: number, moving: boolean) => void} options.set
 * @param {() => void} options.reset
 * @param {ReturnType<typeof pointing>} options.on listeners that point at what it moves
 * @param {() => void} options.pin pins that
 */
function createSlider({ name, label, hook, low, set, reset, on, pin }) {
  /** @type {HTMLInputElement} */
  const range = element("input", {
    type: "range",
    min: low,
    max: END,
    step: STEP,
    "aria-label": label,
    [hook[0]]: hook[1],
    oninput: () => set(range.valueAsNumber, true),
    // The end of a drag: the next one is a step of its own.
    onchange: () => set(range.valueAsNumber, false),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") pin();
    },
    onfocus: on.onfocus,
    onblur: on.onblur,
  });
  /** @type {HTMLInputElement} */
  const box = element("input", {
    type: "number",
    min: low,
    max: END,
    step: STEP,
    "aria-label": `${label}, as a number`,
    onchange: () => {
      const value = box.valueAsNumber;
      if (Number.isFinite(value)) set(Math.min(END, Math.max(low, value)), false);
      else show(shown, false);
    },
  });
  const back = element(
    "button",
    {
      type: "button",
      class: "icon",
      "aria-label": `Reset ${label}`,
      title: "Reset",
      onclick: reset,
    },
    "↺",
  );
  let shown = 0;

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

  return {
    root: element(
      "div",
      { class: "slider", onpointerenter: on.onpointerenter, onpointerleave: on.onpointerleave },
      // Not a tab stop of its own: Enter on the slider does the same.
      element(
        "button",
        {
          type: "button",
          class: "slider-name link",
          tabindex: -1,
          "aria-label": `Explain ${label}`,
          title: "Explain",
          onclick: pin,
        },
        name,
      ),
      range,
      box,
      back,
    ),
    show,
  };
}
