/** The state that is pinned as A: what it was computed from, as a lab writes it into a link. */

import { postTrace } from "../../server/api.js";
import { decodePixels, encodePixels } from "../../drawing/link-code.js";
import { traceRequest } from "../../server/trace-request.js";
import { decode, encode, startHistory } from "../../drawing/strokes.js";
import { Trace } from "../../server/trace.js";

/** Fields of both states that are compared. */
export const FIELDS = [
  "image",
  "conv1",
  "primary",
  "support",
  "digits",
  "lengths",
  "reconstructions",
];

/**
 * @typedef {Pick<import("../../state/state.js").State,
 *   "model" | "routing" | "center" | "input" | "drawing" | "stroke">} Given what a network is given
 */

/**
 * Entries of a lab's state that say what the page shows now; null where they cannot.
 * @param {import("../../state/state.js").State} state
 * @returns {Record<string, string | number | null> | null}
 */
export function pin({ model, routing, center, input, drawing }) {
  const strokes = input.kind === "strokes" ? encode(drawing.present) : null;
  if (input.kind === "picture" || (strokes === "" && drawing.present.strokes.length > 0))
    return null;
  return {
    net: model.name,
    routing,
    center: center ? null : 0,
    strokes,
    pixels: input.kind === "pixels" ? encodePixels(input.pixels) : null,
  };
}

/**
 * What a pinned state was computed from; null where nothing is pinned, or no such thing.
 * @param {Record<string, string>} entries
 * @param {readonly import("../../state/state.js").Model[]} models
 * @returns {Given | null}
 */
export function readPinned({ net, routing, center, strokes, pixels }, models) {
  const model = models.find(({ name }) => name === net);
  const drawing = strokes === undefined ? null : decode(strokes);
  const { height, width, channels } = model?.image ?? { height: 0, width: 0, channels: 0 };
  const bytes = pixels === undefined ? null : decodePixels(pixels, height * width * channels);
  const rounds = routing === undefined ? null : Number(routing);
  const known = rounds === null || (Number.isInteger(rounds) && rounds >= 1 && rounds <= 10);
  if (!model || !known || (!drawing && !bytes)) return null;
  return {
    ...{ model, routing: rounds, center: center !== "0", stroke: null },
    drawing: startHistory(drawing ?? undefined),
    input: bytes
      ? { kind: "pixels", pixels: bytes, name: "pinned pixels", index: null }
      : { kind: "strokes" },
  };
}

/**
 * The trace of a pinned state.
 * @param {Given} given
 */
export async function tracePinned(given) {
  const { body, type, query } = traceRequest(given);
  return Trace.fromWire(await postTrace(body, type, { ...query, fields: FIELDS.join() }));
}
