/** Keeps the trace of what is pinned, A, up with what the lab's state says of it. */

import { createLatest } from "../../server/latest.js";
import { labState, withLabState } from "../../state/lab-in-link.js";
import { lastingProblem, passingProblem } from "../../state/problem.js";
import { readPinned, tracePinned } from "./pinned-state.js";

/** @typedef {import("./pinned-state.js").Given} Given */

/** Of a lab's state where nothing is pinned. */
export const NONE = { net: null, routing: null, center: null, strokes: null, pixels: null };

/**
 * The trace of A, kept while labs come and go: another network mounts them anew.
 * @type {{text: string, trace: import("../../server/trace.js").Trace} | null}
 */
let kept = null;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} told
 * @param {(given: Given | null) => void} told.pin of what is pinned
 * @param {(trace: import("../../server/trace.js").Trace | null) => void} told.show
 */
export function followPinned(store, { pin, show }) {
  /** What is pinned, as the lab's state says it. */
  let text = "";
  /** @type {Given | null} */
  let given = null;
  const { again } = createLatest(store, {
    ask: () => given && trace(text, given),
    show(newest) {
      kept = newest;
      if (newest.text === text) show(newest.trace);
    },
    fail(error) {
      text = ""; // The next change tries again.
      store.update(passingProblem(error));
    },
  });

  store.watch(["lab"], () => {
    const { layer: _, ...entries } = labState(store.state, "compare");
    const newest = JSON.stringify(entries);
    if (newest === text) return;
    text = newest;
    given = readPinned(entries, store.state.models);
    if (!given && Object.keys(entries).length > 0) {
      const message = "The state that this link pins as A is none of this page's.";
      store.update(withLabState(store.state, "compare", NONE));
      store.update(lastingProblem(store.state, message));
      return;
    }
    pin(given);
    if (!given) show(null);
    else if (kept?.text === text) show(kept.trace);
    else again();
  });
}

/**
 * @param {string} text
 * @param {Given} given
 */
async function trace(text, given) {
  return { text, trace: await tracePinned(given) };
}
