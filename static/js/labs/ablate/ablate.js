/** Ablate: parts of the network switched off, and what it says without them. */

import { element } from "../../widgets/dom.js";
import { createTold } from "../told.js";
import { followAblation } from "./ask.js";
import { mountBeforeAndAfter } from "./before-and-after.js";
import { mountRanking } from "./ranking.js";
import { mountSwitches } from "./switches.js";
import { mountTiles } from "./tiles.js";

export const about = [
  "Everything after the primary capsules is computed again on the server. Off means that a vote û is zero: it is taken out of " +
    "the sums s and agrees with nothing. Its coupling is not shared out: c remains the softmax over all classes of the capsule's " +
    "logits, and the share of what is off is spent on nothing. The layers above and the columns beside stay those of the whole network.",
  "A loss is that of this drawing and of these weights: parts that other drawings need may cost nothing here, and two parts that " +
    "can stand in for one another may each cost nothing alone. The network was not trained with parts missing.",
];

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    ...{ name: "switches", title: "Switches" },
    line: "Click capsules to switch them off: here is what the network says without them.",
    mount: mountWith((store, switches, told) => {
      const effect = mountBeforeAndAfter(store, told);
      const tiles = mountTiles(store, switches, told);
      const columns = element("div", { class: "ablate-columns" }, tiles.root, ...effect.roots);
      return { words: effect.verdict, columns, show: effect.show, tools: tiles.tools };
    }),
  },
  {
    ...{ name: "ranking", title: "Largest effect first" },
    line: "What one part more would cost the digit's capsule. Click a bar or a position to switch it off.",
    mount: mountWith((store, { toggle }, told) => {
      const { words, roots, show } = mountRanking(store, toggle, told);
      const columns = element("div", { class: "ablate-columns ranking" }, ...roots);
      return { words, columns, show };
    }),
  },
];

/**
 * A sub-tab: words, what it shows, and below it what takes switches back.
 * @param {(store: import("../../state/store.js").Scope, switches: ReturnType<typeof mountSwitches>,
 *   told: ReturnType<typeof createTold>) => {words: HTMLElement, columns: HTMLElement,
 *   tools?: HTMLElement[], show: (answer: import("./ask.js").Answer) => void}} create
 * @returns {import("../../page/stage-host.js").Mount}
 */
function mountWith(create) {
  return (root, store, _, tools) => {
    const switches = mountSwitches(store);
    const told = createTold();
    const { words, columns, show, tools: own = [] } = create(store, switches, told);
    const waiting = element("span", { class: "quiet", role: "status" });
    root.append(
      element(
        "div",
        { class: "lab ablate" },
        element("div", { class: "lab-words" }, words, waiting),
        columns,
        told.root,
      ),
    );
    tools.append(element("div", { class: "lab-tools" }, ...own, ...switches.tools));
    followAblation(store, {
      show,
      wait(busy) {
        root.toggleAttribute("data-busy", busy);
        waiting.textContent = busy ? "Computing…" : "";
      },
    });
  };
}
