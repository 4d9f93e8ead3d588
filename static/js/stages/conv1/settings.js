/** What chooses how Conv1's maps and kernels are shown. */

import { choice, dropDown } from "../../widgets/dom.js";
import { switched, withSwitch } from "../../state/state.js";

/** @type {Record<"relu" | "order" | "maps", [typeof choice | typeof dropDown, string, {value: string, text: string, title?: string}[]]>} */
const CHOICES = {
  relu: [
    choice,
    "Activation",
    [
      { value: "before", text: "before ReLU" },
      { value: "after", text: "after ReLU" },
    ],
  ],
  order: [
    dropDown,
    "Order",
    [
      { value: "maximum", text: "largest cell first" },
      { value: "mean", text: "largest mean first" },
      { value: "index", text: "by number" },
    ],
  ],
  maps: [
    choice,
    "Range of the colours",
    [
      { value: "layer", text: "scale: layer", title: "One range of colours for all" },
      { value: "unit", text: "scale: unit", title: "Each map and each kernel has its own range" },
    ],
  ],
};

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {(keyof typeof CHOICES)[]} names
 */
export function createSettings(store, names) {
  return names.map((name) => {
    const [make, label, values] = CHOICES[name];
    const made = make(label, values, (/** @type {string} */ value) =>
      store.update(withSwitch(store.state, name, value)),
    );
    store.watch(["switches"], () => made.show(switched(store.state, name)));
    return made.root;
  });
}
