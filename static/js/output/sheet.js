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
  let isSeen = false; // told by the browser: to ask would lay the page out for every answer
  watchTrace(store, ["trace"], (trace) => {
    if (isSeen) paintInputPicture(seen, trace);
  });
  new ResizeObserver(([{ contentRect }]) => {
    const { trace } = store.state;
    isSeen = contentRect.width > 0;
    if (trace && isSeen) paintInputPicture(seen, trace);
  }).observe(seen);
}
