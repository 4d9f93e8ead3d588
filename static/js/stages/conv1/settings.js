/** What chooses how Conv1's maps and kernels are shown. */

import { choice, element } from "../../widgets/dom.js";
import { switched, withSwitch } from "../../state/state.js";

/** @typedef {import("../../state/state.js").Switch} Switch */

/** @type {[Switch, string, {value: string, text: string, title?: string}[]][]} */
const CHOICES = [
  [
    "relu",
    "Activation",
    [
      { value: "before", text: "before ReLU" },
      { value: "after", text: "after ReLU" },
    ],
  ],
  [
    "order",
    "Order",
    [
      { value: "index", text: "by index" },
      { value: "mean", text: "by mean", title: "By the mean response, largest first" },
      { value: "maximum", text: "by maximum", title: "By the largest response, largest first" },
    ],
  ],
  [
    "maps",
    "Range of the colours",
    [
      { value: "layer", text: "scale: layer", title: "One range of colours for all" },
      { value: "unit", text: "scale: unit", title: "Each map and each kernel has its own range" },
    ],
  ],
];

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./colours.js").View} view
 * @param {() => void} changed told when the channel has changed, which the store does not hold
 */
export function createSettings(store, view, changed) {
  const choices = CHOICES.map(([name, label, values]) => {
    const made = choice(label, values, (value) =>
      store.update(withSwitch(store.state, name, value)),
    );
    store.watch(["switches"], () => made.show(switched(store.state, name)));
    return made.root;
  });
  const { channels } = store.state.model.image;
  const channel = choice(
    "Channel of the kernels",
    Array.from({ length: channels }, (_, value) => ({ value, text: `channel ${value}` })),
    (value) => {
      view.channel = value;
      channel.show(value);
      changed();
    },
  );
  channel.show(view.channel);
  channel.root.hidden = channels === 1;
  return element("div", { class: "row" }, ...choices, channel.root);
}
