/** What is off: a picture of all primary capsules and a row of classes, to be switched by a click. */

import { capsulesOff, switched, unitWords } from "../../network/switched-off.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { classNoun } from "../../state/state.js";
import { choice, element } from "../../widgets/dom.js";
import { beginWith, changed, redone, undone } from "./off-history.js";
import { createSupportPicture } from "./support-picture.js";

/** @typedef {import("../../network/switched-off.js").Off} Off */

/** As many parts as the line below the picture names. */
const NAMED = 6;

/** What a click on a capsule switches. */
const PARTS =
  /** @type {{value: import("../../network/switched-off.js").Part, text: string}[]} */ ([
    { value: "type", text: "types" },
    { value: "position", text: "positions" },
    { value: "capsule", text: "single capsules" },
  ]);

/** @param {import("../../state/store.js").Scope} store */
export function mountSwitches(store) {
  const { model } = store.state;
  const grid = { types: model.config.primary_types, ...primaryGrid(model.config) };
  let history = beginWith(store.state.off);

  /** @param {import("./off-history.js").OffHistory} next */
  function set(next) {
    history = next;
    store.update({ off: next.present });
  }
  const change = (/** @type {Off} */ off) => set(changed(history, off));
  const toggle = (/** @type {string} */ unit) => change(switched(store.state.off, unit));

  const picture = createSupportPicture(store, grid, toggle);
  const parts = choice("A click switches", PARTS, (part) => {
    picture.setPart(part);
    parts.show(part);
  });
  const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) =>
    element("button", { type: "button", onclick }, text);
  const undo = button("Undo", () => set(undone(history)));
  undo.dataset.control = "undo-off";
  const redo = button("Redo", () => set(redone(history)));
  const all = button("All on", () => change([]));
  const votes = model.class_names.map((name, digit) =>
    element(
      "button",
      {
        ...{ type: "button", role: "switch", "aria-label": `votes for ${name}` },
        ...{ "data-unit": `class-${digit}`, onclick: () => toggle(`class-${digit}`) },
      },
      name,
    ),
  );
  const summary = element("p", { class: "quiet", role: "status", "data-off": "" });

  store.watch(["off"], () => {
    const { off } = store.state;
    // What others switched has no way back here.
    if (off !== history.present) history = beginWith(off);
    undo.disabled = history.past.length === 0;
    redo.disabled = history.future.length === 0;
    all.disabled = off.length === 0;
    votes.forEach((each, digit) => {
      each.setAttribute("aria-checked", String(!off.includes(`class-${digit}`)));
    });
    summary.textContent = tellOff(off, grid, model.class_names);
  });
  parts.show("type");

  return {
    toggle,
    root: element(
      "div",
      { class: "stack" },
      element(
        "div",
        { class: "row" },
        element("h3", {}, "Primary capsules"),
        element("span", { class: "row push" }, undo, redo, all),
      ),
      element("div", { class: "row" }, "A click switches", parts.root),
      ...picture.roots,
      element(
        "div",
        { class: "row votes-off", role: "group", "aria-label": "Votes of each class" },
        `All votes for ${classNoun(model)}`,
        ...votes,
      ),
      summary,
    ),
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
