/** What is off, with the way back. */

import { capsulesOff, switched, unitWords } from "../../network/switched-off.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { element } from "../../widgets/dom.js";
import { beginWith, changed, redone, undone } from "./off-history.js";

/** @typedef {import("../../network/switched-off.js").Off} Off */

/** As many parts as the line below names. */
const NAMED = 3;

/** What was switched, with what undo took away, kept while sub-tabs come and go. */
let history = beginWith([]);

/** @param {import("../../state/store.js").Scope} store */
export function mountSwitches(store) {
  const { model } = store.state;
  const grid = { types: model.config.primary_types, ...primaryGrid(model.config) };

  /** @param {import("./off-history.js").OffHistory} next */
  function set(next) {
    history = next;
    store.update({ off: next.present });
  }
  const change = (/** @type {Off} */ off) => set(changed(history, off));
  const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) =>
    element("button", { type: "button", onclick }, text);
  const undo = button("Undo", () => set(undone(history)));
  undo.dataset.control = "undo-off";
  const redo = button("Redo", () => set(redone(history)));
  const all = button("All on", () => change([]));
  const summary = element("p", { class: "quiet", role: "status", "data-off": "" });

  store.watch(["off"], () => {
    const { off } = store.state;
    // What others switched has no way back here.
    if (off !== history.present) history = beginWith(off);
    undo.disabled = history.past.length === 0;
    redo.disabled = history.future.length === 0;
    all.disabled = off.length === 0;
    summary.textContent = tellOff(off, grid, model.class_names);
  });
  return {
    grid,
    toggle: (/** @type {string} */ unit) => change(switched(store.state.off, unit)),
    tools: [undo, redo, all, summary],
  };
}

/**
 * @param {Off} off
 * @param {{types: number, rows: number, columns: number}} grid
 * @param {readonly string[]} names of the classes
 */
function tellOff(off, grid, names) {
  if (off.length === 0) return "Nothing is off.";
  const count = capsulesOff(off, grid).reduce((sum, each) => sum + each, 0);
  const all = grid.types * grid.rows * grid.columns;
  const named = off.slice(0, NAMED).map((unit) => unitWords(unit, names));
  const more = off.length > NAMED ? ` and ${off.length - NAMED} more` : "";
  return `Off: ${named.join("; ")}${more}. ${count.toLocaleString("en")} of ${all.toLocaleString("en")} capsules are off.`;
}
