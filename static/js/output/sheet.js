/** What comes out, where there is little room: a bar at the lower edge, and a sheet that opens. */

import { paintInputPicture } from "../graphics/raster.js";
import { element } from "../widgets/dom.js";
import { watchTrace } from "../state/state.js";

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const seen = element("canvas", { class: "sheet-seen pixels paper", "aria-hidden": "true" });
  const button = element(
    "button",
    {
      ...{ type: "button", class: "sheet-button", "aria-expanded": "false" },
      "aria-controls": "capsule",
      onclick: () => open(!root.hasAttribute("data-opened")),
    },
    "Sliders ▴",
  );
  /** @param {boolean} opened */
  function open(opened) {
    root.toggleAttribute("data-opened", opened);
    button.setAttribute("aria-expanded", String(opened));
    button.textContent = opened ? "Sliders ▾" : "Sliders ▴";
  }

  // Who skips to the sliders wants to see them.
  document.querySelector('.skip[href="#capsule"]')?.addEventListener("click", () => open(true));
  root.prepend(seen);
  root.querySelector('[data-part="announcement"]')?.after(button);
  watchTrace(store, ["trace"], (trace) => {
    if (seen.clientWidth > 0) paintInputPicture(seen, trace);
  });
  new ResizeObserver(() => {
    const { trace } = store.state;
    if (trace && seen.clientWidth > 0) paintInputPicture(seen, trace);
  }).observe(seen);
}
