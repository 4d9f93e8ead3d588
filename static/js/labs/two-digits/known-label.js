/** What a person's drawing is, where that is known: a bundled drawing, or a labelled test picture. */

import { getSamples } from "../../server/api.js";
import { sampleOf } from "../../drawing/samples.js";

/**
 * @param {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 */
export function createKnownLabels(samples) {
  /** Labels of test pictures, by network and number. @type {Map<string, Promise<number | null>>} */
  const labels = new Map();
  /** Of pictures that were the second digit before. @type {Map<Uint8Array, number | null>} */
  const swapped = new Map();

  /**
   * @param {string} model
   * @param {number} index
   */
  async function fetchLabel(model, index) {
    const query = { model, offset: String(index), limit: "1" };
    const { tensors } = await getSamples(query);
    return tensors.labels.data.length > 0 ? Number(tensors.labels.data[0]) : null;
  }

  return {
    /**
     * Remembers what pixels are.
     * @param {Uint8Array} pixels
     * @param {number | null} digit
     */
    remember: (pixels, digit) => void swapped.set(pixels, digit),
    /**
     * The class of what the page shows; null where it is not known.
     * @param {Pick<import("../../state/state.js").State, "model" | "input" | "drawing" | "stroke">} state
     * @returns {Promise<number | null>}
     */
    async digitOf({ model, input, drawing, stroke }) {
      if (input.kind === "strokes") {
        if (stroke) return null;
        return digitDrawn(drawing.present, samples, model);
      }
      if (input.kind === "picture") return null;
      if (input.index === null) return swapped.get(input.pixels) ?? null;
      const key = `${model.name} ${input.index}`;
      const label = labels.get(key) ?? fetchLabel(model.name, input.index).catch(() => null);
      labels.set(key, label);
      return label;
    },
  };
}

/**
 * The class of a second digit; null where it is not known.
 * @param {import("./second-digit-code.js").Second} second
 * @param {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 * @param {{class_names: readonly string[]}} model
 */
export function digitOfSecond(second, samples, model) {
  switch (second.kind) {
    case "sample":
      return indexOf(model, String(samples[second.index].label));
    case "strokes":
      return digitDrawn(second.drawing, samples, model);
    case "pixels":
      return second.digit;
  }
}

/**
 * Place of a class among those of a network; null where it has none of that name.
 * @param {{class_names: readonly string[]}} model
 * @param {string} name
 */
export function indexOf({ class_names: names }, name) {
  const index = names.indexOf(name);
  return index < 0 ? null : index;
}

/**
 * The class of a drawing that is one of the bundled ones; null where it is none.
 * @param {import("../../drawing/strokes.js").Drawing} drawing
 * @param {readonly import("../../drawing/samples.js").SampleDrawing[]} samples
 * @param {{class_names: readonly string[]}} model
 */
export function digitDrawn(drawing, samples, model) {
  const sample = sampleOf(drawing, samples);
  return sample ? indexOf(model, String(sample.label)) : null;
}
