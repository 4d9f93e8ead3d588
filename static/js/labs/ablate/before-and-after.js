/** Before and after: lengths of every class and the decoder's pictures, with their difference. */

import { classNoun, shownDigit } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { createLengthPairs } from "../../widgets/length-pairs.js";
import { minusPicture } from "../channels.js";
import { createInkPictures } from "../ink-pictures.js";

const PICTURES = [
  { title: "all on", hook: "ablate-before" },
  { title: "with parts off", hook: "ablate-after" },
  { title: "difference", hook: "ablate-difference", difference: true },
];

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {ReturnType<typeof import("../told.js").createTold>} told
 */
export function mountBeforeAndAfter(store, told) {
  const { model } = store.state;
  const { class_names: names } = model;
  const pairs = createLengthPairs({ names, noun: classNoun(model), first: "all on" });
  const verdict = element("p", { class: "verdict", "data-verdict": "" });
  const pictures = createInkPictures(
    store,
    PICTURES.map((each) => ({ ...each, label: `What the decoder draws, ${each.title}` })),
    { told },
  );
  /** @type {import("./ask.js").Answer | null} */
  let answer = null;

  function show() {
    if (!answer) return;
    const { trace, lengths, pictures: drawn, off } = answer;
    const winner = lengths.indexOf(Math.max(...lengths));
    pairs.show(trace.values("lengths"), lengths, {
      head: "parts off",
      winner: trace.isBlank ? null : winner,
    });
    verdict.textContent = tell(trace, names[winner], off.length > 0);
    const digit = shownDigit(store.state);
    const before = trace.slice("reconstructions", digit);
    const after = drawn.subarray(digit * before.length, (digit + 1) * before.length);
    pictures.show([before, after, minusPicture(after, before)]);
  }

  store.watch(["digit", "dark"], show);
  return {
    /** @param {import("./ask.js").Answer} newest */
    show(newest) {
      answer = newest;
      show();
    },
    verdict,
    roots: [
      pairs.root,
      element(
        "section",
        { class: "pictures-off", "aria-label": "What the decoder draws" },
        ...pictures.roots,
      ),
    ],
  };
}

/**
 * @param {Pick<import("../../server/trace.js").Trace, "isBlank" | "className">} trace of the whole network
 * @param {string} winner class that is longest without the parts
 * @param {boolean} anyOff
 */
function tell({ isBlank, className }, winner, anyOff) {
  if (isBlank) return "Nothing is drawn.";
  if (!anyOff) return `All is on: ${className} is longest.`;
  return winner === className
    ? `Without these parts ${className} is still the longest.`
    : `Without these parts the answer changes: ${winner} is longest instead of ${className}.`;
}
