/** Compare: a state pinned as A beside what the page shows, B, and every difference of the two. */

import { labState, withLabState } from "../../state/lab-state.js";
import { passingProblem } from "../../state/problem.js";
import { askedRouting, classNoun, shownDigit } from "../../state/state.js";
import { choice, element } from "../../widgets/dom.js";
import { createLengthPairs } from "../../widgets/length-pairs.js";
import { mountBaseline } from "./baseline.js";
import { createImageTrios } from "./image-trios.js";
import { createLayers } from "./layers.js";
import { followPinned, NONE } from "./follow-pinned.js";
import { pin } from "./pinned-state.js";
import { tellDifference, tellState } from "./words.js";

export const title = "What differs?";

/** @typedef {import("../../server/trace.js").Trace} Trace */

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { model } = store.state;
  /** @type {Trace | null} */
  let a = null;
  const pinning = createPinning(store);
  const lengths = createLengths(model);
  const images = createImageTrios(store);
  const layers = createLayers(store);
  const baseline = mountBaseline(store);
  const layer = choice("Layer", layers.choices, (value) =>
    store.update(
      withLabState(store.state, "compare", { layer: value === "primary" ? null : value }),
    ),
  );

  function show() {
    const { trace: b, models } = store.state;
    if (!b) return;
    const owner = models.find(({ name }) => name === a?.model);
    // Only what has the same classes can be set beside this network's.
    const first = owner?.class_names.join() === model.class_names.join() ? a : null;
    const sized = first?.values("image").length === b.values("image").length ? first : null;
    pinning.show(a, owner, b);
    lengths.show(a, first, b);
    images.show(sized, b);
    const chosen = layers.named(labState(store.state, "compare").layer);
    layer.show(chosen);
    layers.show(chosen, first, b, shownDigit(store.state));
    root.dataset.compared = a && sized ? `${a.model} ${a.iterations}` : "";
  }

  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      "A stays as it was pinned; B is whatever the page shows. Differences are B minus A: red where B has more, blue where it has less, white (black in the dark) where they agree.",
    ),
    ...pinning.parts,
    element(
      "div",
      { class: "columns compare-columns" },
      element("div", { class: "stack" }, ...lengths.parts, baseline.root),
      element("div", { class: "stack" }, ...images.roots),
    ),
    element("div", { class: "row" }, element("span", { class: "quiet" }, "layer"), layer.root),
    layers.root,
    element(
      "p",
      { class: "quiet lab-words" },
      "Maps and capsules of two networks that were trained apart have no common order: type 5 of one is not type 5 of the other. There only inputs, lengths and pictures can be compared; where both are of the same network, every difference comes from what was drawn and how often it was routed.",
    ),
  );
  followPinned(store, {
    pin: baseline.pin,
    show(trace) {
      a = trace;
      show();
    },
  });
  store.watch(["trace", "digit", "dark", "lab"], show);
}

/**
 * What pins and forgets A, and what A and B are.
 * @param {import("../../state/store.js").Scope} store
 */
function createPinning(store) {
  const { model } = store.state;
  const words = element("p", { class: "quiet", "data-pinned": "" });
  const forget = element(
    "button",
    { type: "button", onclick: () => store.update(withLabState(store.state, "compare", NONE)) },
    "Forget A",
  );
  const single = model.config.max_iterations === 1;
  const even = element("input", {
    ...{ type: "checkbox", role: "switch", disabled: single },
    title: single ? "This network has no pass with even couplings." : "",
    onchange: () => store.update({ routing: even.checked ? 1 : null, iteration: null }),
  });

  function pinShown() {
    const entries = pin(store.state);
    store.update(
      entries
        ? withLabState(store.state, "compare", entries)
        : passingProblem(
            "What the network receives now cannot be pinned: a picture of yours, or a drawing of very many strokes.",
          ),
    );
  }

  return {
    parts: [
      element(
        "div",
        { class: "row" },
        element("button", { type: "button", onclick: pinShown }, "Pin what is shown as A"),
        forget,
        element("label", { class: "check" }, even, "even couplings in B"),
      ),
      words,
    ],
    /**
     * @param {Trace | null} a
     * @param {import("../../state/state.js").Model | undefined} owner A's network
     * @param {Trace} b
     */
    show(a, owner, b) {
      even.checked = askedRouting(store.state) === 1;
      forget.disabled = a === null;
      words.textContent = a
        ? `A: ${tellState(a, owner)}. B, as the page shows: ${tellState(b, model)}.`
        : "Nothing is pinned. Pin what is shown as A; then draw something else, or choose another network or another number of iterations: that is B.";
    },
  };
}

/** @param {import("../../state/state.js").Model} model */
function createLengths(model) {
  const { class_names: names } = model;
  const verdict = element("p", { class: "verdict", "data-verdict": "" });
  const pairs = createLengthPairs({ names, noun: classNoun(model), first: "A" });
  return {
    parts: [element("h3", {}, "Lengths"), verdict, pairs.root],
    /**
     * @param {Trace | null} a
     * @param {Trace | null} first A, where its classes are those of B
     * @param {Trace} b
     */
    show(a, first, b) {
      const winner = b.isBlank ? null : b.prediction;
      pairs.show(first?.values("lengths") ?? null, b.values("lengths"), { head: "B", winner });
      if (!a) verdict.textContent = "";
      else if (!first) verdict.textContent = "A's network has other classes than B's.";
      else verdict.textContent = tellDifference(first, b, names);
    },
  };
}
