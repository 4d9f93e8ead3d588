/** Inspector: the selected unit's formula, the numbers put in, and the result. */

import { element } from "../widgets/dom.js";
import { shownDigit, shownIteration, shownUnit } from "../state/state.js";
import { explain, needsOf } from "./explain/explain.js";
import { createFinder } from "./finder.js";
import { createSections } from "./sections.js";
import { createTrail } from "./trail.js";
import { unitName, unitText } from "../network/units.js";
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
  const trail = createTrail(store, {
    followed() {
      root.scrollTop = 0;
      head.name.focus(); // the term that was followed is no more
    },
    chosen: () => void (root.scrollTop = 0), // its explanation begins at the top
  });
  const head = createHead(store, trail);
  const finder = createFinder(store, (unit) => store.update({ pinned: unit }));
  const words = element("p", { class: "quiet" });
  const sections = createSections(trail.follow);
  root.append(head.root, finder.root, words, sections.root);
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
    root.dataset.unit = selected ? unitText(selected) : "";
    finder.show(unit);
    head.show(unit);
    if (!unit) {
      tell(
        "Point at anything: a pixel, a map, a capsule, a link. Click it to pin it, Esc lets go.",
      );
      ask(store, { fields: [], weights: [] });
    } else if (state.stroke && !selected) {
      words.textContent = "Of the drawing before: a pinned unit follows the pen.";
    } else {
      const needs = needsOf(unit, state.model);
      ask(store, needs);
      showUnit(unit, needs);
    }
  }

  /**
   * Words instead of an explanation.
   * @param {string} text
   */
  function tell(text) {
    words.textContent = text;
    sections.show([], store.state.dark);
  }

  /**
   * @param {Unit} unit
   * @param {Needs} needs
   */
  function showUnit(unit, needs) {
    const { trace, model, dark, held } = store.state;
    if (!trace || !needs.fields.every((field) => trace.has(field)))
      return tell("Its numbers are on their way.");
    if (!weights.has(needs.weights)) {
      tell("Its weights are on their way.");
      return loadWeights(unit, needs);
    }
    const iteration = shownIteration(store.state);
    const moved = "digit" in unit && unit.digit === held?.digit;
    const digit = shownDigit(store.state);
    const explanation = explain(unit, { trace, model, iteration, digit, weights, moved });
    const exact = needs.fields.every((field) => trace.isExact(field));
    root.dataset.exact = String(exact);
    words.textContent = exact
      ? explanation.words
      : `${explanation.words} ≈ while the pen moves; exact when it rests.`;
    sections.show(explanation.sections, dark);
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
        if (isWanted()) words.textContent = `Its weights could not be loaded: ${error.message}`;
      },
    );
  }

  store.watch(["pointed", "pinned", "trace", "digit", "iteration", "routing", "dark"], show);
  watchTaken(store, show);
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
 * The unit's name, what pins it, and the way back.
 * @param {Store} store
 * @param {ReturnType<typeof createTrail>} trail
 */
function createHead(store, trail) {
  const name = element("h3", { class: "unit-name", tabindex: -1 });
  const pin = element("button", {
    type: "button",
    onclick: () =>
      store.update(store.state.pinned ? { pinned: null, pointed: null } : { pinned: trail.unit() }),
  });
  const back = element("button", { type: "button", onclick: trail.back }, "← back");
  return {
    name,
    root: element(
      "div",
      { class: "unit-head" },
      element(
        "div",
        { class: "row unit-row" },
        element("h2", { id: "inspector-title" }, "Inspector"),
        element("span", { class: "row push" }, back, pin),
      ),
      name,
    ),
    /** @param {Unit | null} unit */
    show(unit) {
      const { pinned, model } = store.state;
      back.hidden = !trail.leadsBack();
      pin.hidden = unit === null;
      pin.textContent = pinned ? "pinned ✕" : "pin";
      pin.setAttribute("aria-pressed", String(pinned !== null));
      pin.setAttribute("aria-label", pinned ? "Let go of the pinned unit" : "Pin this unit");
      name.hidden = unit === null; // A heading without words is none.
      if (unit) name.textContent = unitName(unit, model);
    },
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
