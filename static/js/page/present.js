/** For a room of people: the whole screen, larger type, no texts, a ring around the pointer. */

import { element } from "../widgets/dom.js";

/** What begins presenting, and ends it. */
export function createPresent() {
  const ring = element("div", { class: "pointer-ring", "aria-hidden": "true" });
  const { dataset } = document.body;
  const isOn = () => "present" in dataset;
  const button = document.querySelector('[data-control="present"]');

  function begin() {
    dataset.present = "";
    document.documentElement.dataset.present = "";
    ring.hidden = true; // until it is known where the pointer is
    document.body.append(ring);
    addEventListener("pointermove", follow);
    document.addEventListener("fullscreenchange", onFullscreen);
    // Where a browser has no full screen, or does not allow it, the page is presented in its window.
    document.documentElement.requestFullscreen?.().catch(() => {});
    button?.setAttribute("aria-pressed", "true");
  }

  function end() {
    delete dataset.present;
    delete document.documentElement.dataset.present;
    ring.remove();
    removeEventListener("pointermove", follow);
    document.removeEventListener("fullscreenchange", onFullscreen);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    button?.setAttribute("aria-pressed", "false");
  }

  /** Escape, pressed in full screen, is the browser's. */
  function onFullscreen() {
    if (!document.fullscreenElement && isOn()) end();
  }

  /** @param {PointerEvent} event */
  function follow({ clientX, clientY }) {
    ring.hidden = false;
    ring.style.translate = `${clientX}px ${clientY}px`;
  }

  return { toggle: () => (isOn() ? end() : begin()) };
}
