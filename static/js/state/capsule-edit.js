/** A capsule taken in hand: its values, their undo, and the picture that follows them. */

import { postDecode } from "../server/api.js";
import { shownDigit } from "./store.js";

/**
 * The 16 numbers that the sliders show: those in hand, else those of the trace.
 * @param {import("./store.js").State} state
 * @returns {number[] | null}
 */
export function capsuleValues(state) {
  if (state.held) return state.held.values;
  return state.trace ? [...tracedValues(state.trace, shownDigit(state))] : null;
}

/**
 * A digit capsule after the last routing iteration.
 * @param {import("../server/trace.js").Trace} trace
 * @param {number} digit
 */
export function tracedValues(trace, digit) {
  return trace.slice("digits", trace.iterations - 1, digit);
}

/**
 * The state after new values were set by hand.
 * @param {import("./store.js").State} state
 * @param {number[]} values
 * @param {{moving?: boolean}} [how] moving: more of the same drag will follow
 * @returns {Partial<import("./store.js").State>}
 */
export function setValues(state, values, { moving = false } = {}) {
  const before = capsuleValues(state);
  if (!before) return {};
  const held = state.held ?? {
    digit: shownDigit(state),
    values: before,
    moving: false,
    past: [],
    future: [],
  };
  const past = held.moving ? held.past : [...held.past, held.values];
  return { held: { ...held, values, moving, past, future: [] } };
}

/**
 * @param {import("./store.js").State} state
 * @returns {Partial<import("./store.js").State>}
 */
export function undoValues({ held }) {
  if (!held || held.past.length === 0) return {};
  const values = /** @type {number[]} */ (held.past.at(-1));
  return {
    held: {
      ...held,
      values,
      moving: false,
      past: held.past.slice(0, -1),
      future: [held.values, ...held.future],
    },
  };
}

/**
 * @param {import("./store.js").State} state
 * @returns {Partial<import("./store.js").State>}
 */
export function redoValues({ held }) {
  if (!held || held.future.length === 0) return {};
  const [values, ...future] = held.future;
  return { held: { ...held, values, moving: false, past: [...held.past, held.values], future } };
}

/**
 * Values of the same direction with another length; any direction for a capsule of length zero.
 * @param {number[]} values
 * @param {number} length
 */
export function withLength(values, length) {
  const now = Math.hypot(...values);
  return now === 0
    ? values.map((_, index) => (index === 0 ? length : 0))
    : values.map((value) => (value * length) / now);
}

/**
 * What draws a network's capsules in the page, by the sum of the network's file.
 * @type {Map<string, (digit: number, values: number[]) => Float32Array>}
 */
const decoders = new Map();
/** Networks whose decoder is here or on its way. @type {Set<string>} */
const coming = new Set();

/**
 * Fetches a network's decoder, before a slider is moved: the page then draws capsules itself.
 * Until it is here, and where it does not come, the server draws them.
 * @param {import("./store.js").Model} model
 */
export async function prepareDecoder(model) {
  const { sha256 } = model;
  if (coming.has(sha256)) return;
  coming.add(sha256);
  try {
    const { decodeCapsule, loadDecoder } = await import("../network/decoder.js");
    const layers = await loadDecoder(model);
    decoders.set(sha256, (digit, values) => decodeCapsule(layers, digit, values));
  } catch {
    coming.delete(sha256); // the next touch tries again
  }
}

/**
 * Decodes the capsule in hand whenever it changes: one request under way, the newest values next.
 * Called before panels watch the store, it asks before they paint, and the server computes meanwhile.
 * @param {import("./store.js").Store} store
 */
export function followHeld(store) {
  let busy = false;
  /** @type {import("./store.js").State["problem"]} */
  let reported = null;

  async function decode() {
    const { held, model } = store.state;
    if (busy || !held) return;
    busy = true;
    try {
      const draw = decoders.get(model.sha256);
      const picture = draw
        ? draw(held.digit, held.values)
        : await postDecode(model.name, [[held.digit, held.values]]);
      const now = store.state;
      // Late where another capsule was taken up, or this one let go.
      if (now.model === model && now.held?.digit === held.digit) {
        const problem = now.problem === reported ? null : now.problem;
        store.update({ heldPicture: picture, moved: now.moved + 1, problem });
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reported = { message, lasting: false };
      store.update({ problem: reported });
    } finally {
      busy = false;
    }
    const now = store.state.held;
    if (now && now.values !== held.values) void decode();
  }

  store.watch(["held"], () => {
    if (store.state.held) {
      void prepareDecoder(store.state.model);
      void decode();
    } else store.update({ heldPicture: null });
  });
  // Another drawing, network or class is another capsule: the one in hand is let go.
  let given = true;
  store.watch(["drawing", "stroke", "input", "center", "model", "routing", "digit"], () => {
    // A link may open the page with a capsule in hand.
    if (!given) store.update({ held: null });
    given = false;
  });
}
