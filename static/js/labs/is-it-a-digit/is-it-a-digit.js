/** Is this a digit at all? How well the winner's capsule draws the drawing again, beside digits. */

import { getErrors } from "../../server/lab-api.js";
import { wordsOf } from "../../state/problem.js";
import { element } from "../../widgets/dom.js";
import { mountAdversarial } from "./adversarial.js";
import { keptAnswers } from "./kept-answers.js";
import { mountNonDigits } from "./non-digit-tiles.js";
import { createTest } from "./test.js";
import { mountThreshold } from "./threshold-view.js";

export const about = [
  "The network must name a class for whatever it is given. But it also draws what it named: where the picture of the longest " +
    "capsule is far from the drawing, it has hardly seen such a thing. The test compares that squared error with those of " +
    "held-out pictures (Frosst, Sabour and Hinton, 2018).",
  "What passes is not proven to be a digit: the test asks only how well one capsule draws the picture. An attacker who knows of " +
    "it can make pictures that are read wrong and drawn again well: stronger attacks than the one here evade the test. And it " +
    "refuses real digits too: of such as were held out, as many as the false alarms say.",
  "The attack is the fast gradient sign method (Goodfellow, Shlens and Szegedy, 2015): every pixel is moved by the same strength, " +
    "one step, in the direction in which the longest capsule's lead over the second shrinks fastest.",
];

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "threshold", title: "The test" },
    line: "What the longest capsule draws badly again, the network has hardly seen before.",
    mount: mountWith(mountThreshold),
  },
  {
    ...{ name: "others", title: "No digits" },
    line: "The network names a class for these too. Click one to take it as the drawing.",
    mount: mountWith(mountNonDigits),
  },
  {
    ...{ name: "adversarial", title: "Adversarial" },
    line: "The drawing, every pixel changed by the same strength, each where it hurts the answer most.",
    mount: mountWith(mountAdversarial),
  },
];

const errorsOf = keptAnswers(getErrors);

/**
 * A sub-tab of the test, once the errors of held-out pictures are there.
 * @param {(store: import("../../state/store.js").Scope, test: import("./test.js").Test) =>
 *   {roots: HTMLElement[], tools: HTMLElement[]}} create
 * @returns {import("../../page/stage-host.js").Mount}
 */
function mountWith(create) {
  return (root, store, _, tools) => {
    const body = element("div", { class: "lab is-it" }, element("p", { class: "quiet" }, "…"));
    root.append(body);
    errorsOf(store.state.model).then(
      (errors) => {
        if (!root.contains(body)) return;
        const test = createTest(store, errors);
        const view = create(store, test);
        body.replaceChildren(...view.roots);
        tools.append(element("div", { class: "lab-tools" }, ...view.tools));
      },
      (error) => {
        if (root.contains(body))
          body.replaceChildren(element("p", { "data-missing": "" }, wordsOf(error)));
      },
    );
  };
}
