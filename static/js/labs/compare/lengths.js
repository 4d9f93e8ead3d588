/** The lengths of A and of B, and in words how the two differ. */

import { labState } from "../../state/lab-in-link.js";
import { classNoun } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { createLengthPairs } from "../../widgets/length-pairs.js";
import { tellLimits, tellStranger } from "./comparable.js";
import { tellDifference } from "./words.js";

/** @param {import("../../state/store.js").Scope} store */
export function createLengths(store) {
  const { model } = store.state;
  const { class_names: names } = model;
  const verdict = element("p", { class: "compare-words", "data-verdict": "" });
  const pairs = createLengthPairs({ names, noun: classNoun(model), first: "A" });
  return {
    ...{ verdict, root: pairs.root },
    /** @param {import("./compare.js").Compared} compared */
    show({ a, owner, b, comparable }) {
      const winner = b.isBlank ? null : b.prediction;
      const first = comparable.lengths ? a : null;
      pairs.show(first?.values("lengths") ?? null, b.values("lengths"), { head: "B", winner });
      // What cannot be compared is said first.
      verdict.textContent = [
        a ? tellLimits(comparable) : "",
        owner ? tellStranger("A", owner, "strokes" in labState(store.state, "compare")) : "",
        a ? tellStranger("B", model, store.state.input.kind === "strokes") : "",
        first ? tellDifference(first, b, names) : "",
      ]
        .filter(Boolean)
        .join(" ");
    },
  };
}
