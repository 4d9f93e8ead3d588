/** The tour: one step after another, each gone on from when a person has done its thing. */

import { createAttention } from "./attention.js";
import { createCard } from "./card.js";
import { openStage } from "../state/state.js";
import { recall, remember } from "./memory.js";
import { REST, STEPS } from "./steps.js";

/** Milliseconds that an open stage has to bring what a step points at, before the step is skipped. */
const PATIENCE = 2500;
/** What lies over the page while it is open. */
const OVER = 'dialog[open], :popover-open, .labs [aria-expanded="true"]';
const FOCUSABLE = 'button, select, input, a[href], [tabindex="0"]';

/** @param {import("../state/store.js").WholeStore} store */
export function createTour(store) {
  const steps = createSteps(store);
  const card = createCard({
    back: () => enter(steps.index - 1, -1),
    skip: () => enter(steps.index + 1, 1),
    leave,
    restart: () => enter(0, 1),
    goThere,
  });
  const attention = createAttention(store, refresh);
  const going = createWait(() => enter(steps.index + 1, 1));
  const missing = createWait(() => enter(steps.index + steps.way, steps.way), PATIENCE);
  /** @type {Element | null} */
  let target = null;

  function start() {
    if (attention.isOn()) {
      card.focus();
      return;
    }
    attention.start();
    card.open();
    const left = STEPS.findIndex(({ id }) => id === recall());
    enter(Math.max(0, left), 1);
    document.addEventListener("keydown", onKey, { capture: true });
    refresh();
    card.focus();
  }

  function leave() {
    const within = card.root.contains(document.activeElement);
    going.stop();
    missing.stop();
    attention.stop();
    document.removeEventListener("keydown", onKey, { capture: true });
    card.close();
    if (within) focusIn(document.querySelector('[data-control="tour"]'));
  }

  /** @param {number} to @param {1 | -1} way */
  function enter(to, way) {
    going.stop();
    missing.stop();
    target = null;
    steps.enter(to, way);
    attention.soon();
  }

  function refresh() {
    const { state } = store;
    if (!state.trace) return;
    const { step } = steps;
    if (!step) {
      target = null;
      card.show(END);
      card.place(null);
      return;
    }
    const found = visible(step.target());
    const { done, goesOn } = steps.look(found);
    const rest = step.rest ?? REST;
    card.show({
      ...{ id: step.id, place: steps.index, count: STEPS.length, finished: false },
      ...{ title: step.title, words: step.words(state), done, rest: goesOn ? rest : null },
    });
    if (found && found !== target) card.scrollTo(found);
    target = found;
    const watched = (step.watched ?? []).map(visible).filter((each) => each !== null);
    card.place(target, watched);
    going.while(goesOn, rest);
    // Goes on as well when what a step points at does not come.
    missing.while(!target && (!step.stage || document.body.dataset.stage === step.stage));
  }

  function goThere() {
    const { step } = steps;
    if (!step) return;
    if (step.stage) store.update(openStage(step.stage));
    if (target) card.scrollTo(target);
    const wanted = step.focus ? visible(step.focus) : target;
    focusIn(wanted ?? target);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const within = card.root.contains(document.activeElement);
    if (event.key === "Escape" && !isHeld(store.state, within)) {
      event.stopPropagation();
      leave();
    }
    if (event.key !== "F6") return;
    event.preventDefault();
    if (within) goThere();
    else card.focus();
  }

  return { start };
}

/** What the card says after the last step. */
const END = {
  ...{
    id: "end",
    place: STEPS.length,
    count: STEPS.length,
    finished: true,
    done: true,
    rest: null,
  },
  title: "That was the tour",
  words:
    "Everything you pointed at works on your own drawings too. Behind “Explain”, coloured words point at what they name; the glossary explains the rest, and ? lists the keys.",
};

/**
 * Which step is taken, and whether its thing is done.
 * @param {import("../state/store.js").WholeStore} store
 */
function createSteps(store) {
  let index = 0; // as many as there are steps: all were taken
  /** @type {1 | -1} */
  let direction = 1;
  let then = store.state;
  let stale = false; // whether the step's thing was done before it began

  /** @param {import("./steps.js").Step} step */
  function passes(step) {
    return direction > 0 && step.done(store.state, then, null);
  }

  return {
    get index() {
      return index;
    },
    get way() {
      return direction;
    },
    /** The step that is taken; none after the last. @returns {import("./steps.js").Step | undefined} */
    get step() {
      return STEPS[index];
    },
    /**
     * Begins a step; going forward, those that are done already are passed over.
     * @param {number} to
     * @param {1 | -1} way
     */
    enter(to, way) {
      direction = way;
      then = store.state;
      index = Math.max(0, to);
      while (index < STEPS.length && passes(STEPS[index])) index += way;
      const step = STEPS[index];
      remember(step?.id ?? null);
      store.update({ ...step?.begin, ...(step?.stage ? openStage(step.stage) : {}) });
      stale = step?.done(store.state, then, null) ?? false;
    },
    /**
     * Whether the step's thing is done, and has come to be so since it began.
     * @param {Element | null} found what it points at
     */
    look(found) {
      const done = STEPS[index].done(store.state, then, found);
      if (!done) stale = false;
      return { done, goesOn: done && !stale };
    },
  };
}

/**
 * Does something once a condition has held for a while.
 * @param {() => void} act
 * @param {number} [usual] milliseconds
 */
function createWait(act, usual = 0) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  function stop() {
    if (timer) clearTimeout(timer);
    timer = null;
  }
  return {
    stop,
    /** @param {boolean} holds @param {number} [milliseconds] */
    while(holds, milliseconds = usual) {
      if (holds) timer ??= setTimeout(act, milliseconds);
      else stop();
    },
  };
}

/**
 * Whether Escape closes or lets go of something else before the tour: what lies over the page, an
 * explanation, a pinned unit, and on the page a chosen digit or a capsule in hand.
 * @param {import("../state/state.js").State} state
 * @param {boolean} within whether it is pressed in the card
 */
function isHeld({ pinned, sheet, digit, held }, within) {
  if (pinned || sheet || document.querySelector(OVER)) return true;
  return !within && (digit !== null || held !== null);
}

/**
 * @param {string} selector
 * @returns {Element | null}
 */
function visible(selector) {
  return [...document.querySelectorAll(selector)].find((each) => each.checkVisibility()) ?? null;
}

/** @param {Element | null} place a control, or what holds one */
function focusIn(place) {
  const control = place?.matches(FOCUSABLE) ? place : place?.querySelector(FOCUSABLE);
  if (control instanceof HTMLElement || control instanceof SVGElement)
    control.focus({ preventScroll: true });
}
