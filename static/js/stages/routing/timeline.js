/**
 * The timeline: a tick for each step of each iteration. It is a slider whose places are the moments of
 * routing; by hand, by keys, or by itself.
 */

import { element } from "../../widgets/dom.js";
import { stepInList } from "../../widgets/arrow-keys.js";
import { createTimer } from "../../widgets/player.js";
import { classNoun, quantityOf, shownIteration } from "../../state/state.js";
import { countOf, momentAt, STEPS, tellStep, titleOfStep } from "./steps.js";

/** Milliseconds that a step is shown while it plays, by how it is called. */
const SPEEDS = [
  { value: 2600, text: "½×" },
  { value: 1300, text: "1×" },
  { value: 500, text: "2×" },
];
/** Width of a tick that its letter still fits in, in CSS pixels. */
const LETTER = 11;
/** Of the last tick of an iteration, in widths of the others. */
const LONG = 1.7;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {HTMLElement} tools where it stands
 * @param {HTMLElement} line where it tells what the chosen step does
 * @param {() => string} introduce what the line says until a moment is chosen
 */
export function mountTimeline(store, tools, line, introduce) {
  const { model } = store.state;
  const { routing, classes, digit_bias } = model.config;
  const told = { classes, noun: classNoun(model), hasBias: digit_bias === true, routing };
  let iterations = 0;
  let rest = SPEEDS[1].value;
  const last = () => iterations * STEPS.length - 1;
  const here = () => countOf({ iteration: shownIteration(store.state), step: store.state.step });

  /** @param {number} count */
  function go(count) {
    const { iteration, step } = momentAt(count, iterations);
    store.update({ iteration, step, quantity: quantityOf(step) });
  }
  /** By hand. @param {number} count */
  function choose(count) {
    timer.pause();
    go(count);
  }
  const timer = createTimer(
    {
      ...{ at: here, last, go, changed: show },
      // Where no one has chosen a moment yet, the end of it is shown.
      anew: () => here() === last() || store.state.iteration === null,
    },
    () => rest,
  );

  const play = element("button", { type: "button", class: "play", onclick: timer.turn });
  const speed = element(
    "select",
    {
      "aria-label": "Speed",
      onchange: () => {
        rest = Number(speed.value);
        timer.again();
      },
    },
    ...SPEEDS.map(({ value, text }) => element("option", { value }, text)),
  );
  speed.value = String(rest);
  const ticks = createTicks({ choose, at: here, turn: timer.turn, routing });
  tools.append(play, ticks.root, speed);

  function show() {
    const { trace, step } = store.state;
    if (!trace) return;
    if (iterations !== trace.iterations) {
      timer.pause();
      iterations = trace.iterations;
      ticks.lay(iterations);
    }
    const iteration = shownIteration(store.state);
    const playing = timer.playing();
    play.textContent = playing ? "❚❚" : "▶";
    play.setAttribute("aria-label", playing ? "Pause" : "Play the steps of routing");
    tools.toggleAttribute("data-playing", playing);
    const counted =
      routing === "attention" ? "One pass" : `Iteration ${iteration + 1} of ${iterations}`;
    ticks.show(here(), `${counted}: ${titleOfStep(step, routing)}`);
    const isChosen = store.state.iteration !== null || step !== "digits";
    const words = isChosen
      ? `${counted}. ${tellStep(step, { iteration, iterations, ...told })}`
      : introduce();
    if (line.textContent !== words) line.textContent = words;
  }

  store.watch(["trace", "iteration", "step", "digit"], show);
  store.onDispose(timer.pause);
}

/**
 * @param {Object} told
 * @param {(count: number) => void} told.choose
 * @param {() => number} told.at which tick is chosen
 * @param {() => void} told.turn plays, or pauses
 * @param {import("../../state/state.js").Config["routing"]} told.routing
 */
function createTicks({ choose, at, turn, routing }) {
  const root = element("div", {
    ...{ class: "timeline", role: "slider", tabindex: 0, "aria-label": "Steps of routing" },
    "aria-valuemin": 0,
  });
  /** @type {HTMLElement[]} */
  let ticks = [];
  let width = 0;

  function showLetters() {
    const room = width / ((ticks.length / STEPS.length) * (STEPS.length - 1 + LONG));
    root.toggleAttribute("data-narrow", room < LETTER);
  }
  new ResizeObserver(([{ contentRect }]) => {
    ({ width } = contentRect);
    showLetters();
  }).observe(root);

  /** @param {PointerEvent} event */
  function follow({ clientX, clientY }) {
    const under = document.elementFromPoint(clientX, clientY)?.closest("[data-moment]");
    if (!under || !root.contains(under)) return;
    const count = Number(/** @type {HTMLElement} */ (under).dataset.moment);
    if (count !== at()) choose(count);
  }
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    root.setPointerCapture(event.pointerId);
    follow(event);
  });
  root.addEventListener("pointermove", (event) => {
    if (root.hasPointerCapture(event.pointerId)) follow(event);
  });
  root.addEventListener("keydown", (event) => {
    const to = stepInList(upwards(event), at(), ticks.length, STEPS.length);
    if (event.key === " ") turn();
    else if (to !== null) choose(to);
    else return;
    event.preventDefault();
  });

  return {
    root,
    /** @param {number} iterations */
    lay(iterations) {
      const rounds = Array.from({ length: iterations }, (_, iteration) => {
        const name =
          routing === "attention"
            ? "one pass, by attention"
            : `${iterations > 5 ? "" : "iteration "}${iteration + 1}`;
        return element(
          "span",
          { class: "round" },
          element("span", { class: "round-name" }, name),
          ...STEPS.map(({ step, text }, place) =>
            element(
              "span",
              {
                ...{ class: "tick", title: titleOfStep(step, routing) },
                "data-moment": iteration * STEPS.length + place,
              },
              element("span", {}, text),
            ),
          ),
        );
      });
      root.replaceChildren(...rounds);
      ticks = rounds.flatMap(
        (round) => /** @type {HTMLElement[]} */ ([...round.children].slice(1)),
      );
      root.setAttribute("aria-valuemax", String(ticks.length - 1));
      showLetters();
    },
    /**
     * @param {number} count
     * @param {string} words
     */
    show(count, words) {
      root.setAttribute("aria-valuenow", String(count));
      root.setAttribute("aria-valuetext", words);
      ticks.forEach((tick, index) => {
        tick.toggleAttribute("data-past", index < count);
        tick.toggleAttribute("data-chosen", index === count);
      });
    },
  };
}

/**
 * On a slider, up goes on and down goes back; Page Up and Page Down by an iteration.
 * @param {KeyboardEvent} event
 * @returns {Pick<KeyboardEvent, "key">}
 */
function upwards({ key }) {
  /** @type {Record<string, string>} */
  const other = {
    ArrowUp: "ArrowDown",
    ArrowDown: "ArrowUp",
    PageUp: "PageDown",
    PageDown: "PageUp",
  };
  return { key: other[key] ?? key };
}
