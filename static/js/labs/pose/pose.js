/** Pose: the drawing turned, shifted, scaled or sheared step by step, and what becomes of the answer. */

import { element } from "../../widgets/dom.js";
import { createPoseControls } from "./controls.js";
import { createCurves } from "./curves.js";
import { createPoseNumbers } from "./capsule-numbers.js";
import { rangeOf } from "./pose-range.js";
import { followSweep } from "./sweep.js";
import { nearest, POSES } from "./poses.js";
import { createSeenPose } from "./seen-pose.js";

export const about = [
  "Point at a curve to see the picture that the network received; click, drag or press Enter to put your drawing into that pose. " +
    "Until you choose a digit, the orange curve is the one that is longest where nothing is moved.",
  "A curve need not stay up. Routing by itself does not make a network robust to turned or sheared pictures (Gu and Tresp, " +
    "2020); even couplings stand beside it so that you see what it adds here. Lengths of capsules and probabilities are not " +
    "the same quantity: compare where the answer changes, not how high the curves are. One drawing is no measurement of a network.",
  "That a number follows the pose of this drawing does not make it a clean factor of pose: other drawings, and other poses, move it too.",
];

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "curves", title: "Curves" },
    mount: mountWith((store, actions, line) => {
      const curves = createCurves(store, ["lengths"], actions);
      const seen = createSeenPose(store);
      store.watch(["lab"], () => {
        const { count } = rangeOf(store.state);
        line.textContent = `The network reads your drawing in ${count} poses. The orange curve is the digit it reads now.`;
      });
      return { roots: [...curves.roots, seen.root], parts: [curves, seen] };
    }),
  },
  {
    ...{ name: "without", title: "With and without" },
    line: "The same poses, read in three ways: compare where the answer changes, not how high the curves are.",
    mount: mountWith((store, actions) => {
      const curves = createCurves(store, ["lengths", "uniform", "baseline"], actions);
      return { roots: curves.roots, parts: [curves] };
    }),
  },
  {
    ...{ name: "numbers", title: "Its numbers" },
    line: "What each number of one capsule does as the drawing moves, all on one scale.",
    mount: mountWith((store, actions) => {
      const numbers = createPoseNumbers(store, actions);
      return { roots: [numbers.root], parts: [numbers] };
    }),
  },
];

/**
 * @typedef {{point: (step: number | null) => void, choose: (step: number) => void}} Actions
 *
 * @typedef {Object} Part of a sub-tab
 * @property {(swept: import("./swept.js").Swept) => void} show
 * @property {(step: number | null) => void} point at a step
 * @property {(value: number) => void} [mark] told of the pose that the drawing is in
 */

/**
 * A sub-tab: what it shows, and below it the controls, which are the same in all.
 * @param {(store: import("../../state/store.js").Scope, actions: Actions, line: HTMLElement) =>
 *   {roots: HTMLElement[], parts: Part[]}} create
 * @returns {import("../../page/stage-host.js").Mount}
 */
function mountWith(create) {
  return (root, store, _, tools, line) => {
    /** @type {import("./swept.js").Swept | null} */
    let swept = null;
    /** The pose of the drawing. @type {number | null} */
    let value = null;
    const actions = {
      /** @param {number | null} step */
      point: (step) => parts.forEach((part) => part.point(step)),
      /** @param {number} step */
      choose(step) {
        if (swept) sweep.move(swept.values[step]);
      },
    };
    const { roots, parts } = create(store, actions, line);
    const controls = createPoseControls(store, actions);
    const waiting = element("p", { class: "quiet", role: "status", "data-waiting": "" });
    root.append(
      element("div", { class: "lab pose" }, element("div", { class: "pose-parts" }, ...roots)),
    );
    tools.append(controls.root);
    root.firstElementChild?.prepend(
      element("div", { class: "lab-words" }, controls.words, waiting),
    );
    const sweep = followSweep(store, {
      show(newest) {
        swept = newest;
        for (const part of parts) part.show(newest);
        mark();
      },
      wait(busy, words) {
        root.toggleAttribute("data-busy", busy);
        waiting.textContent = words ?? "";
      },
      pose(newest) {
        value = newest;
        mark();
      },
    });

    function mark() {
      if (!swept) return;
      const shown = value ?? POSES[swept.kind].none;
      for (const part of parts) part.mark?.(shown);
      controls.mark(swept, nearest(swept.values, shown));
    }
  };
}
