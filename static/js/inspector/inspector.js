/** Inspector: the selected unit's formula, the numbers put in, and the result. */

import { element } from "../widgets/dom.js";
import { shownDigit, shownIteration, shownUnit } from "../state/state.js";
import { explain, needsOf } from "./explain/explain.js";
import { createFinder } from "./finder.js";
import { createSection, sameForm } from "./sections.js";
import { unitName, unitText } from "../network/units.js";
import { weightsOf } from "../server/weights.js";

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const name = element("h3", { class: "unit-name", tabindex: -1 });
  const pin = element("button", { type: "button", onclick: togglePin });
  const back = element("button", { type: "button", onclick: goBack }, "← back");
  const words = element("p", { class: "quiet" });
  const body = element("div", { class: "explanation" });
  const finder = createFinder(store, (unit) => store.update({ pinned: unit }));
  root.append(
    element(
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
    finder.root,
    words,
    body,
  );
  root.setAttribute("aria-labelledby", "inspector-title");
  root.removeAttribute("aria-label");
  const look = {
    dark: store.state.dark,
    /** @param {import("../network/units.js").Unit} unit */
    follow(unit) {
      if (last) trail.push(last);
      go(unit);
    },
  };
  /** Units whose terms were followed to the one that is shown. @type {import("../network/units.js").Unit[]} */
  const trail = [];
  let weights = weightsOf(store.state.model);
  /** @type {import("./explain/explanation.js").Section[]} */
  let sections = [];
  /** @type {import("./sections.js").Shown[]} */
  let shown = [];
  /**
   * The unit pointed at last: it stays until another is, so that its terms and its pin are in reach.
   * @type {import("../network/units.js").Unit | null}
   */
  let last = null;
  /** The unit that was gone to from within. @type {import("../network/units.js").Unit | null} */
  let led = null;

  function togglePin() {
    store.update(store.state.pinned ? { pinned: null, pointed: null } : { pinned: last });
  }

  // Who reads about the unit points at it.
  root.addEventListener("pointerenter", () => store.update({ pointed: last }));
  root.addEventListener("pointerleave", () => store.update({ pointed: null }));

  function goBack() {
    const unit = trail.pop();
    if (unit) go(unit);
  }

  /**
   * Goes to a unit from within the inspector, where the term that was followed is no more.
   * @param {import("../network/units.js").Unit} unit
   */
  function go(unit) {
    led = unit;
    store.update({ pinned: unit });
    root.scrollTop = 0;
    name.focus();
  }

  let { model } = store.state;
  store.watch(["model"], () => {
    weights = weightsOf(store.state.model);
    if (store.state.model === model) return; // At first a link's unit may be pinned already.
    model = store.state.model;
    // A unit of another network is none of this one.
    last = null;
    store.update({ pinned: null, pointed: null });
  });

  store.watch(["pinned"], () => {
    const { pinned } = store.state;
    // A unit that was chosen elsewhere begins a way of its own.
    if (pinned !== led) {
      trail.length = 0;
      if (pinned) root.scrollTop = 0; // its explanation begins at the top
    }
    back.hidden = trail.length === 0;
    // Letting go is done with it.
    if (pinned === null) last = null;
  });

  store.watch(["pointed", "pinned", "trace", "digit", "iteration", "routing", "dark"], show);
  /** @type {number | undefined} */
  let taken;
  store.watch(["held"], () => {
    // Not at every move of a slider: only that a hand took the capsule is told.
    if (taken === store.state.held?.digit) return;
    taken = store.state.held?.digit;
    show();
  });

  function show() {
    const { state } = store;
    const selected = shownUnit(state);
    last = selected ?? last;
    const unit = last;
    root.toggleAttribute("data-pinned", state.pinned !== null);
    root.dataset.unit = selected ? unitText(selected) : "";
    finder.show(unit);
    pin.hidden = unit === null;
    pin.textContent = state.pinned ? "pinned ✕" : "pin";
    pin.setAttribute("aria-pressed", String(state.pinned !== null));
    pin.setAttribute("aria-label", state.pinned ? "Let go of the pinned unit" : "Pin this unit");
    if (!unit) {
      name.hidden = true; // A heading without words is none.
      words.textContent =
        "Point at anything: a pixel, a map, a capsule, a link. Click it to pin it, Esc lets go.";
      showSections([]);
      ask({ fields: [], weights: [] });
      return;
    }
    name.hidden = false;
    name.textContent = unitName(unit, state.model);
    if (state.stroke && !selected) {
      words.textContent = "Of the drawing before: a pinned unit follows the pen.";
      return;
    }
    const needs = needsOf(unit, state.model);
    ask(needs);
    showUnit(unit, needs);
  }

  /**
   * Says which fields are needed, where that is news: each change is asked of the server.
   * @param {import("./explain/explanation.js").Needs} needs
   */
  function ask({ fields, later = [] }) {
    const inspected = { moving: fields, resting: [...fields, ...later] };
    if (JSON.stringify(inspected) !== JSON.stringify(store.state.inspected)) {
      store.update({ inspected });
    }
  }

  /**
   * @param {import("../network/units.js").Unit} unit
   * @param {import("./explain/explanation.js").Needs} needs
   */
  function showUnit(unit, needs) {
    const { trace, model, dark } = store.state;
    if (trace?.model !== model.name || !needs.fields.every((field) => trace.has(field))) {
      words.textContent = "Its numbers are on their way.";
      showSections([]);
      return;
    }
    if (!weights.has(needs.weights)) {
      words.textContent = "Its weights are on their way.";
      showSections([]);
      loadWeights(unit, needs);
      return;
    }
    look.dark = dark;
    const iteration = shownIteration(store.state);
    const moved = "digit" in unit && unit.digit === store.state.held?.digit;
    const digit = shownDigit(store.state);
    const explanation = explain(unit, { trace, model, iteration, digit, weights, moved });
    const exact = needs.fields.every((field) => trace.isExact(field));
    root.dataset.exact = String(exact);
    words.textContent = exact
      ? explanation.words
      : `${explanation.words} ≈ while the pen moves; exact when it rests.`;
    showSections(explanation.sections);
  }

  /**
   * @param {import("../network/units.js").Unit} unit
   * @param {import("./explain/explanation.js").Needs} needs
   */
  function loadWeights(unit, needs) {
    const asked = weights;
    asked.load(needs.weights).then(
      () => {
        if (weights === asked && last === unit) showUnit(unit, needs);
      },
      (error) => {
        if (weights === asked && last === unit)
          words.textContent = `Its weights could not be loaded: ${error.message}`;
      },
    );
  }

  /** @param {import("./explain/explanation.js").Section[]} next */
  function showSections(next) {
    const fits =
      next.length === sections.length && next.every((one, i) => sameForm(one, sections[i]));
    if (!fits) {
      shown = next.map(createSection);
      body.replaceChildren(...shown.map(({ root: part }) => part));
    }
    sections = next;
    shown.forEach((part, index) => part.show(next[index], look));
  }
}
