/** Pose: the drawing turned, shifted, scaled or sheared step by step, and what becomes of the answer. */

import { element } from "../../widgets/dom.js";
import { classNoun } from "../../state/state.js";
import { createPoseControls } from "./controls.js";
import { createCurves } from "./curves.js";
import { createPoseNumbers } from "./capsule-numbers.js";
import { followSweep } from "./sweep.js";
import { nearest, POSES } from "./poses.js";

export const title = "How does the answer hold when the drawing is moved?";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const noun = classNoun(store.state.model);
  /** @type {import("./swept.js").Swept | null} */
  let swept = null;
  /** The pose of the drawing. @type {number | null} */
  let value = null;
  const waiting = element("p", { class: "quiet waiting", role: "status" });
  const progress = element("progress", { "aria-label": "The sweep", hidden: true });
  const actions = {
    /** @param {number | null} step */
    point(step) {
      curves.point(step);
      numbers.point(step);
    },
    /** @param {number} step */
    choose(step) {
      if (swept) sweep.move(swept.values[step]);
    },
  };
  const curves = createCurves(store, actions);
  const numbers = createPoseNumbers(store, actions);
  const controls = createPoseControls(store, actions);
  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      `One call reads the drawing in every pose. Point at a curve to see the picture that the network received; ` +
        `click, drag or press Enter to put your drawing into that pose. Without a chosen ${noun} the curves are told from the ` +
        `winner's side: the ${noun} that is longest where nothing is moved.`,
    ),
    controls.root,
    element("div", { class: "row" }, progress, waiting),
    curves.root,
    numbers.root,
    element(
      "p",
      { class: "quiet lab-words" },
      "Nothing promises that a curve stays up. Routing by itself does not make a network robust to turned or sheared " +
        "pictures (Gu and Tresp, 2020); even couplings stand beside it so that you see what it adds here. Lengths of " +
        "capsules and probabilities are not the same quantity: compare where the answer changes, not how high the " +
        "curves are. One drawing is no measurement of a network.",
    ),
  );
  const sweep = followSweep(store, {
    show(newest) {
      swept = newest;
      curves.show(newest);
      numbers.show(newest);
      mark();
    },
    wait(busy, words) {
      progress.hidden = !busy;
      waiting.textContent = words ?? "\u00a0";
    },
    pose(newest) {
      value = newest;
      mark();
    },
  });

  function mark() {
    if (!swept) return;
    const shown = value ?? POSES[swept.kind].none;
    curves.mark(shown);
    controls.mark(swept, nearest(swept.values, shown));
  }
}
