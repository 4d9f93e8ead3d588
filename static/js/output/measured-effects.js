/**
 * What moving each number of the capsule does, measured on what the decoder in the page draws around
 * the present values: idle work, done after the pen and the sliders rest.
 */

import { effectsOf } from "../network/effects.js";
import { capsuleValues } from "../state/capsule-edit.js";
import { drawerOf, prepareDecoder } from "../server/live-capsule.js";
import { handedDigit } from "./slider-row.js";
import { minusInput } from "./pictures.js";

/** How far each number is moved to see what it does. */
const REACH = 0.25;
/** Values of each number: five on either side of its own. */
const ACROSS = 11;
/** Milliseconds without a change before it is measured. */
const REST = 250;

export const OFFSETS = Array.from({ length: ACROSS }, (_, at) =>
  Number((((2 * at) / (ACROSS - 1) - 1) * REACH).toFixed(4)),
);

/**
 * @typedef {Object} Measured of one capsule at some values
 * @property {import("../network/effects.js").Effects[]} effects of each dimension
 * @property {Float32Array[]} differences of each dimension's last and first picture, height * width
 *
 * @param {import("../state/store.js").Store} store
 * @param {(measured: Measured | null) => void} tell null where what was told is of another capsule
 */
export function followEffects(store, tell) {
  let run = 0; // counts what is measured: an older run ends by itself
  let capsule = ""; // of which something was told
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function again() {
    run++;
    clearTimeout(timer);
    const { model, stroke } = store.state;
    const now = `${handedDigit(store.state)} of ${model.sha256}`;
    if (capsule !== "" && capsule !== now) {
      capsule = "";
      tell(null);
    }
    if (!stroke) timer = setTimeout(() => void measureAll(run), REST);
  }

  /** @param {number} own */
  async function measureAll(own) {
    const { model } = store.state;
    await prepareDecoder(model);
    const draw = drawerOf(model);
    const values = capsuleValues(store.state);
    if (own !== run || !draw || !values) return;
    const digit = handedDigit(store.state);
    const { height, width, channels } = model.image;
    const size = channels * height * width;
    const pictures = new Float32Array(values.length * ACROSS * size);
    for (let dimension = 0; dimension < values.length; dimension++) {
      await idle();
      if (own !== run) return;
      OFFSETS.forEach((offset, at) => {
        const moved = values.with(dimension, values[dimension] + offset);
        pictures.set(draw(digit, moved), (dimension * ACROSS + at) * size);
      });
    }
    const pictureAt = (/** @type {number} */ index) =>
      pictures.subarray(index * size, (index + 1) * size);
    capsule = `${digit} of ${model.sha256}`;
    tell({
      effects: effectsOf(pictures, OFFSETS, model.image),
      differences: values.map((_, dimension) =>
        minusInput(
          pictureAt((dimension + 1) * ACROSS - 1),
          pictureAt(dimension * ACROSS),
          channels,
        ),
      ),
    });
  }

  store.watch(["trace", "digit", "held", "stroke", "model"], again);
}

/** Resolves when the browser has nothing better to do. @returns {Promise<void>} */
function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 8);
  });
}
