/** A sweep: the drawing in every pose of a range, read in one call, and put into any one of them. */

import { postSweep } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { askedRouting } from "../../state/state.js";
import { baseOf, bodyOf, posed } from "./posed.js";
import { rangeOf } from "./pose-range.js";
import { spread } from "./poses.js";

/** Milliseconds of rest before the server is asked. */
const REST = 300;

/** @typedef {import("./posed.js").Base} Base */

/**
 * What was swept last, and the pose that it was put into, kept while sub-tabs come and go.
 * @type {{base: Base | null, own: Base | null, value: number | null,
 *   answer: {text: string, base: Base, swept: import("./swept.js").Swept} | null}}
 */
const kept = { base: null, own: null, value: null, answer: null };

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} told
 * @param {(swept: import("./swept.js").Swept) => void} told.show
 * @param {(busy: boolean, words: string | null) => void} told.wait what is being done, in words
 * @param {(value: number | null) => void} told.pose the pose that the drawing is in
 */
export function followSweep(store, { show, wait, pose }) {
  const { model } = store.state;
  const isShown = (/** @type {Base | null} */ one) => isInput(store.state, one);
  let due = !isKept(); // whether what was swept has changed

  /** What is asked for, but for what is swept. */
  function askedText() {
    const { state } = store;
    return JSON.stringify([model.name, rangeOf(state), state.center, askedRouting(state)]);
  }

  /** Whether the sweep of what the page shows is there already. */
  function isKept() {
    const { base, own, answer } = kept;
    if (!answer || answer.base !== base || answer.text !== askedText()) return false;
    return isShown(own) || isShown(base);
  }

  const { again } = createLatest(store, {
    rest: REST,
    ask() {
      const { trace } = store.state;
      if (!trace?.isExact("reconstructions")) return null;
      if (!isShown(kept.own)) kept.base = trace.isBlank ? null : baseOf(store.state);
      if (!kept.base) {
        wait(false, "Nothing is drawn.");
        return null;
      }
      due = false;
      return sweep(kept.base, rangeOf(store.state));
    },
    show(answer) {
      if (answer.text !== askedText()) return;
      kept.answer = answer;
      show(answer.swept);
    },
    wait: (busy) => wait(busy, busy ? `Reading ${rangeOf(store.state).count} pictures…` : null),
  });

  /**
   * @param {Base} base
   * @param {import("./pose-range.js").Range} range
   */
  async function sweep(base, range) {
    const text = askedText();
    const routing = askedRouting(store.state);
    const { body, type, centred } = bodyOf(base, range, model.image);
    const answer = await postSweep(body, type, {
      model: model.name,
      count: String(range.count),
      center: String(Number(store.state.center && centred)),
      ...(routing === null ? {} : { routing: String(routing) }),
    });
    const values = spread(range.from, range.to, range.count);
    return { text, base, swept: { ...answer, kind: range.kind, values } };
  }

  if (kept.answer && !due) {
    show(kept.answer.swept);
    if (isShown(kept.own)) pose(kept.value);
  }
  store.watch(["drawing", "stroke", "input"], () => {
    if (isShown(kept.own)) return;
    kept.own = null;
    due ||= !isKept();
    pose(null);
  });
  store.watch(["center", "routing"], () => void (due ||= !isKept()));
  store.watch(["lab"], () => {
    if (isKept()) return;
    due = true;
    again();
  });
  store.watch(["trace"], () => {
    if (due) again();
  });
  return {
    /**
     * Puts the drawing into a pose of the range.
     * @param {number} value
     */
    move(value) {
      if (!kept.base) return;
      const own = posed(kept.base, rangeOf(store.state).kind, value, model.image);
      Object.assign(kept, { own, value });
      if ("drawing" in own) store.update({ drawing: own.drawing, input: { kind: "strokes" } });
      else store.update({ input: { kind: "pixels", ...own, index: null } });
      pose(value);
    },
  };
}

/**
 * Whether this is what the page shows.
 * @param {import("../../state/state.js").State} state
 * @param {Base | null} one
 */
function isInput({ drawing, input }, one) {
  if (!one) return false;
  return "drawing" in one
    ? input.kind === "strokes" && drawing === one.drawing
    : input.kind === "pixels" && input.pixels === one.pixels;
}
