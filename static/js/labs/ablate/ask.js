/** Keeps what the network says without some parts up with the drawing and the switches. */

import { postDecode } from "../../server/api.js";
import { postAblate } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { primaryGrid } from "../../network/receptive-fields.js";

/** Milliseconds of rest before the server is asked. */
const REST = 120;
/** Ablations of one call, at most. */
const MOST = 512;

/**
 * @typedef {Object} Answer what the network says with parts off, all of it of one drawing
 * @property {import("../../server/trace.js").Trace} trace of the whole network
 * @property {import("../../network/switched-off.js").Off} off
 * @property {Float32Array} lengths of each class's capsule
 * @property {Float32Array} pictures what the decoder draws from each class's capsule
 * @property {Float32Array[]} withoutType lengths where a type of capsules is off besides
 * @property {Float32Array[]} withoutPosition lengths where a position is off besides, row by row
 */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {{show: (answer: Answer) => void, wait: (busy: boolean) => void}} told
 */
export function followAblation(store, told) {
  const { model } = store.state;
  const { again } = createLatest(store, {
    ...{ ...told, rest: REST },
    ask() {
      const { trace, off } = store.state;
      // While the pen moves, numbers come as previews; the switches wait for exact ones.
      return trace?.isExact("reconstructions") ? ask(model, trace, off) : null;
    },
  });
  store.watch(["trace", "off"], again);
}

/**
 * @param {import("../../state/state.js").Model} model
 * @param {import("../../server/trace.js").Trace} trace
 * @param {import("../../network/switched-off.js").Off} off
 * @returns {Promise<Answer>}
 */
async function ask({ name, config }, trace, off) {
  const { primary_types: types, classes, digit_dimensions: dimensions } = config;
  const also = [[], ...onePartEach(config)];
  const asked = { model: name, image: trace.values("image"), routing: trace.routing, off };
  /** @type {Float32Array[]} */
  const lengths = [];
  let digits = new Float32Array();
  for (let from = 0; from < also.length; from += MOST) {
    const answer = await postAblate({ ...asked, also: also.slice(from, from + MOST) });
    if (from === 0) digits = answer.digits.slice(0, classes * dimensions);
    for (let at = 0; at < answer.lengths.length; at += classes) {
      lengths.push(answer.lengths.subarray(at, at + classes));
    }
  }
  const capsules = Array.from(
    { length: classes },
    (_, digit) =>
      /** @type {[number, number[]]} */ ([
        digit,
        [...digits.subarray(digit * dimensions, (digit + 1) * dimensions)],
      ]),
  );
  return {
    ...{ trace, off, lengths: lengths[0] },
    pictures: await postDecode(name, capsules),
    withoutType: lengths.slice(1, 1 + types),
    withoutPosition: lengths.slice(1 + types),
  };
}

/**
 * Every type of capsules, then every position, alone.
 * @param {import("../../state/state.js").Config} config
 */
function onePartEach(config) {
  const { rows, columns } = primaryGrid(config);
  return [
    ...Array.from({ length: config.primary_types }, (_, type) => [`type-${type}`]),
    ...Array.from({ length: rows * columns }, (_, position) => [
      `position-${Math.floor(position / columns)}-${position % columns}`,
    ]),
  ];
}
