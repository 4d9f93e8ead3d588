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

/** @param {import("../../state/store.js").Scope} store */
export function mountBeforeAndAfter(store) {
  const { model } = store.state;
  const { class_names: names } = model;
  const pairs = createLengthPairs({ names, noun: classNoun(model), first: "all on" });
  const verdict = element("p", { class: "verdict", "data-verdict": "" });
  const heading = element("h3", {}, "What the decoder draws");
  const pictures = createInkPictures(
    store,
    PICTURES.map((each) => ({ ...each, label: `What the decoder draws, ${each.title}` })),
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
    heading.textContent = `What the decoder draws from the capsule of ${names[digit]}`;
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
    root: element(
      "div",
      { class: "stack" },
      element("h3", {}, "Before and after"),
      verdict,
      pairs.root,
      heading,
      element(
        "div",
        { class: "triple" },
        ...pictures.roots,
        element("div", { class: "both" }, pictures.legend),
      ),
    ),
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
