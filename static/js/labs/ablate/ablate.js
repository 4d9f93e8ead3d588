/** Ablate: parts of the network switched off, and what it says without them. */

import { element } from "../../widgets/dom.js";
import { classNoun } from "../../state/state.js";
import { followAblation } from "./ask.js";
import { mountBeforeAndAfter } from "./before-and-after.js";
import { mountRanking } from "./ranking.js";
import { mountSwitches } from "./switches.js";

export const title = "What does the network lose without…?";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { config } = store.state.model;
  const noun = classNoun(store.state.model);
  const switches = mountSwitches(store);
  const effect = mountBeforeAndAfter(store);
  const ranking = mountRanking(store, switches.toggle);
  const waiting = element("p", { class: "quiet" });
  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      "Everything after the primary capsules is computed again on the server. Off means that a vote û is zero: " +
        "it is taken out of the sums s and agrees with nothing. Its coupling is not shared out: c remains " +
        `the softmax over all ${config.classes} ${noun === "digit" ? "digits" : "classes"} of the capsule's logits, and the share of what is off ` +
        "is spent on nothing. The strip above shows the whole network, with nothing switched off.",
    ),
    element(
      "div",
      { class: "columns ablate-columns" },
      element("div", { class: "stack" }, switches.root),
      element("div", { class: "stack" }, effect.root),
    ),
    ranking.root,
    waiting,
    element(
      "p",
      { class: "quiet lab-words" },
      "A loss is that of this drawing and of these weights: parts that other drawings need may cost nothing here, " +
        "and two parts that can stand in for one another may each cost nothing alone. The network was not trained " +
        "with parts missing.",
    ),
  );
  followAblation(store, {
    show(answer) {
      effect.show(answer);
      ranking.show(answer);
    },
    wait: (busy) => (waiting.textContent = busy ? "Computing…" : "\u00a0"),
  });
}
