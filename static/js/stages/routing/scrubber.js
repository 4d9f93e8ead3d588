/** The scrubber: iteration after iteration, step after step, by hand or by itself. */

import { choice, element } from "../../widgets/dom.js";
import { createPlayer } from "../../widgets/player.js";
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
  const { routing, classes, digit_bias, max_iterations } = model.config;
  const told = { classes, noun: classNoun(model), hasBias: digit_bias === true, routing };
  let iterations = 0;

  const player = createPlayer(
    {
      at: here,
      last: () => iterations * STEPS.length - 1,
      go(count) {
        const { iteration, step } = momentAt(count, iterations);
        store.update({ iteration, step, quantity: quantityOf(step) });
      },
      // Where no one has chosen a moment yet, the end of it is shown.
      anew: () => here() === iterations * STEPS.length - 1 || store.state.iteration === null,
      changed: show,
    },
    { slider: "Steps of routing", steps: ["One step back", "One step on"], speed: "Speed" },
    SPEEDS,
  );
  const rounds = createRounds((iteration) => {
    player.pause();
    store.update({ iteration });
  });
  const steps = choice(
    "Step",
    STEPS.map(({ step, text }) => ({ value: step, text, title: titleOfStep(step, routing) })),
    (step) => {
      player.pause();
      store.update({ step, quantity: quantityOf(step) });
    },
  );
  const words = element("p", { class: "step-words", "aria-live": "polite" });
  const root = element(
    "div",
    { class: "stack scrubber", role: "group", "aria-label": "Steps of routing", onkeydown: onKey },
    element(
      "div",
      { class: "row" },
      rounds.root,
      element("span", { class: "row" }, element("span", { class: "quiet" }, "step"), steps.root),
      element("span", { class: "row" }, player.back, player.play, player.forth),
      player.slider,
      player.speed,
    ),
    words,
  );

  function here() {
    return countOf({ iteration: shownIteration(store.state), step: store.state.step });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // Buttons do their own thing with it.
    if (event.key !== " " || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    player.turn();
  }

  function show() {
    const { trace, step } = store.state;
    if (!trace) return;
    if (iterations !== trace.iterations) {
      player.pause();
      iterations = trace.iterations;
      rounds.lay(iterations);
    }
    const iteration = shownIteration(store.state);
    player.show();
    root.toggleAttribute("data-playing", player.playing());
    rounds.show(iteration);
    steps.show(step);
    const name = titleOfStep(step, routing);
    player.slider.setAttribute("aria-valuetext", `iteration ${iteration + 1}, ${name}`);
    const counted =
      max_iterations === 1 ? "A single pass." : `Iteration ${iteration + 1} of ${iterations}.`;
    const text = `${counted} ${tellStep(step, { iteration, iterations, ...told })}`;
    // Said once, not with every answer while the pen moves.
    if (words.textContent !== text) words.textContent = text;
  }

  store.watch(["trace", "iteration", "step"], show);
  store.onDispose(player.pause);
  return { root };
}

/**
 * A button for each iteration.
 * @param {(iteration: number) => void} choose
 */
function createRounds(choose) {
  const root = element("span", { class: "row" });
  /** @type {ReturnType<typeof choice<number>> | null} */
  let buttons = null;
  return {
    root,
    /** @param {number} count */
    lay(count) {
      const rounds = Array.from({ length: count }, (_, value) => {
        const text = String(value + 1);
        return { value, text, title: `Iteration ${text}` };
      });
      buttons = choice("Iteration", rounds, choose);
      root.replaceChildren(element("span", { class: "quiet" }, "iteration"), buttons.root);
    },
    /** @param {number} iteration */
    show: (iteration) => buttons?.show(iteration),
  };
}
