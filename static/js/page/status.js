/** What the network says, in one line, and what went wrong, in another. */

import { classNoun } from "../state/state.js";
import { element } from "../widgets/dom.js";

/** Milliseconds between two announcements: a screen reader would drown in every frame's answer. */
const CALM = 700;

/**
 * @param {{prediction: HTMLElement, problem: HTMLElement}} roots
 * @param {import("../state/store.js").Store} store
 */
export function mount({ prediction, problem }, store) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let calm = null;
  /** @type {string | null} */
  let said = null;

  function say() {
    calm = null;
    const { trace, model } = store.state;
    if (!trace) return;
    const name = model.class_names[trace.prediction];
    const length = trace.values("lengths")[trace.prediction].toFixed(3);
    const words = trace.isBlank ? "" : `${name} ${length}`;
    if (words === said) return;
    said = words;
    if (trace.isBlank)
      prediction.textContent = `Nothing is drawn yet: draw a ${classNoun(model)}, or choose a sample.`;
    else
      prediction.replaceChildren(
        "The network reads ",
        element("strong", {}, name),
        `, length ${length}`,
      );
  }

  store.watch(["trace"], () => {
    const { trace } = store.state;
    if (!trace) return;
    // The attributes are for tests and bookmarklets and are always current; the words are calm.
    prediction.dataset.class = trace.isBlank ? "" : String(trace.prediction);
    prediction.dataset.length = trace.isBlank
      ? ""
      : String(trace.values("lengths")[trace.prediction]);
    if (said === null) say();
    else calm ??= setTimeout(say, CALM);
  });
  store.watch(["problem", "stroke"], () => {
    // It comes and goes above the drawing, which must not move under the pen.
    if (store.state.stroke) return;
    problem.textContent = store.state.problem?.message ?? "";
    problem.hidden = store.state.problem === null;
  });
}

/**
 * @param {import("../state/store.js").Store | import("../state/store.js").Scope} store
 * @param {string} part of the page that failed
 * @param {Error} error
 */
export function report(store, part, error) {
  const message = `${part} cannot be shown: ${error.message}`;
  store.update({ problem: { message, lasting: true } });
}
