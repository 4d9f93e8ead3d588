/** Keeps what the network says without some parts up with the drawing and the switches. */

import { postDecode } from "../../server/api.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { postAblate } from "../../server/lab-api.js";

/** Milliseconds of rest before the server is asked. */
const REST = 120;
/** Ablations of one call, at most. */
const MOST = 512;

/**
 * @typedef {Object} Answer what the network says with parts off, all of it of one drawing
 * @property {import("../../server/trace.js").Trace} trace of the whole network
 * @property {import("../../network/switched-off.js").Off} off
 * @property {Float32Array} lengths of each class's capsule
 * @property {number[][]} digits its numbers
 * @property {Float32Array} pictures what the decoder draws from each class's capsule
 * @property {Float32Array[]} withoutType lengths where a type of capsules is off besides
 * @property {Float32Array[]} withoutPosition lengths where a position is off besides, row by row
 */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{show: (answer: Answer) => void, wait: (busy: boolean) => void}} told
 */
export function followAblation(store, { show, wait }) {
  const { model } = store.state;
  const { config } = model;
  const grid = primaryGrid(config);
  const { primary_types: types, classes, digit_dimensions: dimensions } = config;
  const also = [
    [],
    ...Array.from({ length: types }, (_, type) => [`type-${type}`]),
    ...Array.from({ length: grid.rows * grid.columns }, (_, position) => [
      `position-${Math.floor(position / grid.columns)}-${position % grid.columns}`,
    ]),
  ];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let busy = false;
  let ended = false;

  /**
   * @param {import("../../server/trace.js").Trace} trace
   * @param {import("../../network/switched-off.js").Off} off
   * @returns {Promise<Answer>}
   */
  async function ask(trace, off) {
    const asked = {
      ...{ model: model.name, image: trace.values("image"), routing: trace.routing, off },
    };
    const lengths = [];
    /** @type {number[][]} */
    let digits = [];
    for (let from = 0; from < also.length; from += MOST) {
      const answer = await postAblate({ ...asked, also: also.slice(from, from + MOST) });
      if (from === 0) {
        digits = Array.from({ length: classes }, (_, digit) => [
          ...answer.digits.subarray(digit * dimensions, (digit + 1) * dimensions),
        ]);
      }
      for (let at = 0; at < answer.lengths.length; at += classes) {
        lengths.push(answer.lengths.subarray(at, at + classes));
      }
    }
    return {
      ...{ trace, off, digits, lengths: lengths[0] },
      pictures: await postDecode(
        model.name,
        digits.map((values, digit) => [digit, values]),
      ),
      withoutType: lengths.slice(1, 1 + types),
      withoutPosition: lengths.slice(1 + types),
    };
  }

  async function answer() {
    const { trace, off } = store.state;
    // While the pen moves, numbers come as previews; the switches wait for exact ones.
    if (busy || trace?.model !== model.name || !trace.isExact("reconstructions")) return;
    busy = true;
    wait(true);
    try {
      const answered = await ask(trace, off);
      if (!ended) show(answered);
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      if (!ended) store.update({ problem: { message, lasting: false } });
    } finally {
      busy = false;
      wait(false);
    }
    if (!ended && (store.state.trace !== trace || store.state.off !== off)) rest();
  }

  function rest() {
    clearTimeout(timer);
    timer = setTimeout(() => void answer(), REST);
  }
  store.watch(["trace", "off"], rest);
  store.onDispose(() => {
    ended = true;
    clearTimeout(timer);
  });
}
