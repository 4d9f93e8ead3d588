/** One dimension of the capsule in hand, moved to and fro around its value. */

import { choice, element } from "../../widgets/dom.js";
import { capsuleValues, setValues } from "../../state/capsule-edit.js";

/** Milliseconds of one way to and fro. */
const SPEEDS = [
  { value: 8000, text: "slow" },
  { value: 4000, text: "medium" },
  { value: 2000, text: "fast" },
];
/** Of a way, what one step is where things that move are not wanted. */
const STEP = 1 / 8;
const END = 1; // as far as a slider reaches

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{reach: () => number, dimension: number, chosen: (dimension: number) => void}} options
 */
export function mountMotion(store, { reach, dimension: first, chosen }) {
  const { digit_dimensions: dimensions } = store.state.model.config;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let period = SPEEDS[1].value;
  let share = 0; // of the way that is done
  let before = 0; // when the last frame was
  /** @type {number | null} */
  let frame = null;
  /** What it moves around; null until it moves. @type {number | null} */
  let origin = null;

  const select = element(
    "select",
    {
      "aria-label": "Dimension to move",
      onchange: () => {
        rest();
        chosen(Number(select.value));
      },
    },
    ...Array.from({ length: dimensions }, (_, index) =>
      element("option", { value: index, selected: index === first }, `dimension ${index}`),
    ),
  );
  const play = element("button", {
    type: "button",
    onclick: () => (frame === null ? start() : pause()),
  });
  const step = element("button", { type: "button", onclick: () => move(STEP, false) }, "Step");
  const speeds = choice("Speed", SPEEDS, (value) => {
    period = value;
    show();
  });
  const words = element("p", { class: "quiet" });

  function start() {
    before = performance.now();
    frame = requestAnimationFrame(next);
    show();
  }

  /** @param {number} now */
  function next(now) {
    move((now - before) / period, true);
    before = now;
    // What it does may have ended it.
    if (frame !== null) frame = requestAnimationFrame(next);
  }

  /**
   * @param {number} by share of the way
   * @param {boolean} moving whether more of the same move will follow
   */
  function move(by, moving) {
    const values = capsuleValues(store.state);
    if (!values) return;
    const dimension = Number(select.value);
    origin ??= values[dimension];
    share = (share + by) % 1;
    const to = origin + reach() * Math.sin(2 * Math.PI * share);
    const within = Math.min(END, Math.max(-END, to));
    store.update(setValues(store.state, values.with(dimension, within), { moving }));
  }

  function pause() {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    const values = capsuleValues(store.state);
    // The whole move is one step of undo.
    if (values && store.state.held) store.update(setValues(store.state, values));
    show();
  }

  /** Stops, and begins anew around another value. */
  function rest() {
    pause();
    origin = null;
    share = 0;
  }

  function show() {
    const playing = frame !== null;
    play.textContent = playing ? "❚❚ Pause" : "▶ Play";
    play.hidden = speeds.root.hidden = calm.matches;
    step.hidden = !calm.matches;
    speeds.show(period);
    words.textContent = calm.matches
      ? "Nothing moves by itself, as your system asks: Step goes an eighth of the way to and fro."
      : "To and fro around its value, as far as the range below.";
  }

  show();
  calm.addEventListener("change", rest);
  store.onDispose(() => {
    calm.removeEventListener("change", rest);
    if (frame !== null) cancelAnimationFrame(frame);
  });
  let given = true;
  store.watch(["drawing", "stroke", "input", "model", "digit", "routing"], () => {
    // Another capsule is another origin.
    if (!given) rest();
    given = false;
  });
  store.watch(["held"], () => {
    if (!store.state.held) rest();
  });
  return {
    root: element(
      "div",
      { class: "stack" },
      element("div", { class: "row" }, select, play, step, speeds.root),
      words,
    ),
  };
}
