/** The numbers of one digit capsule on sliders: they follow the drawing until a hand moves them. */

import { element } from "../widgets/dom.js";
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
  const tools = element("span", { class: "capsule-tools" }, ...createUndo(store));
  root.append(element("div", { class: "capsule-head" }, title, tools), list);
  for (const near of ["pointerenter", "focusin"]) {
    root.addEventListener(near, () => {
      import("../server/live-capsule.js").then(
        ({ prepareDecoder }) => prepareDecoder(store.state.model),
        () => {}, // Until it comes the server draws; the next touch tries again.
      );
    });
  }
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

  return {
    tools,
    /** Those of the dimensions, by their index. */
    rows: () => rows,
    /**
     * Puts the rows in an order; the length stays the last.
     * @param {readonly number[]} order dimensions
     */
    arrange(order) {
      const now = [...list.children];
      if (order.every((dimension, place) => now[place] === rows[dimension].root)) return;
      list.prepend(...order.map((dimension) => rows[dimension].root));
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
