/** The two ends of an interpolation: capsules of this drawing, of sample drawings, or one kept. */

import { postTrace } from "../../server/api.js";
import { capsuleValues, tracedValues } from "../../state/capsule-edit.js";
import { traceRequest } from "../../server/trace-request.js";
import { sampleDrawing } from "../../drawing/samples.js";
import { classNoun, shownDigit } from "../../state/state.js";
import { startHistory } from "../../drawing/strokes.js";
import { Trace } from "../../server/trace.js";

/** Width of the pen that sample drawings are drawn with. */
const PEN = 20;
/** Steps to 1 of a kept capsule's values in a link. */
const STEPS = 1000;

/** @typedef {{digit: number, values: number[]}} End */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("../../drawing/samples.js").SampleDrawing[]} samples
 */
export function createEnds(store, samples) {
  const { model } = store.state;
  // The first of each digit, for networks that know digits.
  const known = classNoun(model) === "digit" ? samples : [];
  const offered = known.filter(
    ({ label }, index) => known.findIndex((each) => each.label === label) === index,
  );
  /** @type {Map<string, Promise<End>>} */
  const traced = new Map();

  /** @param {import("../../drawing/samples.js").SampleDrawing} sample */
  async function traceSample(sample) {
    const drawing = startHistory(sampleDrawing(sample, PEN));
    const input = /** @type {const} */ ({ kind: "strokes" });
    const { body, type, query } = traceRequest({
      ...store.state,
      model,
      drawing,
      input,
      stroke: null,
    });
    const fields = "digits,lengths";
    const trace = Trace.fromWire(await postTrace(body, type, { ...query, fields }));
    const digit = trace.prediction;
    return { digit, values: [...tracedValues(trace, digit)] };
  }

  return {
    /** What an end may be: its code in a link, and its words. */
    choices() {
      return [
        { code: "shown", text: "capsule shown" },
        ...model.class_names.map((name, digit) => ({
          code: `c${digit}`,
          text: `capsule ${name}`,
        })),
        ...offered.map(({ label, name }) => ({ code: `s${label}`, text: `sample: ${name}` })),
      ];
    },
    /**
     * The capsule that a code stands for; null where there is none.
     * @param {string} code
     * @returns {Promise<End | null>}
     */
    async find(code) {
      const { trace, held, routing } = store.state;
      if (!trace) return null;
      const values = capsuleValues(store.state);
      if (code === "shown" && values) {
        return { digit: held?.digit ?? shownDigit(store.state), values };
      }
      if (/^c\d+$/.test(code)) {
        const digit = Number(code.slice(1));
        if (digit >= model.class_names.length) return null;
        return { digit, values: [...tracedValues(trace, digit)] };
      }
      const sample = offered.find(({ label }) => code === `s${label}`);
      if (sample) {
        const key = `${code} ${routing}`;
        const found = traced.get(key) ?? traceSample(sample);
        traced.set(key, found);
        found.catch(() => traced.delete(key));
        return found;
      }
      return keptEnd(code, model.config);
    },
    /**
     * The code of a capsule, whatever becomes of the drawing.
     * @param {End} end
     */
    code: ({ digit, values }) =>
      ["k", digit, ...values.map((value) => Math.round(STEPS * value))].join("_"),
  };
}

/**
 * @param {string} code
 * @param {import("../../state/state.js").Config} config
 * @returns {End | null}
 */
function keptEnd(code, { classes, digit_dimensions: dimensions }) {
  if (!/^k_\d{1,3}(_-?\d{1,4})+$/.test(code)) return null;
  const [digit, ...steps] = code.split("_").slice(1).map(Number);
  if (digit >= classes || steps.length !== dimensions) return null;
  return { digit, values: steps.map((step) => Math.min(1, Math.max(-1, step / STEPS))) };
}
