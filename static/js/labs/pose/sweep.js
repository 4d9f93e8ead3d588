/** A sweep: the drawing in every pose of a range, read in one call, and put into any one of them. */

import { encodeBmp, inkPixels, SENT } from "../../drawing/ink-picture.js";
import { askedRouting } from "../../state/state.js";
import { replace, transform } from "../../drawing/strokes.js";
import { postSweep } from "../../server/lab-api.js";
import { POSES, posedPixels, spread } from "./poses.js";

/** Milliseconds of rest before the server is asked. */
const REST = 300;

/**
 * @typedef {Object} Range
 * @property {import("./poses.js").Kind} kind
 * @property {number} from
 * @property {number} to
 * @property {number} count
 *
 * @typedef {Awaited<ReturnType<typeof postSweep>> & {
 *   kind: import("./poses.js").Kind, values: number[]}} Swept values are those of the pose, one a step
 *
 * @typedef {{drawing: import("../../drawing/strokes.js").History} | {pixels: Uint8Array, name: string}} Base
 *   what the poses start from
 */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} told
 * @param {(swept: Swept) => void} told.show
 * @param {(busy: string | null) => void} told.wait what is being done, in words
 * @param {(value: number | null) => void} told.pose the pose that the drawing is in
 */
export function followSweep(store, { show, wait, pose }) {
  const { model } = store.state;
  /** @type {Range} */
  let range = { kind: "turn", from: POSES.turn.from, to: POSES.turn.to, count: 61 };
  /** @type {Base | null} */
  let base = null;
  /** What this lab made of it. @type {{drawing?: object, pixels?: Uint8Array} | null} */
  let own = null;
  let stale = true;
  let busy = false;
  let ended = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Whether the drawing is one that this lab put into a pose. */
  function isOwn() {
    const { drawing, input } = store.state;
    if (!own) return false;
    return input.kind === "strokes" ? drawing === own.drawing : ownPixels(input);
  }

  /** @param {import("../../state/state.js").Input} input */
  function ownPixels(input) {
    return input.kind === "pixels" && input.pixels === own?.pixels;
  }

  /** @returns {Base | null} */
  function currentBase() {
    const { input, drawing, trace } = store.state;
    if (input.kind === "strokes") return { drawing };
    if (input.kind === "pixels") return { pixels: input.pixels, name: input.name };
    if (!trace) return null;
    // A picture is taken as the network receives it.
    const pixels = Uint8Array.from(trace.values("image"), (value) => Math.round(255 * value));
    return { pixels, name: input.name };
  }

  /**
   * The base in a pose; itself where the pose changes nothing.
   * @param {Base} from
   * @param {number} value
   */
  function posed(from, value) {
    const { none, transform: amounts } = POSES[range.kind];
    if (value === none) return from;
    return "drawing" in from
      ? { drawing: replace(from.drawing, transform(from.drawing.present, amounts(value))) }
      : { pixels: posedPixels(from.pixels, model.image, amounts(value)), name: from.name };
  }

  /** @param {Base} from */
  function body(from) {
    const poses = spread(range.from, range.to, range.count).map((value) => posed(from, value));
    const parts = poses.map((each) =>
      "drawing" in each ? inkPixels(each.drawing.present, null) : each.pixels,
    );
    const all = new Uint8Array(parts.length * parts[0].length);
    parts.forEach((part, index) => all.set(part, index * part.length));
    return "drawing" in from
      ? { bytes: encodeBmp(all, SENT, SENT * parts.length), type: "image/bmp", centred: true }
      : { bytes: all, type: "application/octet-stream", centred: false };
  }

  async function sweep() {
    const { trace, center } = store.state;
    const routing = askedRouting(store.state);
    if (busy || ended || trace?.model !== model.name || !trace.isExact("reconstructions")) return;
    if (store.state.model !== model) return; // it was just changed, and the iterations with it
    if (trace.isBlank && !isOwn()) return wait("Nothing is drawn.");
    if (!isOwn()) base = currentBase();
    if (!base) return;
    const asked = range;
    busy = true;
    stale = false;
    wait(`Reading ${asked.count} pictures…`);
    try {
      const { bytes, type, centred } = body(base);
      const answer = await postSweep(bytes, type, {
        model: model.name,
        count: String(asked.count),
        center: String(Number(center && centred)),
        ...(routing === null ? {} : { routing: String(routing) }),
      });
      if (ended) return;
      const values = spread(asked.from, asked.to, asked.count);
      if (asked === range) show({ ...answer, kind: asked.kind, values });
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      if (!ended) store.update({ problem: { message, lasting: false } });
    } finally {
      busy = false;
      wait(null);
    }
    if (stale) rest();
  }

  function rest() {
    clearTimeout(timer);
    timer = setTimeout(() => void sweep(), REST);
  }
  function again() {
    stale = true;
    rest();
  }

  store.watch(["drawing", "stroke", "input"], () => {
    if (isOwn()) return;
    own = null;
    stale = true;
    pose(null);
  });
  store.watch(["center", "routing"], () => {
    stale = true;
  });
  store.watch(["trace"], () => {
    if (stale) rest();
  });
  store.onDispose(() => {
    ended = true;
    clearTimeout(timer);
  });
  return {
    /** @param {Range} wanted */
    setRange(wanted) {
      range = wanted;
      again();
    },
    /**
     * Puts the drawing into a pose of the range.
     * @param {number} value
     */
    move(value) {
      if (!base) return;
      const wanted = posed(base, value);
      if ("drawing" in wanted) {
        own = { drawing: wanted.drawing };
        store.update({ drawing: wanted.drawing, input: { kind: "strokes" } });
      } else {
        own = { pixels: wanted.pixels };
        const { pixels, name } = wanted;
        store.update({ input: { kind: "pixels", pixels, name, index: null } });
      }
      pose(value);
    },
  };
}
