/** What is sent for the trace of what the network is given. */

import { inkPicture } from "../drawing/ink-picture.js";
import { askedRouting } from "../state/state.js";

/**
 * The request for the trace of what the network is given; which fields are wanted is still to be said.
 * @param {Pick<import("../state/state.js").State, "model" | "routing" | "center" | "input" | "drawing" | "stroke">} state
 */
export function traceRequest(state) {
  const { model, center } = state;
  const routing = askedRouting(state);
  const { body, type, centred } = requestBody(state);
  /** @type {Record<string, string>} */
  const query = { model: model.name, center: String(Number(center && centred)) };
  if (routing !== null) query.routing = String(routing);
  return { body, type, query };
}

/**
 * What is sent, its media type, and whether it may be centred: pixels are taken as they are.
 * @param {Pick<import("../state/state.js").State, "input" | "drawing" | "stroke">} state
 */
function requestBody({ input, drawing, stroke }) {
  switch (input.kind) {
    case "strokes":
      return { body: inkPicture(drawing.present, stroke), type: "image/bmp", centred: true };
    case "pixels":
      return { body: input.pixels, type: "application/octet-stream", centred: false };
    case "picture":
      return { body: input.blob, type: input.blob.type, centred: true };
  }
}
