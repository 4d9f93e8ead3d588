/** One dimension of the capsule in hand, moved to and fro around its value. */

import { capsuleValues, setValues } from "../../state/capsule-edit.js";
import { labState, withLabState } from "../../state/lab-in-link.js";
import { element } from "../../widgets/dom.js";
import { reachOf } from "./dimension-pictures.js";

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
 * What chooses a dimension and moves it, for a row of tools.
 * @param {import("../../state/store.js").Scope} store
 */
export function mountSwing(store) {
  const { digit_dimensions: dimensions } = store.state.model.config;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const select = element(
    "select",
    {
      "aria-label": "Dimension to move",
      onchange: () => {
        swing.rest();
        const dim = Number(select.value) || null;
        store.update(withLabState(store.state, "reconstruction", { dim }));
      },
    },
    ...Array.from({ length: dimensions }, (_, index) =>
      element("option", { value: index }, `dimension ${index}`),
    ),
  );
  const play = element("button", {
    ...{ type: "button", class: "play", title: "To and fro around its value, as far as the range" },
    onclick: () => (swing.isPlaying() ? swing.pause() : swing.play()),
  });
  const step = element(
    "button",
    {
      ...{ type: "button", onclick: () => swing.move(STEP, false) },
      title: "An eighth of the way to and fro: nothing moves by itself, as your system asks",
    },
    "Step",
  );
  const speed = element(
    "select",
    { "aria-label": "Speed", onchange: () => swing.setPeriod(Number(speed.value)) },
    ...SPEEDS.map(({ value, text }) => element("option", { value }, text)),
  );
  const swing = createSwing(store, { changed: show });

  /** @param {boolean} playing */
  function show(playing) {
    play.textContent = playing ? "❚❚ Pause" : "▶ Play";
    play.hidden = speed.hidden = calm.matches;
    step.hidden = !calm.matches;
  }

  speed.value = String(SPEEDS[1].value);
  show(false);
  calm.addEventListener("change", swing.rest);
  store.onDispose(() => calm.removeEventListener("change", swing.rest));
  store.watch(["lab"], () => void (select.value = String(swungDimension(store.state))));
  return [select, play, step, speed];
}

/**
 * The dimension that swings, as the stage's state says it.
 * @param {Pick<import("../../state/state.js").State, "lab" | "model">} state
 */
function swungDimension(state) {
  const dimension = Number(labState(state, "reconstruction").dim ?? 0);
  return dimension < state.model.config.digit_dimensions ? dimension : 0;
}

/**
 * What moves the dimension; the whole move is one step of undo.
 * @param {import("../../state/store.js").Scope} store
 * @param {{changed: (playing: boolean) => void}} options
 */
function createSwing(store, { changed }) {
  let period = SPEEDS[1].value;
  let share = 0; // of the way that is done
  let before = 0; // when the last frame was
  /** @type {number | null} */
  let frame = null;
  /** What it moves around; null until it moves. @type {number | null} */
  let origin = null;

  function play() {
    before = performance.now();
    frame = requestAnimationFrame(next);
    changed(frame !== null);
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
    const dimension = swungDimension(store.state);
    origin ??= values[dimension];
    share = (share + by) % 1;
    const to = origin + reachOf(store.state) * Math.sin(2 * Math.PI * share);
    const within = Math.min(END, Math.max(-END, to));
    store.update(setValues(store.state, values.with(dimension, within), { moving }));
  }

  function pause() {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    const values = capsuleValues(store.state);
    if (values && store.state.held) store.update(setValues(store.state, values));
    changed(frame !== null);
  }

  /** Stops, and begins anew around another value. */
  function rest() {
    pause();
    origin = null;
    share = 0;
    changed(frame !== null);
  }

  let given = true;
  store.watch(["drawing", "stroke", "input", "model", "digit", "routing"], () => {
    // Another capsule is another origin.
    if (!given) rest();
    given = false;
  });
  store.watch(["held"], () => {
    if (!store.state.held) rest();
  });
  store.onDispose(() => {
    if (frame !== null) cancelAnimationFrame(frame);
  });
  return {
    isPlaying: () => frame !== null,
    ...{ play, pause, rest, move },
    /** @param {number} milliseconds of one way to and fro */
    setPeriod: (milliseconds) => void (period = milliseconds),
  };
}
