/** Compare: a state pinned as A beside what the page shows, B, and every difference of the two. */

import { choice, element, loadStyles } from "../../widgets/dom.js";
import { tileLayout } from "../../graphics/raster.js";
import { createLengthPairs } from "../../widgets/length-pairs.js";
import { askedRouting, beginsEven, classNoun, shownDigit } from "../../state/state.js";
import { mountBaseline } from "./baseline.js";
import { createLayers } from "./layers.js";
import { createTrio } from "./difference-trio.js";
import { labState, withLabState } from "../../state/lab-state.js";
import { pin, readPinned, tracePinned } from "./pinned-state.js";

export const title = "What differs?";

const NONE = { net: null, routing: null, center: null, strokes: null, pixels: null };

/**
 * The trace of A, kept while labs come and go: another network mounts them anew.
 * @type {{text: string, trace: import("../../server/trace.js").Trace} | null}
 */
let kept = null;

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  void loadStyles("tables");
  const { model } = store.state;
  const { class_names: names, image, config } = model;
  const { height, width, channels } = image;
  const noun = classNoun(model);
  /** @type {import("../../server/trace.js").Trace | null} */
  let a = null;
  let asked = "";

  const words = element("p", { class: "quiet", "data-pinned": "" });
  const verdict = element("p", { class: "verdict", "data-verdict": "" });
  const pinButton = element(
    "button",
    { type: "button", onclick: pinShown },
    "Pin what is shown as A",
  );
  const forget = element(
    "button",
    { type: "button", onclick: () => store.update(withLabState(store.state, "compare", NONE)) },
    "Forget A",
  );
  const even = element("input", {
    type: "checkbox",
    role: "switch",
    disabled: config.max_iterations === 1,
    title: config.max_iterations === 1 ? "This network has no pass with even couplings." : "",
    onchange: () => store.update({ routing: even.checked ? 1 : null, iteration: null }),
  });
  const pairs = createLengthPairs({ names, noun, first: "A" });
  /** @type {(cell: import("../../widgets/picture.js").Cell) => string} */
  const pixel = ({ row, column }) => `row ${row}, column ${column}`;
  const one = tileLayout({ count: 1, rows: height * channels, columns: width, across: 1 });
  const input = createTrio(store, {
    ...{ label: "What the network receives", layout: one, ink: channels === 1, words: "ink" },
    ...{ place: pixel, part: "image" },
    unit: ({ row, column }) => ({ kind: "pixel", row: row % height, column }),
  });
  const drawn = createTrio(store, {
    ...{ label: "What the decoder draws of it", layout: one, ink: channels === 1, words: "ink" },
    ...{ place: pixel, part: "reconstruction" },
    unit: ({ row, column }) => ({
      kind: "decoded",
      digit: shownDigit(store.state),
      row: row % height,
      column,
    }),
  });
  const layers = createLayers(store);
  const baseline = mountBaseline(store);
  const layer = choice("Layer", layers.choices, (value) => {
    store.update(
      withLabState(store.state, "compare", { layer: value === "primary" ? null : value }),
    );
    show();
  });

  function pinShown() {
    const entries = pin(store.state);
    if (!entries) {
      const message =
        "What the network receives now cannot be pinned: a picture of yours, or a drawing of very many strokes.";
      store.update({ problem: { message, lasting: false } });
      return;
    }
    store.update(withLabState(store.state, "compare", entries));
  }

  async function follow() {
    const { lab, models } = store.state;
    const { layer: _, ...entries } = labState(store.state, "compare");
    const text = JSON.stringify(entries);
    if (text === asked) return;
    asked = text;
    const given = readPinned(entries, models);
    if (!given && lab && Object.keys(entries).length > 0) {
      const message = "The state that this link pins as A is none of this page's.";
      store.update({ ...withLabState(store.state, "compare", NONE) });
      store.update({ problem: { message, lasting: true } });
      return;
    }
    baseline.pin(given);
    if (!given) a = null;
    else if (kept?.text === text) a = kept.trace;
    else {
      try {
        const trace = await tracePinned(given);
        kept = { text, trace };
        if (asked !== text) return;
        a = trace;
      } catch (error) {
        asked = "";
        const message = error instanceof Error ? error.message : String(error);
        store.update({ problem: { message, lasting: false } });
      }
    }
    show();
  }

  function show() {
    const { trace: b, models } = store.state;
    const routing = askedRouting(store.state);
    if (b?.model !== model.name) return;
    even.checked = routing === 1;
    forget.disabled = a === null;
    const owner = models.find(({ name }) => name === a?.model);
    // Only what has the same classes can be set beside this network's.
    const first = owner?.class_names.join() === names.join() ? a : null;
    const lengths = b.values("lengths");
    pairs.show(first?.values("lengths") ?? null, lengths, {
      head: "B",
      winner: b.isBlank ? null : b.prediction,
    });
    words.textContent = a
      ? `A: ${tellState(a, owner)}. B, as the page shows: ${tellState(b, model)}.`
      : "Nothing is pinned. Pin what is shown as A; then draw something else, or choose another network or another number of iterations: that is B.";
    verdict.textContent = !a
      ? ""
      : first
        ? tell(first, b)
        : "A's network has other classes than B's.";
    const digit = shownDigit(store.state);
    /** @type {(trace: import("../../server/trace.js").Trace) => Float32Array} */
    const picture = (trace) =>
      trace.slice("reconstructions", store.state.digit ?? trace.prediction);
    const sized = first?.values("image").length === b.values("image").length ? first : null;
    input.show(sized && sized.values("image"), b.values("image"));
    drawn.show(sized && picture(sized), picture(b));
    const chosen = labState(store.state, "compare").layer ?? "primary";
    layer.show(layers.has(chosen) ? chosen : "primary");
    layers.show(chosen, first, b, digit);
    root.dataset.compared = a && sized ? `${a.model} ${a.iterations}` : "";
  }

  /**
   * @param {import("../../server/trace.js").Trace} trace
   * @param {import("../../state/state.js").Model | undefined} owner
   */
  function tellState(trace, owner) {
    const rounds = `${trace.iterations} ${trace.iterations === 1 ? "iteration" : "iterations"}`;
    const read = trace.isBlank
      ? "nothing is drawn"
      : `reads ${trace.className}, length ${trace.values("lengths")[trace.prediction].toFixed(3)}`;
    return `${owner?.title ?? trace.model}, ${rounds}${owner && trace.iterations === 1 ? (beginsEven(owner.config, 0) ? " (even couplings)" : " (attention)") : ""}, ${read}`;
  }

  /**
   * @param {import("../../server/trace.js").Trace} first
   * @param {import("../../server/trace.js").Trace} second
   */
  function tell(first, second) {
    const off = names.map((_, index) =>
      Math.abs(second.values("lengths")[index] - first.values("lengths")[index]),
    );
    const most = off.indexOf(Math.max(...off));
    const answer =
      first.prediction === second.prediction
        ? `Both read ${names[first.prediction]}.`
        : `A reads ${names[first.prediction]}, B reads ${names[second.prediction]}.`;
    return `${answer} The length of ${names[most]} differs most, by ${off[most].toFixed(3)}.`;
  }

  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      "A stays as it was pinned; B is whatever the page shows. Differences are B minus A: red where B has more, blue where it has less, white (black in the dark) where they agree.",
    ),
    element(
      "div",
      { class: "row" },
      pinButton,
      forget,
      element("label", { class: "check" }, even, "even couplings in B"),
    ),
    words,
    element(
      "div",
      { class: "columns compare-columns" },
      element(
        "div",
        { class: "stack uniform" },
        element("h3", {}, "Lengths"),
        verdict,
        pairs.root,
        baseline.root,
      ),
      element("div", { class: "stack" }, input.root, drawn.root),
    ),
    element("div", { class: "row" }, element("span", { class: "quiet" }, "layer"), layer.root),
    layers.root,
    element(
      "p",
      { class: "quiet lab-words" },
      "Maps and capsules of two networks that were trained apart have no common order: type 5 of one is not type 5 of the other. There only inputs, lengths and pictures can be compared; where both are of the same network, every difference comes from what was drawn and how often it was routed.",
    ),
  );
  store.watch(["lab"], () => void follow());
  store.watch(["trace", "digit", "dark"], show);
}
