/** The tour: one step after another, each gone on from when a person has done its thing. */

import { createCard } from "./card.js";
import { recall, remember } from "./memory.js";
import { REST, STEPS } from "./steps.js";

/** Milliseconds that an open stage has to bring what a step points at, before the step is skipped. */
const PATIENCE = 2500;
/** What lies over the page while it is open. */
const OVER = 'dialog[open], [aria-expanded="true"]';
const FOCUSABLE = 'button, select, input, a[href], [tabindex="0"]';
/** What may mean that something was done or has moved, besides the store. */
const EVENTS = ["pointerover", "pointerout", "focusin", "focusout", "click", "scroll"];

/** @param {import("../state/store.js").WholeStore} store */
export function createTour(store) {
  const card = createCard({
    back: () => enter(index - 1, -1),
    skip: () => enter(index + 1, 1),
    leave,
    restart: () => enter(0, 1),
    goThere,
  });
  /** @type {import("../state/store.js").Scope | null} */
  let scope = null;
  let index = 0; // as many as there are steps: all were taken
  let direction = 1;
  let then = store.state;
  /** @type {Element | null} */
  let target = null;
  let stale = false; // whether the step's thing was done before it began
  /** @type {ReturnType<typeof setTimeout> | null} */
  let going = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let missing = null;
  let refreshing = false;

  const observer = new MutationObserver(refreshSoon);
  const resized = new ResizeObserver(refreshSoon);

  function start() {
    if (scope) {
      card.focus();
      return;
    }
    scope = store.scope();
    card.open();
    const left = STEPS.findIndex(({ id }) => id === recall());
    enter(Math.max(0, left), 1);
    for (const name of EVENTS) document.addEventListener(name, refreshSoon, LISTENING);
    addEventListener("resize", refreshSoon);
    document.addEventListener("keydown", onKey, { capture: true });
    observer.observe(document.body, { attributeFilter: ["data-stage"] });
    for (const part of document.querySelectorAll("main, #controls")) {
      observer.observe(part, { childList: true, subtree: true, attributeFilter: ["data-copied"] });
    }
    resized.observe(document.body);
    scope.watch(
      [
        "stage",
        "trace",
        "drawing",
        "stroke",
        "input",
        "pointed",
        "pinned",
        "digit",
        "iteration",
        "routing",
      ],
      refreshSoon,
    );
    scope.watch(["held", "moved", "model"], refreshSoon);
    refresh();
    card.focus();
  }

  function leave() {
    const within = card.root.contains(document.activeElement);
    stopWaiting();
    scope?.dispose();
    scope = null;
    observer.disconnect();
    resized.disconnect();
    for (const name of EVENTS) document.removeEventListener(name, refreshSoon, LISTENING);
    removeEventListener("resize", refreshSoon);
    document.removeEventListener("keydown", onKey, { capture: true });
    card.close();
    if (within) focusIn(document.querySelector('[data-control="tour"]'));
  }

  /**
   * Begins a step; going forward, those that do not apply or are done already are passed over.
   * @param {number} to
   * @param {1 | -1} way
   */
  function enter(to, way) {
    stopWaiting();
    direction = way;
    then = store.state;
    index = Math.max(0, to);
    while (index < STEPS.length && passes(STEPS[index])) index += way;
    target = null;
    const step = STEPS[index];
    remember(step?.id ?? null);
    store.update({ ...step?.begin, ...(step?.stage ? { stage: step.stage } : {}) });
    stale = step?.done(store.state, then, null) ?? false;
    refreshSoon();
  }

  /** @param {import("./steps.js").Step} step */
  function passes(step) {
    if (step.applies && !step.applies(store.state)) return true;
    return direction > 0 && step.done(store.state, then, null);
  }

  function stopWaiting() {
    if (going) clearTimeout(going);
    if (missing) clearTimeout(missing);
    going = missing = null;
  }

  function refreshSoon() {
    if (refreshing) return;
    refreshing = true;
    requestAnimationFrame(() => {
      refreshing = false;
      if (scope) refresh();
    });
  }

  function refresh() {
    const { state } = store;
    if (!state.trace) return;
    const step = STEPS[index];
    if (!step) {
      showEnd();
      return;
    }
    const found = visible(step.target());
    const done = step.done(state, then, found);
    if (!done) stale = false;
    card.show({
      id: step.id,
      place: index,
      count: STEPS.length,
      title: step.title,
      words: step.words(state),
      finished: false,
      done,
      rest: done && !stale ? (step.rest ?? REST) : null,
    });
    if (found && found !== target) card.scrollTo(found);
    target = found;
    const watched = (step.watched ?? []).map(visible);
    card.place(
      target,
      step.aside,
      watched.filter((each) => each !== null),
    );
    goOn(step, done);
  }

  /**
   * Goes on when the step's thing has stayed done, or when what it points at does not come.
   * @param {import("./steps.js").Step} step
   * @param {boolean} done
   */
  function goOn(step, done) {
    if (!done || stale) {
      if (going) clearTimeout(going);
      going = null;
    } else {
      going ??= setTimeout(() => enter(index + 1, 1), step.rest ?? REST);
    }
    const absent = !target && (!step.stage || document.body.dataset.stage === step.stage);
    if (!absent) {
      if (missing) clearTimeout(missing);
      missing = null;
    } else {
      missing ??= setTimeout(() => enter(index + direction, direction > 0 ? 1 : -1), PATIENCE);
    }
  }

  function showEnd() {
    target = null;
    card.show({
      id: "end",
      place: STEPS.length,
      count: STEPS.length,
      title: "That was the tour",
      words:
        "Everything you pointed at works on your own drawings too. Coloured words in each stage point at what they name, and the glossary explains the rest.",
      finished: true,
      done: true,
      rest: null,
    });
    card.place(null);
  }

  function goThere() {
    const step = STEPS[index];
    if (!step) return;
    if (step.stage) store.update({ stage: step.stage });
    if (target) card.scrollTo(target);
    const wanted = step.focus ? visible(step.focus) : target;
    focusIn(wanted ?? target);
  }

  /**
   * Whether Escape closes or lets go of something else before the tour: what lies over the page, a
   * pinned unit, and on the page a chosen digit or a capsule in hand.
   * @param {boolean} within whether it is pressed in the card
   */
  function isHeld(within) {
    const { pinned, digit, held } = store.state;
    if (pinned || document.querySelector(OVER)) return true;
    return !within && (digit !== null || held !== null);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const within = card.root.contains(document.activeElement);
    if (event.key === "Escape" && !isHeld(within)) {
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

/** Scrolling does not bubble; and what stops an event must not stop the tour. */
const LISTENING = { capture: true, passive: true };

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
  if (control instanceof HTMLElement) control.focus({ preventScroll: true });
}
