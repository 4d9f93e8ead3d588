/** Keeps what the network reads in the two digits up with both of them. */

import { postOverlap } from "../../server/lab-api.js";
import { createLatest } from "../../server/latest.js";
import { watchTrace } from "../../state/state.js";
import { writeSecond } from "./second-digit-code.js";

/** Milliseconds of rest before the drawing's changes are read: the strip comes first. */
const REST = 120;

/**
 * @typedef {Awaited<ReturnType<typeof postOverlap>> & {
 *   network: import("./settings.js").PairReader, named: number | null}} Reading
 *   named: the class of the first digit, where it is known
 */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Object} given
 * @param {() => import("./settings.js").Settings} given.settings
 * @param {() => Promise<Float32Array>} given.second what the network receives of it
 * @param {ReturnType<typeof import("./known-label.js").createKnownLabels>} given.labels
 * @param {(reading: Reading) => void} show
 */
export function followBoth(store, { settings, second, labels }, show) {
  const { model } = store.state;
  /** The first digit as it was asked about last. */
  let image = new Float32Array(0);
  let rested = false; // whether the first reading is there: it waits for nothing
  const { again, now } = createLatest(store, {
    rest: REST,
    ask() {
      const { trace } = store.state;
      return trace && read(trace);
    },
    show(reading) {
      rested = true;
      show(reading);
    },
  });

  /**
   * @param {import("../../server/trace.js").Trace} trace
   * @returns {Promise<Reading>}
   */
  async function read(trace) {
    image = trace.values("image").slice();
    const { network, shifts } = settings();
    const label = labels.digitOf(store.state);
    const answer = await postOverlap({
      ...{ model: network.name, first: image, second: await second() },
      ...{ first_shift: shifts[0], second_shift: shifts[1] },
    });
    return { ...answer, network, named: await label };
  }

  let asked = "";
  store.watch(["lab"], () => {
    const { network, second: digit, shifts } = settings();
    const text = [network.name, writeSecond(digit), ...shifts].join(" ");
    if (text !== asked) now();
    asked = text;
  });
  watchTrace(store, ["trace"], (trace) => {
    // The exact numbers of a drawing come after its preview: the image is the same.
    if (isSame(trace.values("image"), image)) return;
    if (rested) again();
    else now();
  });
  return { now };
}

/**
 * @param {Float32Array} one
 * @param {Float32Array} other
 */
function isSame(one, other) {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
