/** Compare: a state pinned as A beside what the page shows, B, and every difference of the two. */

import { element } from "../../widgets/dom.js";
import { createTold } from "../told.js";
import { mountBaseline } from "./baseline.js";
import { comparableOf } from "./comparable.js";
import { followPinned } from "./follow-pinned.js";
import { createImageTrios } from "./image-trios.js";
import { createLayers } from "./layers.js";
import { createLengths } from "./lengths.js";
import { createPinning } from "./pinning.js";

export const about = [
  "A stays as it was pinned; B is whatever the page shows. Differences are B minus A: red where B has more, blue where it has " +
    "less, white (black in the dark) where they agree.",
  "Maps and capsules of two networks that were trained apart have no common order: type 5 of one is not type 5 of the other. " +
    "There only inputs, lengths and pictures can be compared. Where both are of the same network, every difference comes from " +
    "what was drawn and how often it was routed.",
];

/**
 * @typedef {import("../../server/trace.js").Trace} Trace
 *
 * @typedef {Object} Compared
 * @property {Trace | null} a
 * @property {import("../../state/state.js").Model | undefined} owner A's network
 * @property {Trace} b
 * @property {import("./comparable.js").Comparable} comparable
 *
 * @typedef {Object} View of a sub-tab
 * @property {HTMLElement} words its first row
 * @property {HTMLElement} root
 * @property {(compared: Compared) => void} show
 * @property {(given: import("./pinned-state.js").Given | null) => void} [pin] told of what A is of
 */

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "answers", title: "Answers" },
    mount: mountWith((store, told) => {
      const lengths = createLengths(store);
      const images = createImageTrios(store, told);
      const root = element(
        "div",
        // One figure: what a person exports of a comparison.
        { class: "compare-columns", "data-figure": "comparison", role: "group" },
        lengths.root,
        images.root,
      );
      root.setAttribute("aria-label", "The comparison of A and B");
      return {
        ...{ words: lengths.verdict, root },
        show(compared) {
          lengths.show(compared);
          images.show(compared);
        },
      };
    }),
  },
  {
    ...{ name: "layers", title: "Layers" },
    mount: mountWith(createLayers),
  },
  {
    ...{ name: "plain", title: "Without capsules" },
    mount: mountWith(mountBaseline),
  },
];

/**
 * A sub-tab: above it what A and B are, below it what pins A.
 * @param {(store: import("../../state/store.js").Scope, told: ReturnType<typeof createTold>) => View} create
 * @returns {import("../../page/stage-host.js").Mount}
 */
function mountWith(create) {
  return (root, store, _, tools, line) => {
    /** @type {Trace | null} */
    let a = null;
    const told = createTold();
    const pinning = createPinning(store, line);
    const view = create(store, told);
    root.append(element("div", { class: "lab compare" }, view.words, view.root, told.root));
    tools.append(element("div", { class: "lab-tools" }, ...pinning.tools));

    function show() {
      const { trace: b, models, model } = store.state;
      if (!b) return;
      const owner = models.find(({ name }) => name === a?.model);
      const comparable = comparableOf(a && owner ? owner : null, model);
      pinning.show(a, owner, b);
      view.show({ a, owner, b, comparable });
      root.dataset.compared = a && comparable.pictures ? `${a.model} ${a.iterations}` : "";
    }

    followPinned(store, {
      pin: (given) => view.pin?.(given),
      show(trace) {
        a = trace;
        show();
      },
    });
    store.watch(["trace", "digit", "dark", "lab"], show);
  };
}
