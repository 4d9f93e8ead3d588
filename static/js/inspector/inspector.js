/**
 * Inspector: one line that says what is pointed at, its value and what it adds; and a sheet above it
 * with the formula, the numbers put in, and the result.
 */

import { element } from "../widgets/dom.js";
import { shownDigit, shownIteration, shownUnit } from "../state/state.js";
import { explain, needsOf } from "./explain/explain.js";
import { createFinder } from "./finder.js";
import { shortNeeds, tellShort } from "./in-short.js";
import { createLine } from "./line.js";
import { createParts } from "./sections.js";
import { createTrail } from "./trail.js";
import { unitText } from "../network/units.js";
import { weightsOf } from "../server/weights.js";

/**
 * @typedef {import("../state/store.js").Store} Store
 * @typedef {import("../network/units.js").Unit} Unit
 * @typedef {import("./explain/explanation.js").Needs} Needs
 */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function mount(root, store) {
  const trail = createTrail(store, () => line.focus()); // the term that was followed is no more
  const line = createLine(store, trail);
  const parts = createParts(trail.follow);
  const sheet = createSheet(store, trail, parts);
  root.append(line.root, sheet.root);
  root.setAttribute("aria-labelledby", "inspector-title");
  root.removeAttribute("aria-label");
  // Who reads about the unit points at it.
  root.addEventListener("pointerenter", () => store.update({ pointed: trail.unit() }));
  root.addEventListener("pointerleave", () => store.update({ pointed: null }));
  let weights = weightsOf(store.state.model);
  store.watch(["model"], () => void (weights = weightsOf(store.state.model)));

  function show() {
    const { state } = store;
    const selected = shownUnit(state);
    const unit = trail.take(selected);
    root.toggleAttribute("data-pinned", state.pinned !== null);
    root.toggleAttribute("data-open", state.sheet);
    root.dataset.unit = selected ? unitText(selected) : "";
    sheet.show(unit);
    line.show(unit);
    if (!unit) {
      tell("");
      ask(store, { fields: [], weights: [] });
    } else if (state.stroke && !selected) {
      sheet.say("Of the drawing before: a pinned unit follows the pen.");
    } else {
      const needs = state.sheet
        ? together(shortNeeds(unit), needsOf(unit, state.model))
        : shortNeeds(unit);
      ask(store, needs);
      showUnit(unit, needs);
    }
  }

  /**
   * Words instead of numbers.
   * @param {string} text
   */
  function tell(text) {
    root.dataset.exact = "false";
    line.tell(text ? [text] : []);
    sheet.say(text);
    parts.show({ words: "", sections: [] }, store.state.dark);
  }

  /**
   * @param {Unit} unit
   * @param {Needs} needs
   */
  function showUnit(unit, needs) {
    const { trace, model, dark, held, sheet: open } = store.state;
    if (!trace || !needs.fields.every((field) => trace.has(field)))
      return tell("Its numbers are on their way.");
    if (!weights.has(needs.weights)) {
      tell("Its weights are on their way.");
      return loadWeights(unit, needs);
    }
    const iteration = shownIteration(store.state);
    const moved = "digit" in unit && unit.digit === held?.digit;
    const digit = shownDigit(store.state);
    const context = { trace, model, iteration, digit, weights, moved };
    const exact = needs.fields.every((field) => trace.isExact(field));
    root.dataset.exact = String(exact);
    line.tell(tellShort(unit, context), exact);
    sheet.say(exact ? "" : "≈ while the pen moves");
    if (open) parts.show(explain(unit, context), dark);
  }

  /**
   * @param {Unit} unit
   * @param {Needs} needs
   */
  function loadWeights(unit, needs) {
    const asked = weights;
    const isWanted = () => weights === asked && trail.unit() === unit;
    asked.load(needs.weights).then(
      () => isWanted() && showUnit(unit, needs),
      (error) => {
        if (isWanted()) tell(`Its weights could not be loaded: ${error.message}`);
      },
    );
  }

  store.watch(
    ["pointed", "pinned", "trace", "digit", "iteration", "routing", "dark", "sheet"],
    show,
  );
  watchTaken(store, show);
}

/**
 * What opens upward from the line: the way back, the parts of the explanation, and the way to another
 * unit by its numbers.
 * @param {Store} store
 * @param {ReturnType<typeof createTrail>} trail
 * @param {ReturnType<typeof createParts>} parts
 */
function createSheet(store, trail, parts) {
  const finder = createFinder(store, (unit) => store.update({ pinned: unit }));
  const back = element("button", { type: "button", onclick: trail.back }, "← back");
  const words = element("span", { class: "quiet sheet-words", role: "status" });
  const head = element(
    "div",
    { class: "sheet-head" },
    ...[back, parts.tabs, finder.places, words, finder.opener],
  );
  const root = element("div", { id: "inspector-sheet", hidden: true }, head, parts.root);
  return {
    root,
    /** @param {Unit | null} unit */
    show(unit) {
      root.hidden = !store.state.sheet;
      back.hidden = !trail.leadsBack();
      finder.show(unit);
    },
    /** @param {string} text */
    say(text) {
      if (words.textContent !== text) words.textContent = text;
    },
  };
}

/**
 * Runs when a hand takes a capsule or lets go of it, not at every move of a slider.
 * @param {Store} store
 * @param {() => void} run
 */
function watchTaken(store, run) {
  /** @type {number | undefined} */
  let taken;
  store.watch(["held"], () => {
    if (taken === store.state.held?.digit) return;
    taken = store.state.held?.digit;
    run();
  });
}

/**
 * @param {Needs} one
 * @param {Needs} other
 * @returns {Needs}
 */
function together(one, other) {
  return {
    fields: [...new Set([...other.fields, ...one.fields])],
    later: other.later,
    weights: other.weights.length > 0 ? other.weights : one.weights,
  };
}

/**
 * Says which fields are needed, where that is news: each change is asked of the server.
 * @param {Store} store
 * @param {Needs} needs
 */
function ask(store, { fields, later = [] }) {
  const inspected = { moving: fields, resting: [...fields, ...later] };
  if (JSON.stringify(inspected) !== JSON.stringify(store.state.inspected)) {
    store.update({ inspected });
  }
}
