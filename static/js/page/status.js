/** What the network says, in one line, and what went wrong, in another. */

import { byLength } from "../network/longest.js";
import { classNoun, watchTrace } from "../state/state.js";
import { element } from "../widgets/dom.js";

/** Milliseconds between two announcements: a screen reader would drown in every frame's answer. */
const CALM = 700;

/** Where the second length is closer to the first than this, the call is close. */
const CLOSE = 0.3;

/**
 * @param {{prediction: HTMLElement, announcement: HTMLElement, problem: HTMLElement}} roots
 * @param {import("../state/store.js").Store} store
 */
export function mount({ prediction, announcement, problem }, store) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let calm = null;
  const [first, length, second] = ["strong", "span", "span"].map((tag) =>
    element(/** @type {"span"} */ (tag), {}),
  );
  prediction.replaceChildren(first, length, second);
  store.watch(["model"], () => {
    // Names have two lines: together with both lengths they are too long for one.
    prediction.toggleAttribute("data-names", hasNames(store.state.model));
  });

  function announce() {
    calm = null;
    if (announcement.textContent !== prediction.textContent)
      announcement.textContent = prediction.textContent;
  }

  watchTrace(store, ["trace"], (trace, { model, input }) => {
    const lengths = trace.values("lengths");
    const [best] = byLength(lengths);
    prediction.dataset.class = trace.isBlank ? "" : String(best);
    prediction.dataset.length = trace.isBlank ? "" : String(lengths[best]);
    const texts = trace.isBlank ? ["", "", tellBlank(model, input)] : tellAnswer(model, lengths);
    [first, length, second].forEach((place, index) => void (place.textContent = texts[index]));
    prediction.title = texts.join("");
    // The words are always those of the bars; those who hear them are told now and then.
    calm ??= setTimeout(announce, CALM);
  });
  store.watch(["problem", "stroke"], () => {
    // It comes and goes above the drawing, which must not move under the pen.
    if (store.state.stroke) return;
    problem.textContent = store.state.problem?.message ?? "";
    problem.hidden = store.state.problem === null;
  });
}

/**
 * The class that is longest, its length, and the one that comes next.
 * @param {Pick<import("../state/state.js").Model, "class_names">} model
 * @param {ArrayLike<number>} lengths
 */
export function tellAnswer(model, lengths) {
  const [best, next] = byLength(lengths);
  const then = `${model.class_names[next]}, ${lengths[next].toFixed(3)}`;
  const close = lengths[best] - lengths[next] < CLOSE;
  return [
    model.class_names[best],
    ` ${lengths[best].toFixed(3)}`,
    ` ${hasNames(model) ? "" : "· "}${close ? "close call: or" : "then"} ${then}`,
  ];
}

/**
 * @param {import("../state/state.js").Model} model
 * @param {import("../state/state.js").Input} input
 */
function tellBlank(model, input) {
  if (input.kind === "picture") return `No ink was found in ${input.name}.`;
  return `Nothing is drawn yet: draw a ${classNoun(model)}.`;
}

/** @param {Pick<import("../state/state.js").Model, "class_names">} model */
function hasNames({ class_names: names }) {
  return names.some((name) => name.length > 2);
}

/**
 * @param {import("../state/store.js").Store | import("../state/store.js").Scope} store
 * @param {string} part of the page that failed
 * @param {Error} error
 */
export function report(store, part, error) {
  const message = `${part} cannot be shown: ${error.message}`;
  store.update({ problem: { message, owner: null } });
}
