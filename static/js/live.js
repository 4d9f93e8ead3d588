/**
 * Keeps the trace up with the drawing: one request under way at most, the newest input next,
 * a small preview while the pen moves and exact numbers when it rests.
 */

import { ApiError, postTrace } from "./api.js";
import { inkPicture } from "./drawing.js";
import { Trace } from "./trace.js";

/** Fields that the cards paint, or that a stage cannot do without from its first moment. */
const STRIP_FIELDS = [
  "image",
  "conv1",
  "primary",
  "support",
  "sums",
  "digits",
  "lengths",
  "reconstructions",
];

/**
 * Fields that are asked for. Those that only explain wait until the pen rests.
 * @param {import("./store.js").State} state
 * @param {boolean} resting
 */
function neededFields({ stage, quantity }, resting) {
  const more = {
    draw: [],
    conv1: [],
    primary: ["primary_raw"],
    routing: resting ? ["couplings", quantity] : [quantity],
    digits: [],
    reconstruction: [],
  }[stage];
  return [...new Set([...STRIP_FIELDS, ...more])];
}

/** Milliseconds without a change after which the exact numbers are asked for. */
const REST = 140;
/** Seconds until another try while the server does not answer: doubled each time, up to the last. */
const RETRY = [1, 2, 4, 8];

/**
 * Starts to follow the store; ends never, as the page does.
 * @param {import("./store.js").Store} store
 */
export function followDrawing(store) {
  let version = 0; // counts the changes of what the network is given
  let exact = false; // whether the newest version's exact numbers are here
  let busy = false;
  let waiting = false; // for the change to be complete
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function changed() {
    version++;
    exact = false;
    clearTimeout(timer);
    sendSoon();
  }

  function sendSoon() {
    if (busy || waiting) return;
    waiting = true;
    // Once all of this change is made, but not with the next frame: browsers hand out the pen's
    // moves once a frame already, and an answer that came late would wait for one more.
    queueMicrotask(() => {
      waiting = false;
      void send("u8");
    });
  }

  /** @param {"u8" | "float32"} precision */
  async function send(precision) {
    if (busy) return;
    busy = true;
    const sent = version;
    const { model, routing, center } = store.state;
    try {
      const { body, centred } = requestBody(store.state);
      const message = await postTrace(body, {
        model: model.name,
        fields: neededFields(store.state, precision === "float32").join(),
        precision,
        center: String(Number(center && centred)),
        ...(routing === null ? {} : { routing: String(routing) }),
      });
      failures = 0;
      // An answer for another network is late; one for an older drawing of this one is a frame.
      if (store.state.model === model) {
        exact = precision === "float32" && sent === version;
        const problem = store.state.problem?.lasting ? store.state.problem : null;
        const trace = Trace.fromWire(message);
        store.update({ trace, painted: store.state.painted + 1, problem });
      }
    } catch (error) {
      const refused = error instanceof ApiError && !error.passing;
      // A refusal of an older input says nothing of the newest.
      if (!refused || sent === version) {
        report(error);
        return;
      }
    } finally {
      busy = false;
    }
    if (sent !== version) sendSoon();
    else if (!exact) timer = setTimeout(() => void send("float32"), REST);
  }

  /** @param {unknown} error */
  function report(error) {
    const words = error instanceof Error ? error.message : String(error);
    if (!(error instanceof ApiError) || !error.passing) {
      store.update({ problem: { message: words, lasting: false } });
      return;
    }
    const seconds = error.retryAfter ?? RETRY[Math.min(failures++, RETRY.length - 1)];
    store.update({
      problem: {
        message: `${words} Your drawing is safe; trying again in ${seconds} s.`,
        lasting: false,
      },
    });
    clearTimeout(timer);
    timer = setTimeout(sendSoon, 1000 * seconds);
  }

  store.watch(["drawing", "stroke", "input", "center", "model", "routing"], changed);
  store.watch(["stage", "quantity"], () => {
    const { trace } = store.state;
    if (trace && !neededFields(store.state, true).every((field) => trace.has(field))) changed();
  });
}

/**
 * What is sent, and whether it may be centred: pixels are taken as they are.
 * @param {import("./store.js").State} state
 */
function requestBody({ input, drawing, stroke }) {
  switch (input.kind) {
    case "strokes":
      return { body: inkPicture(drawing.present, stroke), centred: true };
    case "pixels":
      return {
        body: new Blob([new Uint8Array(input.pixels)], { type: "application/octet-stream" }),
        centred: false,
      };
    case "picture":
      return { body: input.blob, centred: true };
  }
}
