/**
 * Keeps the trace up with the drawing: one request under way at most, the newest input next,
 * a small preview while the pen moves and exact numbers when it rests.
 */

import { createLaterPainting } from "../state/later-painting.js";
import { ApiError, postTrace } from "./api.js";
import { DRAWING, withoutProblem } from "../state/problem.js";
import { createFailures } from "./failures.js";
import { Trace } from "./trace.js";
import { traceRequest } from "./trace-request.js";

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
/** Milliseconds between two requests while other people's keep the server busy. */
const SHARED_PACE = 100;

/**
 * Starts to follow the store; ends never, as the page does.
 * @param {import("../state/store.js").WholeStore} store
 */
export function followDrawing(store) {
  const client = nameOfThisPage();
  const paintLater = createLaterPainting(store);
  const failures = createFailures(store);
  let version = 0; // counts the changes of what the network is given
  let exact = false; // whether the newest version's exact numbers are here
  let busy = false;
  let waiting = false; // for the change to be complete
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
    const go = () => {
      waiting = false;
      void send("u8");
    };
    const wait = Math.min(pause, sentAt + SHARED_PACE - performance.now());
    if (wait > 0) setTimeout(go, wait);
    // Once all of this change is made, but not with the next frame: browsers hand out the pen's
    // moves once a frame already, and an answer that came late would wait for one more.
    else queueMicrotask(go);
  }

  /** @param {"u8" | "float32"} precision */
  async function send(precision) {
    if (busy) return;
    busy = true;
    sentAt = performance.now();
    const sent = version;
    const { model } = store.state;
    /** @type {Trace} */
    let trace;
    try {
      const answer = await failures.tellWhereSlow(ask(store.state, precision, client));
      pause = Math.floor(Number(answer.metadata.queued));
      trace = Trace.fromWire(answer);
    } catch (error) {
      busy = false;
      const refused = error instanceof ApiError && !error.passing;
      // A refusal of an older input says nothing of the newest.
      if (refused && sent !== version) sendSoon();
      else retry(error);
      return;
    }
    busy = false;
    failures.end();
    // First of all: the server computes while this answer is painted.
    if (sent !== version) {
      if (pause > 0) sendSoon();
      else void send("u8");
    }
    // An answer for another network is late; one for an older drawing of this one is a frame.
    if (store.state.model === model) show(trace, precision === "float32" && sent === version);
    if (sent === version && !exact) timer = setTimeout(() => void send("float32"), REST);
  }

  /**
   * @param {Trace} trace
   * @param {boolean} newest whether these are the newest input's exact numbers
   */
  function show(trace, newest) {
    exact = newest;
    try {
      const answered = store.state.answered + 1;
      const ended = withoutProblem(store.state, DRAWING);
      store.update({ trace, answered, ...ended }, { scopesLater: true });
    } catch (error) {
      retry(error);
    }
    paintLater();
  }

  /** @param {unknown} error */
  function retry(error) {
    const seconds = failures.report(error);
    if (seconds === null) return;
    clearTimeout(timer);
    timer = setTimeout(sendSoon, 1000 * seconds);
  }

  store.watch(["drawing", "stroke", "input", "center", "model", "routing", "restored"], changed);
  store.watch(["stage", "quantity", "inspected"], () => {
    const { trace } = store.state;
    if (trace && !neededFields(store.state, true).every((field) => trace.has(field))) changed();
  });
}

/**
 * @param {import("../state/state.js").State} state
 * @param {"u8" | "float32"} precision
 * @param {string} client name of this page
 */
function ask(state, precision, client) {
  const { body, type, query } = traceRequest(state);
  const fields = neededFields(state, precision === "float32").join();
  return postTrace(body, type, { ...query, fields, precision, client });
}

/** A word that no other page has: the server lets a page's newest drawing overtake its older ones. */
function nameOfThisPage() {
  // Not randomUUID, which pages have only over https and on their own machine.
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(
    "-",
  );
}
