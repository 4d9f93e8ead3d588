/** A sweep: the drawing in every pose of a range, read in one call, and put into any one of them. */

import { postSweep } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { askedRouting } from "../../state/state.js";
import { baseOf, bodyOf, posed } from "./posed.js";
import { spread } from "./poses.js";
import { rangeOf } from "./range.js";

/** Milliseconds of rest before the server is asked. */
const REST = 300;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} told
 * @param {(swept: import("./swept.js").Swept) => void} told.show
 * @param {(busy: boolean, words: string | null) => void} told.wait what is being done, in words
 * @param {(value: number | null) => void} told.pose the pose that the drawing is in
 */
export function followSweep(store, { show, wait, pose }) {
  const { model } = store.state;
  /** @type {import("./posed.js").Base | null} */
  let base = null;
  /** What this lab made of it. @type {import("./posed.js").Base | null} */
  let own = null;
  let due = true; // whether what was swept has changed

  /** Whether the page shows what this lab put into a pose. */
  function isOwn() {
    const { drawing, input } = store.state;
    if (!own) return false;
    return "drawing" in own
      ? input.kind === "strokes" && drawing === own.drawing
      : input.kind === "pixels" && input.pixels === own.pixels;
  }

  const { again } = createLatest(store, {
    rest: REST,
    ask() {
      const { trace } = store.state;
      if (!trace?.isExact("reconstructions")) return null;
      if (!isOwn()) base = trace.isBlank ? null : baseOf(store.state);
      if (!base) {
        wait(false, "Nothing is drawn.");
        return null;
      }
      due = false;
      return sweep(base, rangeOf(store.state));
    },
    show({ text, swept }) {
      if (text === rangeText()) show(swept);
    },
    wait: (busy) => wait(busy, busy ? `Reading ${rangeOf(store.state).count} pictures…` : null),
  });

  /**
   * @param {import("./posed.js").Base} from
   * @param {import("./range.js").Range} range
   */
  async function sweep(from, range) {
    const text = rangeText();
    const routing = askedRouting(store.state);
    const { body, type, centred } = bodyOf(from, range, model.image);
    const answer = await postSweep(body, type, {
      model: model.name,
      count: String(range.count),
      center: String(Number(store.state.center && centred)),
      ...(routing === null ? {} : { routing: String(routing) }),
    });
    const values = spread(range.from, range.to, range.count);
    return { text, swept: { ...answer, kind: range.kind, values } };
  }

  function rangeText() {
    return JSON.stringify(rangeOf(store.state));
  }

  store.watch(["drawing", "stroke", "input"], () => {
    if (isOwn()) return;
    own = null;
    due = true;
    pose(null);
  });
  store.watch(["center", "routing"], () => void (due = true));
  store.watch(["lab"], () => {
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
      if (!base) return;
      own = posed(base, rangeOf(store.state).kind, value, model.image);
      if ("drawing" in own) store.update({ drawing: own.drawing, input: { kind: "strokes" } });
      else store.update({ input: { kind: "pixels", ...own, index: null } });
      pose(value);
    },
  };
}
