/** The scrubber: iteration after iteration, step after step, by hand or by itself. */

import { choice, element } from "../../widgets/dom.js";
import { classNoun, quantityOf, shownIteration } from "../../state/state.js";
import { countOf, momentAt, STEPS, tellStep, titleOfStep } from "./steps.js";

/** Milliseconds that a step is shown while it plays. */
const SPEEDS = [
  { value: 2600, text: "slow" },
  { value: 1300, text: "medium" },
  { value: 500, text: "fast" },
];

/** @param {import("../../state/store.js").Scope} store */
export function createScrubber(store) {
  const { model } = store.state;
  const { routing } = model.config;
  const told = {
    classes: model.config.classes,
    noun: classNoun(model),
    hasBias: model.config.digit_bias === true,
    routing,
  };
  let pace = SPEEDS[1].value;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let iterations = 0;
  /** @type {ReturnType<typeof choice<number>> | null} */
  let rounds = null;

  const play = element("button", { type: "button", class: "play", onclick: turn });
  const back = element(
    "button",
    {
      type: "button",
      title: "One step back",
      "aria-label": "One step back",
      onclick: () => by(-1),
    },
    "◀",
  );
  const forth = element(
    "button",
    { type: "button", title: "One step on", "aria-label": "One step on", onclick: () => by(1) },
    "▶",
  );
  const place = element("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "Steps of routing",
    oninput: () => {
      const count = place.valueAsNumber;
      pause();
      moveTo(count);
    },
  });
  const roundsPlace = element("span", { class: "row" });
  const steps = choice(
    "Step",
    STEPS.map(({ step, text }) => ({ value: step, text, title: titleOfStep(step, routing) })),
    (step) => {
      pause();
      store.update({ step, quantity: quantityOf(step) });
    },
  );
  const speeds = choice("Speed", SPEEDS, (value) => {
    pace = value;
    speeds.show(value);
    if (timer !== undefined) next();
  });
  const words = element("p", { class: "step-words", "aria-live": "polite" });

  /** @param {number} count of steps from the first */
  function moveTo(count) {
    const { iteration, step } = momentAt(count, iterations);
    store.update({ iteration, step, quantity: quantityOf(step) });
  }

  function here() {
    return countOf({ iteration: shownIteration(store.state), step: store.state.step });
  }

  function isLast() {
    return here() >= iterations * STEPS.length - 1;
  }

  /** @param {1 | -1} distance */
  function by(distance) {
    pause();
    moveTo(here() + distance);
  }

  function turn() {
    if (timer !== undefined) {
      pause();
      return;
    }
    // Where no one has chosen a moment yet, the end of it is shown.
    if (isLast() || store.state.iteration === null) moveTo(0);
    next();
    show();
  }

  function next() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      moveTo(here() + 1);
      if (isLast()) pause();
      else next();
    }, pace);
  }

  function pause() {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    show();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // Buttons do their own thing with it.
    if (event.key !== " " || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    turn();
  }

  function show() {
    const { trace, step } = store.state;
    if (trace?.model !== model.name) return;
    if (iterations !== trace.iterations) showRounds(trace.iterations);
    const iteration = shownIteration(store.state);
    const count = here();
    const playing = timer !== undefined;
    play.textContent = playing ? "❚❚ Pause" : "▶ Play";
    root.toggleAttribute("data-playing", playing);
    back.disabled = count === 0;
    forth.disabled = isLast();
    place.value = String(count);
    rounds?.show(iteration);
    steps.show(step);
    const name = titleOfStep(step, routing);
    place.setAttribute("aria-valuetext", `iteration ${iteration + 1}, ${name}`);
    const counted =
      model.config.max_iterations === 1
        ? "A single pass."
        : `Iteration ${iteration + 1} of ${iterations}.`;
    const text = `${counted} ${tellStep(step, { iteration, iterations, ...told })}`;
    // Said once, not with every answer while the pen moves.
    if (words.textContent !== text) words.textContent = text;
  }

  /** @param {number} count */
  function showRounds(count) {
    pause();
    iterations = count;
    place.max = String(count * STEPS.length - 1);
    rounds = choice(
      "Iteration",
      Array.from({ length: count }, (_, index) => ({
        value: index,
        text: String(index + 1),
        title: `Iteration ${index + 1}`,
      })),
      (iteration) => {
        pause();
        store.update({ iteration });
      },
    );
    roundsPlace.replaceChildren(element("span", { class: "quiet" }, "iteration"), rounds.root);
  }

  const root = element(
    "div",
    { class: "stack scrubber", role: "group", "aria-label": "Steps of routing", onkeydown: onKey },
    element(
      "div",
      { class: "row" },
      roundsPlace,
      element("span", { class: "row" }, element("span", { class: "quiet" }, "step"), steps.root),
      element("span", { class: "row" }, back, play, forth),
      place,
      speeds.root,
    ),
    words,
  );
  speeds.show(pace);
  store.watch(["trace", "iteration", "step"], show);
  store.onDispose(pause);
  return { root };
}
