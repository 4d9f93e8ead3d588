/** The numbers of one digit capsule on sliders: they follow the drawing until a hand moves them. */

import { element } from "../widgets/dom.js";
import { prepareDecoder } from "../server/live-capsule.js";
import {
  capsuleValues,
  redoValues,
  tracedValues,
  undoValues,
  withLength,
} from "../state/capsule-edit.js";
import { watchTrace } from "../state/state.js";
import { createSliderRow, handedDigit } from "./slider-row.js";

/**
 * @typedef {import("../state/store.js").Store} Store
 * @typedef {import("./slider-row.js").SliderRow} SliderRow
 * @typedef {ReturnType<typeof mount>} CapsuleSliders
 *
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function mount(root, store) {
  const title = element("h2", { id: "capsule-title" });
  const list = element("div", { class: "sliders" });
  const byEffect = element(
    "button",
    {
      ...{ type: "button", class: "icon", "aria-pressed": "false" },
      ...{ "aria-label": "Largest effect first", title: "Largest effect first" },
      onclick: () => {
        byEffect.setAttribute("aria-pressed", String(byEffect.ariaPressed !== "true"));
        arrange();
      },
    },
    "⇅",
  );
  const tools = element("span", { class: "capsule-tools" }, byEffect, ...createUndo(store));
  root.append(element("div", { class: "capsule-head" }, title, tools), list);
  for (const near of ["pointerenter", "focusin"]) {
    // Until it comes the server draws; each touch tries again.
    root.addEventListener(near, () => void prepareDecoder(store.state.model));
  }
  /** How much each number changes the picture; null before it is measured. @type {number[] | null} */
  let sizes = null;
  /** @type {SliderRow[]} */
  let rows = [];
  /** @type {SliderRow} */
  let lengthRow;

  store.watch(["model"], () => {
    const { digit_dimensions: count } = store.state.model.config;
    rows = Array.from({ length: count }, (_, index) =>
      createSliderRow(store, {
        ...{ name: String(index), label: `Dimension ${index}`, dimension: index },
        moved: (values, value) => values.with(index, value),
        valueOf: (values) => values[index],
      }),
    );
    lengthRow = createSliderRow(store, {
      ...{ name: "length", label: "Length", dimension: null, moved: withLength },
      valueOf: (values) => Math.hypot(...values),
    });
    sizes = null;
    list.style.setProperty("--rows", String(count + 1));
    list.replaceChildren(...[...rows, lengthRow].map(({ root: row }) => row));
  });
  watchTrace(store, ["trace", "digit", "held"], (trace, { model }) => {
    const digit = handedDigit(store.state);
    const values = /** @type {number[]} */ (capsuleValues(store.state));
    const own = tracedValues(trace, digit);
    const name = model.class_names[digit];
    const words = `${values.length} numbers of ${name.length > 2 ? name : `capsule ${name}`}`;
    if (title.textContent !== words) {
      title.textContent = words;
      title.title = words;
    }
    rows.forEach((row, index) => row.show(values[index], own[index]));
    lengthRow.show(Math.hypot(...values), Math.hypot(...own));
  });
  store.watch(["linked", "trace", "model", "digit", "held"], () => {
    const { linked } = store.state;
    const ofThis = linked?.digits.includes(handedDigit(store.state)) ?? false;
    rows.forEach(({ root: row }, index) =>
      row.toggleAttribute("data-linked", ofThis && linked?.dimension === index),
    );
  });

  /** Puts the rows in the order of their index or of their effect; the length stays the last. */
  function arrange() {
    const order = rows.map((_, dimension) => dimension);
    const known = byEffect.ariaPressed === "true" ? sizes : null;
    if (known) order.sort((one, other) => known[other] - known[one]);
    const now = [...list.children];
    if (order.every((dimension, place) => now[place] === rows[dimension].root)) return;
    list.prepend(...order.map((dimension) => rows[dimension].root));
  }

  return {
    /** Those of the dimensions, by their index. */
    rows: () => rows,
    /**
     * Told of how much each number changes the picture. Rows do not change places because their
     * numbers were moved.
     * @param {number[]} newest
     */
    measured(newest) {
      const first = sizes === null || !store.state.held;
      sizes = newest;
      if (first) arrange();
    },
  };
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
        ...{ type: "button", class: "icon" },
        ...{ "aria-label": `${name} the sliders`, title: name },
        onclick: () => store.update(change(store.state)),
      },
      text,
    );
  const undo = button("↶", "Undo", undoValues);
  const redo = button("↷", "Redo", redoValues);
  const reset = element(
    "button",
    {
      ...{ type: "button", "aria-label": "Reset all", title: "Back to the numbers of the drawing" },
      onclick: () => store.update({ held: null }),
    },
    "Reset",
  );
  store.watch(["held"], () => {
    const { held } = store.state;
    undo.disabled = !held || held.past.length === 0;
    redo.disabled = !held || held.future.length === 0;
    reset.disabled = !held;
  });
  return [undo, redo, reset];
}
