/** What the network receives of the second digit. */

import { inkPicture } from "../../drawing/ink-picture.js";
import { sampleDrawing } from "../../drawing/samples.js";
import { EMPTY_DRAWING } from "../../drawing/strokes.js";
import { postPreprocess } from "../../server/lab-api.js";
import { writeSecond } from "./second-digit-code.js";
import { PEN } from "./second-pad.js";

/** @typedef {import("./second-digit-code.js").Second} Second */

/**
 * The second digit that the lab's state holds, asked for once while it is the same.
 * @param {import("./pair.js").Pair} pair
 */
export function secondImage({ store, samples, settings }) {
  return remembered(
    () => writeSecond(settings().second),
    () => {
      const { second } = settings();
      return received(store.state.model, second, drawingOf(second, samples), null);
    },
  );
}

/**
 * What a network receives of what is shown.
 * @param {import("../../state/state.js").Model} model
 * @param {Second} shown
 * @param {import("../../drawing/strokes.js").Drawing | null} drawing its strokes
 * @param {import("../../drawing/strokes.js").Stroke | null} stroke under the pen
 */
export function received({ name }, shown, drawing, stroke) {
  return shown.kind === "pixels"
    ? postPreprocess(shown.pixels, "application/octet-stream", name)
    : postPreprocess(inkPicture(drawing ?? EMPTY_DRAWING, stroke), "image/bmp", name);
}

/**
 * The strokes of a second digit; null where it is pixels.
 * @param {Second} second
 * @param {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 */
export function drawingOf(second, samples) {
  if (second.kind === "sample") return sampleDrawing(samples[second.index], PEN);
  return second.kind === "strokes" ? second.drawing : null;
}

/**
 * What is asked for, once while its key is the same; without a key, at every call.
 * @template Answer
 * @param {() => string | null} keyOf
 * @param {() => Promise<Answer>} ask
 */
export function remembered(keyOf, ask) {
  /** @type {{key: string | null, answer: Promise<Answer>} | null} */
  let kept = null;
  return () => {
    const key = keyOf();
    if (kept && key !== null && kept.key === key) return kept.answer;
    const asked = { key, answer: ask() };
    kept = asked;
    asked.answer.catch(() => {
      if (kept === asked) kept = null; // The next call tries again.
    });
    return asked.answer;
  };
}
