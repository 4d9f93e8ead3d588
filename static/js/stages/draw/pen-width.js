/** How wide the pen draws, told in pixels of the picture that the network receives. */

import { element } from "../../widgets/dom.js";
import { SPACE } from "../../drawing/strokes.js";

/** @param {import("../../state/store.js").Scope} store */
export function createPenWidth(store) {
  const value = element("span", { class: "number" });
  const range = element("input", {
    ...{ type: "range", min: 4, max: 48, step: 1, "aria-label": "Width of the pen" },
    oninput: () => store.update({ pen: { ...store.state.pen, width: range.valueAsNumber } }),
  });
  store.watch(["pen"], () => {
    const { width } = store.state.pen;
    range.value = String(width);
    value.textContent = `${((width * store.state.model.image.width) / SPACE).toFixed(1)} px`;
    range.setAttribute("aria-valuetext", value.textContent);
  });
  return element("label", { class: "pen-width" }, "Width of the pen", range, value);
}
