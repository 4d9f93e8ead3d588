/**
 * Keeps the trace up with the drawing: one request under way at most, the newest input next,
 * a small preview while the pen moves and exact numbers when it rests.
 */

import { ApiError, postTrace } from "./api.js";
import { inkPicture } from "../drawing/ink-picture.js";
import { askedRouting } from "../state/state.js";
import { Trace } from "./trace.js";
import { WireError } from "./safetensors.js";

/** Fields that the cards paint, or that a stage cannot do without from its first moment. */
const STRIP_FIELDS = [
  "image",
  "conv1",
  "primary_raw",
  "support",
  "sums",
  "digits",
  "lengths",
  "reconstructions",
];

/**
 * Fields that are asked for. Those that only explain wait until the pen rests.
 * @param {import("../state/state.js").State} state
 * @param {boolean} resting
 */
function neededFields({ stage, quantity, pinned, inspected }, resting) {
  /** @type {Partial<Record<import("../state/state.js").Stage, string[]>>} */
  const more = {
    primary: ["primary"],
    compare: ["primary"],
    routing: ["primary", ...(resting ? ["logits", "couplings", "agreement"] : [quantity])],
  };
  // Of a unit that is only pointed at, what explains it can wait; one that is pinned is followed.
  const explained = resting ? inspected.resting : pinned ? inspected.moving : [];
  return [...new Set([...STRIP_FIELDS, ...(more[stage] ?? []), ...explained])];
}

/** Milliseconds without a change after which the exact numbers are asked for. */
const REST = 140;
/**
 * While the pen moves, how many times as long as it was worked on the rest of the page then waits:
 * laying it out and painting it takes the browser about twice as long again.
 */
const PACE = 6;
/** Milliseconds between two requests while other people's keep the server busy. */
const SHARED_PACE = 100;
/** Milliseconds without an answer after which a person is told that it is awaited. */
const SLOW = 3000;
/** Seconds until another try while the server does not answer: doubled each time, up to the last. */
const RETRY = [1, 2, 4, 8];

/**
 * Starts to follow the store; ends never, as the page does.
 * @param {import("../state/store.js").WholeStore} store
 */
export function followDrawing(store) {
  const client = nameOfThisPage();
  let version = 0; // counts the changes of what the network is given
  let exact = false; // whether the newest version's exact numbers are here
  let busy = false;
  let waiting = false; // for the change to be complete
  let failures = 0;
  let sentAt = 0;
  let pause = 0; // whole milliseconds that others made the last request wait
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
    const wait = Math.min(pause, sentAt + SHARED_PACE - performance.now());
    if (wait > 0) {
      setTimeout(() => {
        waiting = false;
        void send("u8");
      }, wait);
      return;
    }
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
    sentAt = performance.now();
    const sent = version;
    const { model } = store.state;
    const slow = setTimeout(() => {
      const message = "The server takes long to answer. Your drawing is safe.";
      store.update({ problem: { message, lasting: false } });
    }, SLOW);
    /** @type {Trace} */
    let trace;
    try {
      const answer = await ask(precision);
      pause = Math.floor(Number(answer.metadata.queued));
      trace = Trace.fromWire(answer);
    } catch (error) {
      busy = false;
      const refused = error instanceof ApiError && !error.passing;
      // A refusal of an older input says nothing of the newest.
      if (refused && sent !== version) sendSoon();
      else report(error);
      return;
    } finally {
      clearTimeout(slow);
    }
    busy = false;
    failures = 0;
    // First of all: the server computes while this answer is painted.
    if (sent !== version) {
      if (pause > 0) sendSoon();
      else void send("u8");
    }
    // An answer for another network is late; one for an older drawing of this one is a frame.
    if (store.state.model === model) show(trace, precision === "float32" && sent === version);
    if (sent === version && !exact) timer = setTimeout(() => void send("float32"), REST);
  }

  /** @param {"u8" | "float32"} precision */
  function ask(precision) {
    const { body, type, query } = traceRequest(store.state);
    const fields = neededFields(store.state, precision === "float32").join();
    return postTrace(body, type, { ...query, fields, precision, client });
  }

  /**
   * @param {Trace} trace
   * @param {boolean} newest whether these are the newest input's exact numbers
   */
  function show(trace, newest) {
    exact = newest;
    const problem = store.state.problem?.lasting ? store.state.problem : null;
    try {
      const answered = store.state.answered + 1;
      store.update({ trace, answered, problem }, { scopesLater: true });
    } catch (error) {
      report(error);
    }
    paintRest();
  }

  let planned = false;
  let rested = 0; // when the rest of the page may be painted again

  /**
   * Has the open stage and what stands beside it painted: the strip comes first, in a frame of its
   * own, and while the pen moves the rest takes a part of the time only.
   */
  function paintRest() {
    if (planned) return;
    planned = true;
    const paint = () => {
      planned = false;
      const started = performance.now();
      store.catchUp();
      const now = performance.now();
      rested = now + PACE * (now - started);
      store.update({ painted: store.state.answered });
    };
    if (document.hidden) return paint(); // there are no frames
    requestAnimationFrame(() => {
      const wait = store.state.stroke ? Math.max(0, rested - performance.now()) : 0;
      setTimeout(paint, wait);
    });
  }

  /** @param {unknown} error */
  function report(error) {
    const words = error instanceof Error ? error.message : String(error);
    // An answer that is no trace may come of something between here and the server.
    const passing = error instanceof ApiError ? error.passing : error instanceof WireError;
    if (!passing) {
      store.update({ problem: { message: words, lasting: false } });
      return;
    }
    const wished = error instanceof ApiError ? error.retryAfter : null;
    const seconds = wished ?? RETRY[Math.min(failures++, RETRY.length - 1)];
    store.update({
      problem: {
        message: `${words} Your drawing is safe; trying again in ${seconds} s.`,
        lasting: false,
      },
    });
    clearTimeout(timer);
    timer = setTimeout(sendSoon, 1000 * seconds);
  }

  store.watch(["drawing", "stroke", "input", "center", "model", "routing", "restored"], changed);
  store.watch(["stage", "quantity", "inspected"], () => {
    const { trace } = store.state;
    if (trace && !neededFields(store.state, true).every((field) => trace.has(field))) changed();
  });
}

/** A word that no other page has: the server lets a page's newest drawing overtake its older ones. */
function nameOfThisPage() {
  // Not randomUUID, which pages have only over https and on their own machine.
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(
    "-",
  );
}

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
