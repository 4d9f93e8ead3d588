/** The layers that A and B are compared in, one of them at a time. */

import { labState, withLabState } from "../../state/lab-in-link.js";
import { openStage, shownDigit } from "../../state/state.js";
import { choice, element } from "../../widgets/dom.js";
import { layerTrios } from "./layer-trios.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {ReturnType<typeof import("../told.js").createTold>} told
 * @returns {import("./compare.js").View}
 */
export function createLayers(store, told) {
  const layers = layerTrios(store, told);
  const root = element("div", { class: "layer-trio" });
  const strange = element(
    "div",
    { class: "stack", "data-incomparable": "", hidden: true },
    element(
      "p",
      {},
      "A and B are of different networks. Their maps and capsules have no common order: unit 5 of one is not unit 5 of the other. So nothing is subtracted here.",
    ),
    element(
      "button",
      { type: "button", onclick: () => store.update(openStage("compare", "answers")) },
      "Compare their answers and pictures",
    ),
  );
  const chosen = choice(
    "Layer",
    Object.entries(layers).map(([value, { text }]) => ({ value, text })),
    (value) => {
      const layer = value === "primary" ? null : value;
      store.update(withLabState(store.state, "compare", { layer }));
    },
  );
  /** @type {Map<string, ReturnType<(typeof layers)["conv1"]["trio"]>>} */
  const made = new Map();
  let open = "";

  /** @param {keyof typeof layers} name */
  function openTrio(name) {
    const trio = made.get(name) ?? layers[name].trio();
    made.set(name, trio);
    if (open !== name) {
      root.replaceChildren(...trio.roots(true), ...trio.legends);
      root.setAttribute("aria-label", trio.label);
      open = name;
    }
    return trio;
  }

  return {
    words: element("div", { class: "layer-words" }, chosen.root),
    root: element("div", { class: "layer" }, strange, root),
    show({ a, b, comparable }) {
      const name = layerNamed(labState(store.state, "compare").layer);
      chosen.show(name);
      const isStrange = a !== null && !comparable.units;
      root.hidden = isStrange;
      strange.hidden = !isStrange;
      // Just after the lab was opened the capsules are on their way.
      if (isStrange || (name === "primary" && !b.has("primary"))) return;
      const { values } = layers[name];
      const digit = shownDigit(store.state);
      openTrio(name).show(a && values(a, digit), values(b, digit));
    },
  };

  /** The layer of a name; the primary capsules where none has it. @param {string} [name] */
  function layerNamed(name = "") {
    return /** @type {keyof typeof layers} */ (Object.hasOwn(layers, name) ? name : "primary");
  }
}
